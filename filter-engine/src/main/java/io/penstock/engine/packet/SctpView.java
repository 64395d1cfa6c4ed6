// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/**
 * SCTP common header (RFC 9260 section 3.1): source port 0, destination port 2, verification tag 4, checksum 8 (CRC32c); chunks follow.
 */
public final class SctpView {
    /** Header length in bytes. */
    public static final int MINIMUM_LENGTH = 12;

    static final int SOURCE_PORT = 0;
    static final int DESTINATION_PORT = 2;
    static final int VERIFICATION_TAG = 4;
    static final int CHECKSUM = 8;

    private byte[] bytes = new byte[0];
    private int offset;
    private int limit;

    /** Points this view at a header; no byte at or behind {@code limit} is its packet's. */
    public SctpView wrap(byte[] packet, int headerOffset, int packetLimit) {
        bytes = packet;
        offset = headerOffset;
        limit = packetLimit;
        return this;
    }

    /** Whether the fixed header lies within the packet; the getters below need it. */
    public boolean isWhole() {
        return limit - offset >= MINIMUM_LENGTH;
    }

    public int sourcePort() {
        return sourcePort(bytes, offset);
    }

    public int destinationPort() {
        return destinationPort(bytes, offset);
    }

    public long verificationTag() {
        return verificationTag(bytes, offset);
    }

    public long checksum() {
        return checksum(bytes, offset);
    }

    static int sourcePort(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + SOURCE_PORT);
    }

    static int destinationPort(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + DESTINATION_PORT);
    }

    static long verificationTag(byte[] bytes, int at) {
        return NetworkOrder.u32(bytes, at + VERIFICATION_TAG);
    }

    static long checksum(byte[] bytes, int at) {
        return NetworkOrder.u32(bytes, at + CHECKSUM);
    }
}
