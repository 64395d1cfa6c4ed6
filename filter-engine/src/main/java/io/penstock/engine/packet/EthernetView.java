// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/**
 * Ethernet II and IEEE 802.3 header (IEEE 802.3 section 3.1.1): destination 0, source 6, EtherType or length 12.
 */
public final class EthernetView {
    /** Header length in bytes. */
    public static final int MINIMUM_LENGTH = 14;

    static final int ETHER_TYPE = 12;

    private byte[] bytes = new byte[0];
    private int offset;
    private int limit;

    /**
     * Points this view at a header, which is read in place. One thread.
     *
     * @param headerOffset index of its first byte
     * @param packetLimit index behind its packet's last byte
     */
    public EthernetView wrap(byte[] packet, int headerOffset, int packetLimit) {
        bytes = packet;
        offset = headerOffset;
        limit = packetLimit;
        return this;
    }

    /** Whether the fixed header lies within the packet. Where it does not, getters throw {@link IndexOutOfBoundsException} or read what follows in the array. */
    public boolean isWhole() {
        return limit - offset >= MINIMUM_LENGTH;
    }

    /** EtherType, 16 bits; below {@link EtherType#FIRST} the 802.3 length in bytes. */
    public int etherType() {
        return etherType(bytes, offset);
    }

    /** Destination address in the low 48 bits. */
    public long destination() {
        return destination(bytes, offset);
    }

    /** Source address in the low 48 bits. */
    public long source() {
        return source(bytes, offset);
    }

    static int etherType(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + ETHER_TYPE);
    }

    static long destination(byte[] bytes, int at) {
        return NetworkOrder.i64(bytes, at) >>> 16;
    }

    static long source(byte[] bytes, int at) {
        return NetworkOrder.i64(bytes, at + 6) >>> 16;
    }
}
