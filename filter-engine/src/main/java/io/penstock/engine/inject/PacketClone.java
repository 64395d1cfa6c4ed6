// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.inject;

import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.packet.ChecksumWriter;
import io.penstock.engine.packet.IpExtent;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * A clone of one frame, to be changed and injected in its place. The original is only read: the first change copies it, and {@link #undo} forgets
 * every change (spec 10, G9). Offsets are plain numbers from the frame's first byte, so there is none to put back (G10). {@link #apply} gives the frame
 * with lengths and checksums right (G6). Every access is checked against the frame; one outside throws {@link IndexOutOfBoundsException}. One thread.
 */
public final class PacketClone {
    private static final int UDP_LENGTH = 4;
    private static final int IPV4_TOTAL_LENGTH = 2;
    private static final int IPV6_PAYLOAD_LENGTH = 4;
    private static final int IPV6_HEADER = 40;
    private static final int MOST_LENGTH = 0xFFFF;

    private final byte[] original;
    private final int from;
    private final int to;
    private final int linkType;
    private byte[] own;

    private PacketClone(byte[] frame, int offset, int length, int linkType) {
        Objects.checkFromIndexSize(offset, length, frame.length);
        original = frame;
        from = offset;
        to = offset + length;
        this.linkType = linkType;
    }

    /** A clone of what a callout is shown. */
    public static PacketClone of(ClassifyIn in) {
        return of(in.frame(), in.frameOffset(), in.frameLength(), PacketRow.linkType(in.rows(), in.row()));
    }

    /**
     * A clone of a frame.
     *
     * @param frame the array that holds it, which is only read
     * @param offset index of its first byte
     * @param length bytes of it
     * @param linkType LINKTYPE_ value
     */
    public static PacketClone of(byte[] frame, int offset, int length, int linkType) {
        return new PacketClone(frame, offset, length, linkType);
    }

    /** Bytes of the frame as it stands. */
    public int length() {
        return own == null ? to - from : own.length;
    }

    /** The byte at an offset, 0 to 255. */
    public int get(int at) {
        Objects.checkIndex(at, length());
        return (own == null ? original[from + at] : own[at]) & 0xFF;
    }

    /** Writes bytes over those at an offset. */
    public PacketClone put(int at, byte... bytes) {
        Objects.checkFromIndexSize(at, bytes.length, length());
        System.arraycopy(bytes, 0, own(), at, bytes.length);
        return this;
    }

    /**
     * Replaces bytes by others, of whatever number, and sets the length fields of the IP and UDP headers by the difference.
     *
     * @param at offset of the first byte to go
     * @param removed bytes to go, 0 and up
     * @throws IllegalArgumentException if a length would leave its field's range, 0 to 65,535
     */
    public PacketClone splice(int at, int removed, byte[] inserted) {
        Objects.checkFromIndexSize(at, removed, length());
        byte[] before = own();
        RowBuffer was = decode(before);
        byte[] after = new byte[before.length - removed + inserted.length];
        System.arraycopy(before, 0, after, 0, at);
        System.arraycopy(inserted, 0, after, at, inserted.length);
        System.arraycopy(before, at + removed, after, at + inserted.length, before.length - at - removed);
        lengths(was.rows(), after, inserted.length - removed);
        own = after;
        return this;
    }

    /**
     * Replaces the payload of the transport, or a fragment's data; what is behind the IP packet goes.
     *
     * @throws IllegalArgumentException if the frame does not decode as IP, or the packet would become longer than its length fields can say
     */
    public PacketClone payload(byte[] bytes) {
        RowBuffer row = decode(own());
        int kind = PacketRow.kind(row.rows(), 0);
        if (kind != PacketRow.KIND_IPV4 && kind != PacketRow.KIND_IPV6) {
            throw new IllegalArgumentException("the frame is no IP packet, so it has no payload");
        }
        int end = (int) Math.min(IpExtent.end(row.rows(), 0, own, 0, own.length), own.length);
        int at = Math.min(PacketRow.payloadOffset(row.rows(), 0), end);
        own = Arrays.copyOf(own, end);
        return splice(at, end - at, bytes);
    }

    /** Forgets every change. */
    public PacketClone undo() {
        own = null;
        return this;
    }

    /** Whether anything was changed. */
    public boolean isModified() {
        return own != null;
    }

    /** The frame, its checksums right if anything was changed. The array is the caller's. */
    public byte[] apply() {
        if (own == null) {
            return Arrays.copyOfRange(original, from, to);
        }
        byte[] frame = own.clone();
        ChecksumWriter.write(decode(frame).rows(), 0, frame, 0, frame.length);
        return frame;
    }

    private byte[] own() {
        if (own == null) {
            own = Arrays.copyOfRange(original, from, to);
        }
        return own;
    }

    private RowBuffer decode(byte[] frame) {
        RowBuffer row = new RowBuffer();
        new PacketDecoder().decode(frame, 0, frame.length, frame.length, linkType, 0, 0, 0, row);
        return row;
    }

    private static void lengths(byte[] row, byte[] frame, int more) {
        int network = PacketRow.networkOffset(row, 0);
        switch (PacketRow.kind(row, 0)) {
            case PacketRow.KIND_IPV4 -> add(frame, network + IPV4_TOTAL_LENGTH, more);
            case PacketRow.KIND_IPV6 -> {
                if (frame.length >= network + IPV6_HEADER) {
                    add(frame, network + IPV6_PAYLOAD_LENGTH, more);
                }
            }
            default -> {
                return;
            }
        }
        boolean udp = PacketRow.ipProtocol(row, 0) == IpProtocol.UDP;
        if (udp && !PacketRow.has(row, 0, PacketRow.FLAG_FRAGMENT)) {
            add(frame, PacketRow.transportOffset(row, 0) + UDP_LENGTH, more);
        }
    }

    /** A length of 0 stands for one that the adapter fills in. */
    private static void add(byte[] frame, int at, int more) {
        if (at < 0 || at + 2 > frame.length) {
            return;
        }
        int length = (frame[at] & 0xFF) << 8 | frame[at + 1] & 0xFF;
        if (length == 0) {
            return;
        }
        int now = length + more;
        if (now < 0 || now > MOST_LENGTH) {
            throw new IllegalArgumentException("a length of " + now + " does not fit its field, 0 to " + MOST_LENGTH);
        }
        frame[at] = (byte) (now >>> 8);
        frame[at + 1] = (byte) now;
    }
}
