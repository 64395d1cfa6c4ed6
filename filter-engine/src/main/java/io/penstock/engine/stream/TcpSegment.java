// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

import io.penstock.engine.packet.PacketRow;

/** What reassembly needs of one TCP packet (RFC 9293 section 3.1). Reused from packet to packet. One thread. */
public final class TcpSegment {
    /** Control bits, as the TCP header has them. */
    public static final int FIN = 0x01;

    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;
    public static final int URG = 0x20;

    private static final byte[] NONE = {};
    /** Longer than any segment, even one that offloading has not cut yet; a row that says more has a damaged length. */
    private static final int LONGEST = 1 << 24;

    private int sequence;
    private int acknowledgement;
    private int flags;
    private int length;
    private byte[] bytes = NONE;
    private int from;
    private int captured;
    private long packet;

    /**
     * Points at a segment.
     *
     * @param sequenceNumber sequence number of the segment as the header has it, 32 bits
     * @param acknowledgementNumber acknowledgement number, 32 bits; meaningful with {@link #ACK}
     * @param controlBits of the header, {@link #FIN} to {@link #URG}
     * @param payloadLength bytes of payload as the headers say, 0 to 16 MiB
     * @param array holds what was captured of the payload
     * @param offset index of its first byte
     * @param capturedLength bytes of it, 0 to {@code payloadLength}; fewer where the frame was snapped
     * @param packetId names the packet to the caller, who may use any number
     * @throws IllegalArgumentException if a length is outside its range
     */
    public TcpSegment set(
            int sequenceNumber,
            int acknowledgementNumber,
            int controlBits,
            int payloadLength,
            byte[] array,
            int offset,
            int capturedLength,
            long packetId) {
        if (payloadLength < 0 || payloadLength > LONGEST) {
            throw new IllegalArgumentException("payloadLength " + payloadLength + " is outside 0.." + LONGEST);
        }
        if (capturedLength < 0 || capturedLength > payloadLength) {
            throw new IllegalArgumentException("capturedLength " + capturedLength + " is outside 0.." + payloadLength);
        }
        sequence = sequenceNumber;
        acknowledgement = acknowledgementNumber;
        flags = controlBits;
        length = payloadLength;
        bytes = array;
        from = offset;
        captured = capturedLength;
        packet = packetId;
        return this;
    }

    /**
     * Points at the segment of a row (spec 2.3). Lengths that a damaged row has wrong are cut to what can be.
     *
     * @param row offset of the row in {@code rows}
     * @param frames holds the frame at the row's FRAME_OFFSET
     * @param packetId names the packet to the caller, who may use any number
     */
    public TcpSegment set(byte[] rows, int row, byte[] frames, long packetId) {
        int payload = (int) Math.min(PacketRow.payloadLength(rows, row), LONGEST);
        int start = Math.clamp(PacketRow.payloadOffset(rows, row), 0, PacketRow.frameLength(rows, row));
        return set(
                PacketRow.tcpSequence(rows, row),
                PacketRow.tcpAcknowledgement(rows, row),
                PacketRow.tcpFlags(rows, row),
                payload,
                frames,
                PacketRow.frameOffset(rows, row) + start,
                Math.min(payload, PacketRow.frameLength(rows, row) - start),
                packetId);
    }

    int sequence() {
        return sequence;
    }

    int acknowledgement() {
        return acknowledgement;
    }

    /** Whether all of these control bits are set. */
    boolean has(int bits) {
        return (flags & bits) == bits;
    }

    int flags() {
        return flags;
    }

    int length() {
        return length;
    }

    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int captured() {
        return captured;
    }

    long packet() {
        return packet;
    }
}
