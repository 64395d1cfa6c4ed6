// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/**
 * IPsec authentication header (RFC 4302 section 2): next header 0, length 1, SPI 4, sequence 8, check value 12.
 */
public final class AuthenticationView {
    /** Header length in bytes without check value. */
    public static final int MINIMUM_LENGTH = 12;

    static final int NEXT_HEADER = 0;
    static final int SECURITY_PARAMETERS_INDEX = 4;
    static final int SEQUENCE = 8;

    private byte[] bytes = new byte[0];
    private int offset;
    private int limit;

    /**
     * Points this view at a header, which is read in place. One thread.
     *
     * @param headerOffset index of its first byte
     * @param packetLimit index behind its packet's last byte
     */
    public AuthenticationView wrap(byte[] packet, int headerOffset, int packetLimit) {
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

    /** SPI, 32 bits. */
    public int securityParametersIndex() {
        return securityParametersIndex(bytes, offset);
    }

    /** Sequence number, 0 to 2^32 - 1. */
    public long sequence() {
        return sequence(bytes, offset);
    }

    /** Whole header in bytes, 8 to 1,028; below 12 is malformed. */
    public int headerLength() {
        return headerLength(bytes, offset);
    }

    static int nextHeader(byte[] bytes, int at) {
        return NetworkOrder.u8(bytes, at + NEXT_HEADER);
    }

    static int securityParametersIndex(byte[] bytes, int at) {
        return NetworkOrder.i32(bytes, at + SECURITY_PARAMETERS_INDEX);
    }

    static long sequence(byte[] bytes, int at) {
        return NetworkOrder.u32(bytes, at + SEQUENCE);
    }

    static int headerLength(byte[] bytes, int at) {
        return (NetworkOrder.u8(bytes, at + 1) + 2) << 2;
    }
}
