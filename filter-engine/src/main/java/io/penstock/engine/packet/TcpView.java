// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/**
 * TCP header (RFC 9293 section 3.1).
 *
 * <pre>
 *  0 source port      2 destination port   4 sequence
 *  8 acknowledgement 12 data offset (4), reserved (3), AE, flags (8)
 * 14 window          16 checksum          18 urgent pointer   20 options
 * </pre>
 */
public final class TcpView {
    /** Header length in bytes without options. */
    public static final int MINIMUM_LENGTH = 20;

    static final int SOURCE_PORT = 0;
    static final int DESTINATION_PORT = 2;
    static final int SEQUENCE = 4;
    static final int ACKNOWLEDGEMENT = 8;
    static final int FLAGS = 13;
    static final int WINDOW = 14;
    static final int CHECKSUM = 16;
    static final int URGENT_POINTER = 18;

    private byte[] bytes = new byte[0];
    private int offset;
    private int limit;

    /**
     * Points this view at a header, which is read in place. One thread.
     *
     * @param headerOffset index of its first byte
     * @param packetLimit index behind its packet's last byte
     */
    public TcpView wrap(byte[] packet, int headerOffset, int packetLimit) {
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

    /** Sequence number, 0 to 2^32 - 1. */
    public long sequence() {
        return sequence(bytes, offset);
    }

    /** Acknowledgement number, 0 to 2^32 - 1; meaningful with ACK. */
    public long acknowledgement() {
        return acknowledgement(bytes, offset);
    }

    /** Eight flags: CWR ECE URG ACK PSH RST SYN FIN, FIN lowest. */
    public int flags() {
        return flags(bytes, offset);
    }

    /** Receive window in bytes, unscaled, 0 to 65,535. */
    public int window() {
        return window(bytes, offset);
    }

    /** Checksum as it stands, 16 bits; {@link TransportChecksum} tells whether it is right. */
    public int checksum() {
        return checksum(bytes, offset);
    }

    /** Bytes from the sequence number to the end of the urgent data, 0 to 65,535; meaningful with URG. */
    public int urgentPointer() {
        return urgentPointer(bytes, offset);
    }

    /** Header with options in bytes, 0 to 60; below 20 is malformed. */
    public int headerLength() {
        return headerLength(bytes, offset);
    }

    /** The 12 bits behind the data offset: reserved, AE and the eight flags. */
    public int allFlags() {
        return allFlags(bytes, offset);
    }

    static int sourcePort(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + SOURCE_PORT);
    }

    static int destinationPort(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + DESTINATION_PORT);
    }

    static long sequence(byte[] bytes, int at) {
        return NetworkOrder.u32(bytes, at + SEQUENCE);
    }

    static long acknowledgement(byte[] bytes, int at) {
        return NetworkOrder.u32(bytes, at + ACKNOWLEDGEMENT);
    }

    static int flags(byte[] bytes, int at) {
        return NetworkOrder.u8(bytes, at + FLAGS);
    }

    static int window(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + WINDOW);
    }

    static int checksum(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + CHECKSUM);
    }

    static int urgentPointer(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + URGENT_POINTER);
    }

    static int headerLength(byte[] bytes, int at) {
        return (NetworkOrder.u8(bytes, at + 12) & 0xF0) >>> 2;
    }

    static int allFlags(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + 12) & 0x0FFF;
    }
}
