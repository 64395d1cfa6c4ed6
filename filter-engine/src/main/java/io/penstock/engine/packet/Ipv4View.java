// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/**
 * IPv4 header (RFC 791 section 3.1).
 *
 * <pre>
 *  0 version, IHL    1 TOS            2 total length
 *  4 identification                   6 flags (3), fragment offset (13)
 *  8 TTL             9 protocol      10 header checksum
 * 12 source         16 destination   20 options
 * </pre>
 */
public final class Ipv4View {
    /** Header length in bytes without options. */
    public static final int MINIMUM_LENGTH = 20;

    static final int TOTAL_LENGTH = 2;
    static final int IDENTIFICATION = 4;
    static final int FRAGMENT_FIELD = 6;
    static final int TIME_TO_LIVE = 8;
    static final int PROTOCOL = 9;
    static final int CHECKSUM = 10;
    static final int SOURCE = 12;
    static final int DESTINATION = 16;

    private byte[] bytes = new byte[0];
    private int offset;
    private int limit;

    /**
     * Points this view at a header, which is read in place. One thread.
     *
     * @param headerOffset index of its first byte
     * @param packetLimit index behind its packet's last byte
     */
    public Ipv4View wrap(byte[] packet, int headerOffset, int packetLimit) {
        bytes = packet;
        offset = headerOffset;
        limit = packetLimit;
        return this;
    }

    /** Whether the fixed header lies within the packet. Where it does not, getters throw {@link IndexOutOfBoundsException} or read what follows in the array. */
    public boolean isWhole() {
        return limit - offset >= MINIMUM_LENGTH;
    }

    /** Header and data in bytes, 0 to 65,535; 0 in captures of segments that the adapter was yet to cut. */
    public int totalLength() {
        return totalLength(bytes, offset);
    }

    /** What tells the fragments of a datagram from those of others, 16 bits. */
    public int identification() {
        return identification(bytes, offset);
    }

    /** Flags (3 bits) and fragment offset (13 bits, units of 8 bytes). */
    public int fragmentField() {
        return fragmentField(bytes, offset);
    }

    /** Hops left, 0 to 255. */
    public int timeToLive() {
        return timeToLive(bytes, offset);
    }

    /** Protocol number of what follows, 0 to 255, see {@link IpProtocol}. */
    public int protocol() {
        return protocol(bytes, offset);
    }

    /** Header checksum as it stands, 16 bits. */
    public int checksum() {
        return checksum(bytes, offset);
    }

    /** Address as a 32-bit number, host order. */
    public int source() {
        return source(bytes, offset);
    }

    /** Address as a 32-bit number, host order. */
    public int destination() {
        return destination(bytes, offset);
    }

    /** Upper 4 bits of the first byte: 4, else the header is malformed. */
    public int version() {
        return version(bytes, offset);
    }

    /** Header with options in bytes, 0 to 60; below 20 is malformed. */
    public int headerLength() {
        return headerLength(bytes, offset);
    }

    /** Fragment offset in bytes, 0 to 65,528. */
    public int fragmentOffset() {
        return fragmentOffset(bytes, offset);
    }

    /** The M flag: whether fragments with higher offsets follow. */
    public boolean hasMoreFragments() {
        return hasMoreFragments(bytes, offset);
    }

    static int totalLength(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + TOTAL_LENGTH);
    }

    static int identification(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + IDENTIFICATION);
    }

    static int fragmentField(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + FRAGMENT_FIELD);
    }

    static int timeToLive(byte[] bytes, int at) {
        return NetworkOrder.u8(bytes, at + TIME_TO_LIVE);
    }

    static int protocol(byte[] bytes, int at) {
        return NetworkOrder.u8(bytes, at + PROTOCOL);
    }

    static int checksum(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + CHECKSUM);
    }

    static int source(byte[] bytes, int at) {
        return NetworkOrder.i32(bytes, at + SOURCE);
    }

    static int destination(byte[] bytes, int at) {
        return NetworkOrder.i32(bytes, at + DESTINATION);
    }

    static int version(byte[] bytes, int at) {
        return NetworkOrder.u8(bytes, at) >>> 4;
    }

    static int headerLength(byte[] bytes, int at) {
        return (NetworkOrder.u8(bytes, at) & 0x0F) << 2;
    }

    static int fragmentOffset(byte[] bytes, int at) {
        return (NetworkOrder.u16(bytes, at + FRAGMENT_FIELD) & 0x1FFF) << 3;
    }

    static boolean hasMoreFragments(byte[] bytes, int at) {
        return (NetworkOrder.u16(bytes, at + FRAGMENT_FIELD) & 0x2000) != 0;
    }
}
