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

    /**
     * Points this view at a header, which is read in place. One thread.
     *
     * @param headerOffset index of its first byte
     * @param packetLimit index behind its packet's last byte
     */
    public SctpView wrap(byte[] packet, int headerOffset, int packetLimit) {
        bytes = packet;
        offset = headerOffset;
        limit = packetLimit;
        return this;
    }

    /** Whether the fixed header lies within the packet. Where it does not, getters throw {@link IndexOutOfBoundsException} or read what follows in the array. */
    public boolean isWhole() {
        return limit - offset >= MINIMUM_LENGTH;
    }

    /** Source port, 0 to 65,535. */
    public int sourcePort() {
        return sourcePort(bytes, offset);
    }

    /** Destination port, 0 to 65,535. */
    public int destinationPort() {
        return destinationPort(bytes, offset);
    }

    /** Verification tag, 0 to 2^32 - 1. */
    public long verificationTag() {
        return verificationTag(bytes, offset);
    }

    /** CRC32c as it stands, 0 to 2^32 - 1; nothing here verifies it. */
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
