// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/**
 * IPv6 fragment header (RFC 8200 section 4.5): next header 0, offset and M flag 2, identification 4.
 */
public final class Ipv6FragmentView {
    /** Header length in bytes. */
    public static final int MINIMUM_LENGTH = 8;

    static final int NEXT_HEADER = 0;
    static final int IDENTIFICATION = 4;

    private byte[] bytes = new byte[0];
    private int offset;
    private int limit;

    /** Points this view at a header; no byte at or behind {@code limit} is its packet's. */
    public Ipv6FragmentView wrap(byte[] packet, int headerOffset, int packetLimit) {
        bytes = packet;
        offset = headerOffset;
        limit = packetLimit;
        return this;
    }

    /** Whether the fixed header lies within the packet; the getters below need it. */
    public boolean isWhole() {
        return limit - offset >= MINIMUM_LENGTH;
    }

    public int nextHeader() {
        return nextHeader(bytes, offset);
    }

    public int identification() {
        return identification(bytes, offset);
    }

    /** Fragment offset in bytes. */
    public int fragmentOffset() {
        return fragmentOffset(bytes, offset);
    }

    public boolean hasMoreFragments() {
        return hasMoreFragments(bytes, offset);
    }

    /** Index of the transport header in a first fragment: behind the extension headers that follow this one, as far as they are present. */
    public int transportOffset() {
        int next = nextHeader();
        int at = offset + MINIMUM_LENGTH;
        while (Ipv6ExtensionDecoder.isExtension(next) && limit - at >= 8) {
            next = NetworkOrder.u8(bytes, at);
            at += (NetworkOrder.u8(bytes, at + 1) + 1) * 8;
        }
        return at;
    }

    static int nextHeader(byte[] bytes, int at) {
        return NetworkOrder.u8(bytes, at + NEXT_HEADER);
    }

    static int identification(byte[] bytes, int at) {
        return NetworkOrder.i32(bytes, at + IDENTIFICATION);
    }

    static int fragmentOffset(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + 2) & 0xFFF8;
    }

    static boolean hasMoreFragments(byte[] bytes, int at) {
        return (NetworkOrder.u8(bytes, at + 3) & 1) != 0;
    }
}
