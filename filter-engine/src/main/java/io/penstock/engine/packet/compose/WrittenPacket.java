// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet.compose;

import io.penstock.engine.flow.SocketKnowledge;
import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;

/**
 * A frame and what a capture would tell beside it. The frame may hold anything; decoding it says what.
 *
 * @param frame link header first, owned by this record
 * @param linkType LINKTYPE_ value
 * @param direction {@link PacketRow#OUTBOUND}, {@link PacketRow#INBOUND} or {@link PacketRow#FORWARD}
 * @param loopback whether both ends are this host
 * @param interfaceId interface number of the capture
 * @param timeNanos nanoseconds since 1970-01-01 UTC
 * @param socket whose the local socket is, of a loopback packet the sender's; null: not known
 */
public record WrittenPacket(
        byte[] frame,
        int linkType,
        int direction,
        boolean loopback,
        int interfaceId,
        long timeNanos,
        SocketKnowledge socket) {

    /**
     * Appends the packet's row and frame to a buffer, decoded.
     *
     * @param sequence the number that the packet gets at its agent
     */
    public void appendTo(RowBuffer rows, long sequence) {
        new PacketDecoder()
                .decode(frame, 0, frame.length, frame.length, linkType, sequence, timeNanos, interfaceId, rows);
        int row = rows.rowOffset(rows.count() - 1);
        PacketRow.direction(rows.rows(), row, direction);
        if (loopback) {
            PacketRow.flags(rows.rows(), row, PacketRow.flags(rows.rows(), row) | PacketRow.FLAG_LOOPBACK);
        }
        rows.appendFrame(frame, 0, frame.length);
    }

    /** The same packet at another time, nanoseconds since 1970-01-01 UTC. */
    public WrittenPacket at(long nanos) {
        return new WrittenPacket(frame, linkType, direction, loopback, interfaceId, nanos, socket);
    }
}
