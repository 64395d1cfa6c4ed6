// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/**
 * ICMP and ICMPv6 header (RFC 792, RFC 4443 section 2.1): type 0, code 1, checksum 2; identifier 4 and sequence 6 where the type has them.
 */
public final class IcmpView {
    /** Length in bytes of what all messages share. */
    public static final int MINIMUM_LENGTH = 4;

    static final int TYPE = 0;
    static final int CODE = 1;
    static final int CHECKSUM = 2;
    static final int IDENTIFIER = 4;
    static final int SEQUENCE = 6;

    private byte[] bytes = new byte[0];
    private int offset;
    private int limit;

    /**
     * Points this view at a header, which is read in place. One thread.
     *
     * @param headerOffset index of its first byte
     * @param packetLimit index behind its packet's last byte
     */
    public IcmpView wrap(byte[] packet, int headerOffset, int packetLimit) {
        bytes = packet;
        offset = headerOffset;
        limit = packetLimit;
        return this;
    }

    /** Whether the fixed header lies within the packet. Where it does not, getters throw {@link IndexOutOfBoundsException} or read what follows in the array. */
    public boolean isWhole() {
        return limit - offset >= MINIMUM_LENGTH;
    }

    /** Message type, 0 to 255. */
    public int type() {
        return type(bytes, offset);
    }

    /** Code within the type, 0 to 255. */
    public int code() {
        return code(bytes, offset);
    }

    /** Checksum as it stands, 16 bits; {@link TransportChecksum} tells whether it is right. */
    public int checksum() {
        return checksum(bytes, offset);
    }

    /** Identifier, 0 to 65,535, of a type that {@link #hasIdentifier has one}. Needs eight bytes. */
    public int identifier() {
        return identifier(bytes, offset);
    }

    /** Sequence number, 0 to 65,535, of a type that {@link #hasIdentifier has one}. Needs eight bytes. */
    public int sequence() {
        return sequence(bytes, offset);
    }

    static int type(byte[] bytes, int at) {
        return NetworkOrder.u8(bytes, at + TYPE);
    }

    static int code(byte[] bytes, int at) {
        return NetworkOrder.u8(bytes, at + CODE);
    }

    static int checksum(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + CHECKSUM);
    }

    static int identifier(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + IDENTIFIER);
    }

    static int sequence(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + SEQUENCE);
    }

    /** Whether an ICMP type reports an error and so quotes a packet (RFC 1122 section 3.2.2). */
    public static boolean isError(int type) {
        return type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
    }

    /** Whether an ICMPv6 type reports an error and so quotes a packet (RFC 4443 section 2.1: those below 128). */
    public static boolean isErrorV6(int type) {
        return type < 128;
    }

    /** Whether an ICMP type carries identifier and sequence (RFC 792, RFC 950). */
    public static boolean hasIdentifier(int type) {
        return type == 0 || type == 8 || type >= 13 && type <= 18;
    }

    /** Whether an ICMPv6 type carries identifier and sequence: the echo messages. */
    public static boolean hasIdentifierV6(int type) {
        return type == 128 || type == 129;
    }
}
