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

    /**
     * Points this view at a header, which is read in place. One thread.
     *
     * @param headerOffset index of its first byte
     * @param packetLimit index behind its packet's last byte
     */
    public Ipv6FragmentView wrap(byte[] packet, int headerOffset, int packetLimit) {
        bytes = packet;
        offset = headerOffset;
        limit = packetLimit;
        return this;
    }

    /** Whether the fixed header lies within the packet. Where it does not, getters throw {@link IndexOutOfBoundsException} or read what follows in the array. */
    public boolean isWhole() {
        return limit - offset >= MINIMUM_LENGTH;
    }

    /** Protocol number of what follows, 0 to 255, see {@link IpProtocol}. */
    public int nextHeader() {
        return nextHeader(bytes, offset);
    }

    /** What tells the fragments of a datagram from those of others, 32 bits. */
    public int identification() {
        return identification(bytes, offset);
    }

    /** Fragment offset in bytes, 0 to 65,528. */
    public int fragmentOffset() {
        return fragmentOffset(bytes, offset);
    }

    /** The M flag: whether fragments with higher offsets follow. */
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
