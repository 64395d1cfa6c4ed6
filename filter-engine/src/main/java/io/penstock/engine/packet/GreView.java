// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/**
 * GRE header (RFC 2784, RFC 2890, RFC 2637 for version 1): flags and version 0, protocol 2, then the optional fields that the flags announce.
 */
public final class GreView {
    /** Header length in bytes without optional fields. */
    public static final int MINIMUM_LENGTH = 4;

    static final int FLAGS = 0;
    static final int PROTOCOL = 2;

    private byte[] bytes = new byte[0];
    private int offset;
    private int limit;

    /**
     * Points this view at a header, which is read in place. One thread.
     *
     * @param headerOffset index of its first byte
     * @param packetLimit index behind its packet's last byte
     */
    public GreView wrap(byte[] packet, int headerOffset, int packetLimit) {
        bytes = packet;
        offset = headerOffset;
        limit = packetLimit;
        return this;
    }

    /** Whether the fixed header lies within the packet. Where it does not, getters throw {@link IndexOutOfBoundsException} or read what follows in the array. */
    public boolean isWhole() {
        return limit - offset >= MINIMUM_LENGTH;
    }

    /** Checksum 0x8000, routing 0x4000, key 0x2000, sequence 0x1000, acknowledgement 0x0080 (version 1), version in the low 3 bits. */
    public int flags() {
        return flags(bytes, offset);
    }

    /** EtherType of what is carried, 16 bits. */
    public int protocol() {
        return protocol(bytes, offset);
    }

    /** Header with optional fields in bytes, 4 to 20, source routes not counted. */
    public int headerLength() {
        return headerLength(bytes, offset);
    }

    static int flags(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + FLAGS);
    }

    static int protocol(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + PROTOCOL);
    }

    static int headerLength(byte[] bytes, int at) {
        return lengthOf(NetworkOrder.u16(bytes, at));
    }

    private static int lengthOf(int flags) {
        int length = MINIMUM_LENGTH;
        length += (flags & 0xC000) != 0 ? 4 : 0;
        length += (flags & 0x2000) != 0 ? 4 : 0;
        length += (flags & 0x1000) != 0 ? 4 : 0;
        length += (flags & 0x0087) == 0x0081 ? 4 : 0;
        return length;
    }
}
