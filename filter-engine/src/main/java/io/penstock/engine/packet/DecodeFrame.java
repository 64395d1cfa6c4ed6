// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/** The frame being decoded and the row being written: what the decoder's stages share. One per decoder, reused. */
final class DecodeFrame {
    byte[] bytes;
    /** Array index of the frame's first byte; offsets in rows count from here. */
    int start;
    /** Array index behind the last captured byte. Nothing reads at or behind it. */
    int limit;
    /** Array index behind the last byte on the wire; may exceed the array. */
    long wireEnd;

    /** Array index behind the IP packet's last byte as its header says; may lie beyond the wire's end. */
    long packetEnd;

    byte[] rows;
    int row;
    RowBuffer out;
    /** The link header says that everybody on the link was addressed. */
    boolean linkBroadcast;

    /** Encapsulations met so far between the link header and IP. */
    int linkHeaders;

    int linkDirection;

    void begin(byte[] buf, int offset, int capturedLength, long wireLength, RowBuffer buffer) {
        bytes = buf;
        start = offset;
        limit = offset + capturedLength;
        wireEnd = offset + Math.max(wireLength, capturedLength);
        out = buffer;
        row = buffer.appendRow();
        rows = buffer.rows();
        linkBroadcast = false;
        linkHeaders = 0;
        linkDirection = PacketDecoder.LINK_DIRECTION_UNKNOWN;
    }

    /** Whether fewer bytes are left here than a header needs; then the row says so and decoding ends. */
    boolean isCut(MalformedReason reason, int at, int needed) {
        int left = limit - at;
        if (left >= needed) {
            return false;
        }
        malformed(reason, at, needed, left);
        return true;
    }

    void malformed(MalformedReason reason, int at, long needed, long found) {
        PacketRow.kind(rows, row, PacketRow.KIND_MALFORMED);
        PacketRow.malformedReason(rows, row, reason.code());
        PacketRow.malformedOffset(rows, row, at - start);
        PacketRow.tcpSequence(rows, row, (int) needed);
        PacketRow.tcpAcknowledgement(rows, row, (int) found);
    }

    /** Ends decoding with a frame that carries no IP packet: its payload is whatever follows the link header. */
    void notIp(int at) {
        PacketRow.addFlags(rows, row, PacketRow.FLAG_MAC_FRAME);
        PacketRow.networkOffset(rows, row, at - start);
        PacketRow.transportOffset(rows, row, at - start);
        payload(at, wireEnd);
    }

    /** Enters the payload that starts here and, as the headers say, ends there. */
    void payload(int at, long end) {
        PacketRow.payloadOffset(rows, row, at - start);
        PacketRow.payloadLength(rows, row, Math.max(0, end - at));
    }
}
