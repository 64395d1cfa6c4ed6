// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/**
 * Decodes captured frames into rows (ARCHITECTURE 2, "Decoded once"): link header, outermost IP packet, its transport header. Tunnels are not entered. One instance per thread; it
 * keeps nothing between packets but the last one's link direction, and allocates nothing per packet.
 */
public final class PacketDecoder {
    /** The link header does not tell a direction. */
    public static final int LINK_DIRECTION_UNKNOWN = 0;

    public static final int LINK_DIRECTION_INBOUND = 1;
    public static final int LINK_DIRECTION_OUTBOUND = 2;

    private final DecodeFrame frame = new DecodeFrame();
    private final LinkDecoder link = new LinkDecoder(frame, new NetworkDecoder(frame, new TransportDecoder(frame)));

    /**
     * Appends one row for the packet, with all but DIRECTION, FRAME_OFFSET and FRAME_LENGTH, and a quoted tuple if it is an ICMP error. Never throws
     * for what the bytes hold, and never reads outside {@code [offset, offset + capturedLength)}.
     *
     * @param buf the array that holds the frame
     * @param offset index of the frame's first byte
     * @param capturedLength bytes of the frame in the array
     * @param wireLength bytes the frame had on the wire, 0 to 2^32 - 1; less than captured counts as captured
     * @param linkType LINKTYPE_ value, see {@link LinkType}; a frame of any that is not listed there is not IP
     * @param sequence the packet's number at its agent, unsigned 64 bits
     * @param captureTimeNanos nanoseconds since 1970-01-01 UTC
     * @param interfaceId interface number in the capture
     * @throws IllegalStateException if {@code out} is full of quoted tuples: it was not cleared batch by batch
     */
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
        begin(buf, offset, capturedLength, wireLength, out);
        byte[] rows = frame.rows;
        int row = frame.row;
        PacketRow.sequence(rows, row, sequence);
        PacketRow.captureTimeNanos(rows, row, captureTimeNanos);
        PacketRow.linkType(rows, row, linkType);
        PacketRow.interfaceId(rows, row, interfaceId);
        link.decode(linkType, offset);
    }

    private void begin(byte[] buf, int offset, int capturedLength, long wireLength, RowBuffer out) {
        frame.begin(buf, offset, capturedLength, wireLength, out);
        PacketRow.wireLength(frame.rows, frame.row, wireLength);
        PacketRow.capturedLength(frame.rows, frame.row, capturedLength);
        PacketRow.vlanId(frame.rows, frame.row, PacketRow.NO_VLAN);
        PacketRow.networkOffset(frame.rows, frame.row, PacketRow.NOT_REACHED);
        PacketRow.transportOffset(frame.rows, frame.row, PacketRow.NOT_REACHED);
    }

    /**
     * Appends one row for what a tunnel carries, whose headers start at {@code offset} with what the EtherType names; a link type of
     * {@link LinkType#ETHERNET} is for {@link #decode}.
     *
     * @param offset index of the first carried byte
     * @param capturedLength bytes of it in the array
     * @param wireLength bytes it had on the wire
     * @param etherType EtherType, as GRE's protocol is
     */
    public void decodeCarried(
            byte[] buf, int offset, int capturedLength, long wireLength, int etherType, RowBuffer out) {
        begin(buf, offset, capturedLength, wireLength, out);
        link.etherType(etherType, offset);
    }

    /** The direction that the last packet's link header told, {@link #LINK_DIRECTION_UNKNOWN} where it tells none. */
    public int linkDirection() {
        return frame.linkDirection;
    }
}
