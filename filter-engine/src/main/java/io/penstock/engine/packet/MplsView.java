// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/**
 * One MPLS label stack entry (RFC 3032 section 2.1): label 20 bits, traffic class 3, bottom of stack 1, time to live 8.
 */
public final class MplsView {
    /** Entry length in bytes. */
    public static final int MINIMUM_LENGTH = 4;

    static final int ENTRY = 0;

    private byte[] bytes = new byte[0];
    private int offset;
    private int limit;

    /**
     * Points this view at a header, which is read in place. One thread.
     *
     * @param headerOffset index of its first byte
     * @param packetLimit index behind its packet's last byte
     */
    public MplsView wrap(byte[] packet, int headerOffset, int packetLimit) {
        bytes = packet;
        offset = headerOffset;
        limit = packetLimit;
        return this;
    }

    /** Whether the fixed header lies within the packet. Where it does not, getters throw {@link IndexOutOfBoundsException} or read what follows in the array. */
    public boolean isWhole() {
        return limit - offset >= MINIMUM_LENGTH;
    }

    /** The whole entry, 32 bits, the label uppermost. */
    public int entry() {
        return entry(bytes, offset);
    }

    /** Label, 0 to 1,048,575. */
    public int label() {
        return label(bytes, offset);
    }

    /** Whether no further entry follows. */
    public boolean isBottomOfStack() {
        return isBottomOfStack(bytes, offset);
    }

    static int entry(byte[] bytes, int at) {
        return NetworkOrder.i32(bytes, at + ENTRY);
    }

    static int label(byte[] bytes, int at) {
        return NetworkOrder.i32(bytes, at) >>> 12;
    }

    static boolean isBottomOfStack(byte[] bytes, int at) {
        return (NetworkOrder.u8(bytes, at + 2) & 1) != 0;
    }
}
