// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/**
 * IPsec encapsulating security payload (RFC 4303 section 2): SPI 0, sequence 4; the rest is encrypted.
 */
public final class EspView {
    /** Header length in bytes. */
    public static final int MINIMUM_LENGTH = 8;

    static final int SECURITY_PARAMETERS_INDEX = 0;
    static final int SEQUENCE = 4;

    private byte[] bytes = new byte[0];
    private int offset;
    private int limit;

    /**
     * Points this view at a header, which is read in place. One thread.
     *
     * @param headerOffset index of its first byte
     * @param packetLimit index behind its packet's last byte
     */
    public EspView wrap(byte[] packet, int headerOffset, int packetLimit) {
        bytes = packet;
        offset = headerOffset;
        limit = packetLimit;
        return this;
    }

    /** Whether the fixed header lies within the packet. Where it does not, getters throw {@link IndexOutOfBoundsException} or read what follows in the array. */
    public boolean isWhole() {
        return limit - offset >= MINIMUM_LENGTH;
    }

    /** SPI, 32 bits. */
    public int securityParametersIndex() {
        return securityParametersIndex(bytes, offset);
    }

    /** Sequence number, 0 to 2^32 - 1. */
    public long sequence() {
        return sequence(bytes, offset);
    }

    static int securityParametersIndex(byte[] bytes, int at) {
        return NetworkOrder.i32(bytes, at + SECURITY_PARAMETERS_INDEX);
    }

    static long sequence(byte[] bytes, int at) {
        return NetworkOrder.u32(bytes, at + SEQUENCE);
    }
}
