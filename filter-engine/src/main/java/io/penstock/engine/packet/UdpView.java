// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/**
 * UDP header (RFC 768): source port 0, destination port 2, length 4, checksum 6. UDP-Lite (RFC 3828) has its checksum coverage in place of the length.
 */
public final class UdpView {
    /** Header length in bytes. */
    public static final int MINIMUM_LENGTH = 8;

    static final int SOURCE_PORT = 0;
    static final int DESTINATION_PORT = 2;
    static final int LENGTH = 4;
    static final int CHECKSUM = 6;

    private byte[] bytes = new byte[0];
    private int offset;
    private int limit;

    /**
     * Points this view at a header, which is read in place. One thread.
     *
     * @param headerOffset index of its first byte
     * @param packetLimit index behind its packet's last byte
     */
    public UdpView wrap(byte[] packet, int headerOffset, int packetLimit) {
        bytes = packet;
        offset = headerOffset;
        limit = packetLimit;
        return this;
    }

    /** Whether the fixed header lies within the packet. Where it does not, getters throw {@link IndexOutOfBoundsException} or read what follows in the array. */
    public boolean isWhole() {
        return limit - offset >= MINIMUM_LENGTH;
    }

    /** Source port, 0 to 65,535. */
    public int sourcePort() {
        return sourcePort(bytes, offset);
    }

    /** Destination port, 0 to 65,535. */
    public int destinationPort() {
        return destinationPort(bytes, offset);
    }

    /** Header and data in bytes, 0 to 65,535; 0 in a jumbogram (RFC 2675 section 4). */
    public int length() {
        return length(bytes, offset);
    }

    /** Checksum as it stands, 16 bits; 0: none (RFC 768). */
    public int checksum() {
        return checksum(bytes, offset);
    }

    static int sourcePort(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + SOURCE_PORT);
    }

    static int destinationPort(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + DESTINATION_PORT);
    }

    static int length(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + LENGTH);
    }

    static int checksum(byte[] bytes, int at) {
        return NetworkOrder.u16(bytes, at + CHECKSUM);
    }
}
