// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/**
 * IPv6 header (RFC 8200 section 3).
 *
 * <pre>
 *  0 version, traffic class, flow label   4 payload length   6 next header   7 hop limit
 *  8 source                              24 destination
 * </pre>
 */
public final class Ipv6View {
    /** Header length in bytes; extension headers follow. */
    public static final int MINIMUM_LENGTH = 40;

    static final int PAYLOAD_LENGTH = 4;
    static final int NEXT_HEADER = 6;
    static final int HOP_LIMIT = 7;
    /** Offset in the header at which the two addresses start, 16 bytes each. */
    public static final int SOURCE_OFFSET = 8;

    static final int SOURCE_HIGH = 8;
    static final int SOURCE_LOW = 16;
    static final int DESTINATION_HIGH = 24;
    static final int DESTINATION_LOW = 32;

    private byte[] bytes = new byte[0];
    private int offset;
    private int limit;

    /**
     * Points this view at a header, which is read in place. One thread.
     *
     * @param headerOffset index of its first byte
     * @param packetLimit index behind its packet's last byte
     */
    public Ipv6View wrap(byte[] packet, int headerOffset, int packetLimit) {
        bytes = packet;
        offset = headerOffset;
        limit = packetLimit;
        return this;
    }

    /** Whether the fixed header lies within the packet. Where it does not, getters throw {@link IndexOutOfBoundsException} or read what follows in the array. */
    public boolean isWhole() {
        return limit - offset >= MINIMUM_LENGTH;
    }

    /** Bytes behind this header, 0 to 65,535; 0 for a jumbogram, and in captures of segments that the adapter was yet to cut. */
    public int payloadLength() {
        return payloadLength(bytes, offset);
    }

    /** Protocol or extension header number of what follows, 0 to 255, see {@link IpProtocol}. */
    public int nextHeader() {
        return nextHeader(bytes, offset);
    }

    /** Hops left, 0 to 255. */
    public int hopLimit() {
        return hopLimit(bytes, offset);
    }

    /** First eight bytes of the source address, big-endian. */
    public long sourceHigh() {
        return sourceHigh(bytes, offset);
    }

    /** Last eight bytes of the source address. */
    public long sourceLow() {
        return sourceLow(bytes, offset);
    }

    /** First eight bytes of the destination address, big-endian. */
    public long destinationHigh() {
        return destinationHigh(bytes, offset);
    }

    /** Last eight bytes of the destination address. */
    public long destinationLow() {
        return destinationLow(bytes, offset);
    }

    /** Upper 4 bits of the first byte: 6, else the header is malformed. */
    public int version() {
        return version(bytes, offset);
    }

    /** DSCP and ECN, 0 to 255. */
    public int trafficClass() {
        return trafficClass(bytes, offset);
    }

    /** Flow label, 20 bits. */
    public int flowLabel() {
        return flowLabel(bytes, offset);
    }

    static int payloadLength(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + PAYLOAD_LENGTH);
    }

    static int nextHeader(byte[] bytes, int at) {
        return NetworkOrder.u8(bytes, at + NEXT_HEADER);
    }

    static int hopLimit(byte[] bytes, int at) {
        return NetworkOrder.u8(bytes, at + HOP_LIMIT);
    }

    static long sourceHigh(byte[] bytes, int at) {
        return NetworkOrder.i64(bytes, at + SOURCE_HIGH);
    }

    static long sourceLow(byte[] bytes, int at) {
        return NetworkOrder.i64(bytes, at + SOURCE_LOW);
    }

    static long destinationHigh(byte[] bytes, int at) {
        return NetworkOrder.i64(bytes, at + DESTINATION_HIGH);
    }

    static long destinationLow(byte[] bytes, int at) {
        return NetworkOrder.i64(bytes, at + DESTINATION_LOW);
    }

    static int version(byte[] bytes, int at) {
        return NetworkOrder.u8(bytes, at) >>> 4;
    }

    static int trafficClass(byte[] bytes, int at) {
        return (NetworkOrder.u16(bytes, at) >>> 4) & 0xFF;
    }

    static int flowLabel(byte[] bytes, int at) {
        return NetworkOrder.i32(bytes, at) & 0x000F_FFFF;
    }
}
