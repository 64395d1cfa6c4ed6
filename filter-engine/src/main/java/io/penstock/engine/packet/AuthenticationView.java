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

    /** Points this view at a header; no byte at or behind {@code limit} is its packet's. */
    public AuthenticationView wrap(byte[] packet, int headerOffset, int packetLimit) {
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

    public int securityParametersIndex() {
        return securityParametersIndex(bytes, offset);
    }

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
