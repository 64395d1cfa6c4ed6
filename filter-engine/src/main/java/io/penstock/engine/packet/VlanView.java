// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/**
 * VLAN tag behind its TPID (IEEE 802.1Q section 9.6): priority, drop eligible and identifier 0, EtherType of what follows 2.
 */
public final class VlanView {
    /** Tag length in bytes. */
    public static final int MINIMUM_LENGTH = 4;

    static final int CONTROL = 0;
    static final int ETHER_TYPE = 2;

    private byte[] bytes = new byte[0];
    private int offset;
    private int limit;

    /**
     * Points this view at a header, which is read in place. One thread.
     *
     * @param headerOffset index of its first byte
     * @param packetLimit index behind its packet's last byte
     */
    public VlanView wrap(byte[] packet, int headerOffset, int packetLimit) {
        bytes = packet;
        offset = headerOffset;
        limit = packetLimit;
        return this;
    }

    /** Whether the fixed header lies within the packet. Where it does not, getters throw {@link IndexOutOfBoundsException} or read what follows in the array. */
    public boolean isWhole() {
        return limit - offset >= MINIMUM_LENGTH;
    }

    /** Priority (3 bits), drop eligible (1), identifier (12). */
    public int control() {
        return control(bytes, offset);
    }

    /** EtherType of what follows, 16 bits. */
    public int etherType() {
        return etherType(bytes, offset);
    }

    /** VLAN identifier, 0 to 4095. */
    public int vlanId() {
        return vlanId(bytes, offset);
    }

    static int control(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + CONTROL);
    }

    static int etherType(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + ETHER_TYPE);
    }

    static int vlanId(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at) & 0x0FFF;
    }
}
