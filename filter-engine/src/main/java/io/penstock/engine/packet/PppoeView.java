// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/**
 * PPPoE header (RFC 2516 section 4): version and type 0, code 1, session 2, length 4.
 */
public final class PppoeView {
    /** Header length in bytes; the PPP protocol follows. */
    public static final int MINIMUM_LENGTH = 6;

    static final int CODE = 1;
    static final int SESSION_ID = 2;
    static final int PAYLOAD_LENGTH = 4;

    private byte[] bytes = new byte[0];
    private int offset;
    private int limit;

    /**
     * Points this view at a header, which is read in place. One thread.
     *
     * @param headerOffset index of its first byte
     * @param packetLimit index behind its packet's last byte
     */
    public PppoeView wrap(byte[] packet, int headerOffset, int packetLimit) {
        bytes = packet;
        offset = headerOffset;
        limit = packetLimit;
        return this;
    }

    /** Whether the fixed header lies within the packet. Where it does not, getters throw {@link IndexOutOfBoundsException} or read what follows in the array. */
    public boolean isWhole() {
        return limit - offset >= MINIMUM_LENGTH;
    }

    /** Code, 0 to 255; 0 for session data. */
    public int code() {
        return code(bytes, offset);
    }

    /** Session id, 16 bits. */
    public int sessionId() {
        return sessionId(bytes, offset);
    }

    /** Bytes behind the header, 0 to 65,535, PPP protocol included. */
    public int payloadLength() {
        return payloadLength(bytes, offset);
    }

    static int code(byte[] bytes, int at) {
        return NetworkOrder.u8(bytes, at + CODE);
    }

    static int sessionId(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + SESSION_ID);
    }

    static int payloadLength(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + PAYLOAD_LENGTH);
    }
}
