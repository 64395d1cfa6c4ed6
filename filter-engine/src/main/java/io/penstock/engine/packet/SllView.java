// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/**
 * Linux cooked capture header, version 1 (LINKTYPE_LINUX_SLL): packet type 0, ARPHRD type 2, address length 4, address 6, protocol 14.
 */
public final class SllView {
    /** Header length in bytes. */
    public static final int MINIMUM_LENGTH = 16;

    static final int PACKET_TYPE = 0;
    static final int HARDWARE_TYPE = 2;
    static final int ADDRESS_LENGTH = 4;
    static final int PROTOCOL = 14;

    private byte[] bytes = new byte[0];
    private int offset;
    private int limit;

    /**
     * Points this view at a header, which is read in place. One thread.
     *
     * @param headerOffset index of its first byte
     * @param packetLimit index behind its packet's last byte
     */
    public SllView wrap(byte[] packet, int headerOffset, int packetLimit) {
        bytes = packet;
        offset = headerOffset;
        limit = packetLimit;
        return this;
    }

    /** Whether the fixed header lies within the packet. Where it does not, getters throw {@link IndexOutOfBoundsException} or read what follows in the array. */
    public boolean isWhole() {
        return limit - offset >= MINIMUM_LENGTH;
    }

    /** 0 to us, 1 broadcast, 2 multicast, 3 to another host, 4 from us. */
    public int packetType() {
        return packetType(bytes, offset);
    }

    /** Linux ARPHRD_ value, 16 bits. */
    public int hardwareType() {
        return hardwareType(bytes, offset);
    }

    /** Bytes of the sender's address that count, of the eight there are; not checked, so that a damaged header may say more. */
    public int addressLength() {
        return addressLength(bytes, offset);
    }

    /** EtherType, 16 bits, or a Linux ETH_P_ value below {@link EtherType#FIRST}. */
    public int protocol() {
        return protocol(bytes, offset);
    }

    /** First six bytes of the sender's address, in the low 48 bits. */
    public long source() {
        return source(bytes, offset);
    }

    static int packetType(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + PACKET_TYPE);
    }

    static int hardwareType(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + HARDWARE_TYPE);
    }

    static int addressLength(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + ADDRESS_LENGTH);
    }

    static int protocol(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + PROTOCOL);
    }

    static long source(byte[] bytes, int at) {
        return NetworkOrder.i64(bytes, at + 6) >>> 16;
    }
}
