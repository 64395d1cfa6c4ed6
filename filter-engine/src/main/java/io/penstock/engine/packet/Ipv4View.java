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

    /** Points this view at a header; no byte at or behind {@code limit} is its packet's. */
    public Ipv4View wrap(byte[] packet, int headerOffset, int packetLimit) {
        bytes = packet;
        offset = headerOffset;
        limit = packetLimit;
        return this;
    }

    /** Whether the fixed header lies within the packet; the getters below need it. */
    public boolean isWhole() {
        return limit - offset >= MINIMUM_LENGTH;
    }

    /** Header and data in bytes; 0 in captures of segments that the adapter was yet to cut. */
    public int totalLength() {
        return totalLength(bytes, offset);
    }

    public int identification() {
        return identification(bytes, offset);
    }

    /** Flags (3 bits) and fragment offset (13 bits, units of 8 bytes). */
    public int fragmentField() {
        return fragmentField(bytes, offset);
    }

    public int timeToLive() {
        return timeToLive(bytes, offset);
    }

    public int protocol() {
        return protocol(bytes, offset);
    }

    public int checksum() {
        return checksum(bytes, offset);
    }

    /** Address, highest byte first. */
    public int source() {
        return source(bytes, offset);
    }

    /** Address, highest byte first. */
    public int destination() {
        return destination(bytes, offset);
    }

    public int version() {
        return version(bytes, offset);
    }

    /** Header with options in bytes, 0 to 60; below 20 is malformed. */
    public int headerLength() {
        return headerLength(bytes, offset);
    }

    /** Fragment offset in bytes. */
    public int fragmentOffset() {
        return fragmentOffset(bytes, offset);
    }

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
