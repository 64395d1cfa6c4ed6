// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/**
 * Linux cooked capture header, version 2 (LINKTYPE_LINUX_SLL2): protocol 0, interface 4, ARPHRD type 8, packet type 10, address length 11, address 12.
 */
public final class Sll2View {
    /** Header length in bytes. */
    public static final int MINIMUM_LENGTH = 20;

    static final int PROTOCOL = 0;
    static final int INTERFACE_INDEX = 4;
    static final int HARDWARE_TYPE = 8;
    static final int PACKET_TYPE = 10;
    static final int ADDRESS_LENGTH = 11;

    private byte[] bytes = new byte[0];
    private int offset;
    private int limit;

    /**
     * Points this view at a header, which is read in place. One thread.
     *
     * @param headerOffset index of its first byte
     * @param packetLimit index behind its packet's last byte
     */
    public Sll2View wrap(byte[] packet, int headerOffset, int packetLimit) {
        bytes = packet;
        offset = headerOffset;
        limit = packetLimit;
        return this;
    }

    /** Whether the fixed header lies within the packet. Where it does not, getters throw {@link IndexOutOfBoundsException} or read what follows in the array. */
    public boolean isWhole() {
        return limit - offset >= MINIMUM_LENGTH;
    }

    /** EtherType, 16 bits, or a Linux ETH_P_ value below {@link EtherType#FIRST}. */
    public int protocol() {
        return protocol(bytes, offset);
    }

    /** Index of the interface on the capturing host, 32 bits. */
    public int interfaceIndex() {
        return interfaceIndex(bytes, offset);
    }

    /** Linux ARPHRD_ value, 16 bits. */
    public int hardwareType() {
        return hardwareType(bytes, offset);
    }

    /** 0 to us, 1 broadcast, 2 multicast, 3 to another host, 4 from us. */
    public int packetType() {
        return packetType(bytes, offset);
    }

    /** Bytes of the sender's address that count, of the eight there are; not checked, so that a damaged header may say more. */
    public int addressLength() {
        return addressLength(bytes, offset);
    }

    /** First six bytes of the sender's address, in the low 48 bits. */
    public long source() {
        return source(bytes, offset);
    }

    static int protocol(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + PROTOCOL);
    }

    static int interfaceIndex(byte[] bytes, int at) {
        return NetworkOrder.i32(bytes, at + INTERFACE_INDEX);
    }

    static int hardwareType(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + HARDWARE_TYPE);
    }

    static int packetType(byte[] bytes, int at) {
        return NetworkOrder.u8(bytes, at + PACKET_TYPE);
    }

    static int addressLength(byte[] bytes, int at) {
        return NetworkOrder.u8(bytes, at + ADDRESS_LENGTH);
    }

    static long source(byte[] bytes, int at) {
        return NetworkOrder.i64(bytes, at + 12) >>> 16;
    }
}
