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

    /** Points this view at a header; no byte at or behind {@code limit} is its packet's. */
    public Sll2View wrap(byte[] packet, int headerOffset, int packetLimit) {
        bytes = packet;
        offset = headerOffset;
        limit = packetLimit;
        return this;
    }

    /** Whether the fixed header lies within the packet; the getters below need it. */
    public boolean isWhole() {
        return limit - offset >= MINIMUM_LENGTH;
    }

    /** EtherType, or a Linux ETH_P_ value below {@link EtherType#FIRST}. */
    public int protocol() {
        return protocol(bytes, offset);
    }

    public int interfaceIndex() {
        return interfaceIndex(bytes, offset);
    }

    /** Linux ARPHRD_ value. */
    public int hardwareType() {
        return hardwareType(bytes, offset);
    }

    /** 0 to us, 1 broadcast, 2 multicast, 3 to another host, 4 from us. */
    public int packetType() {
        return packetType(bytes, offset);
    }

    /** Bytes of the sender's address that count, of eight. */
    public int addressLength() {
        return addressLength(bytes, offset);
    }

    /** Sender's address in the low 48 bits. */
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
