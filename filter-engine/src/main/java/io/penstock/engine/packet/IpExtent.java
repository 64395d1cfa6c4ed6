// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/** Where the IP packet of a decoded frame ends, by its own header (RFC 791 section 3.1, RFC 8200 section 3); what follows is the link's padding. */
public final class IpExtent {
    private IpExtent() {}

    /**
     * Index behind the packet's last byte, which may lie behind {@code limit} where the frame was cut; {@code limit} where the header does not say:
     * it was captured before the adapter cut it into segments, or is a jumbogram.
     *
     * @param row offset of the row in {@code rows}
     * @param start index of the frame's first byte, from which the row's offsets count
     * @param limit index behind the frame's last byte
     */
    public static long end(byte[] rows, int row, byte[] bytes, int start, int limit) {
        int network = start + PacketRow.networkOffset(rows, row);
        int length;
        if (PacketRow.kind(rows, row) == PacketRow.KIND_IPV4) {
            length = limit - network < Ipv4View.MINIMUM_LENGTH ? 0 : Ipv4View.totalLength(bytes, network);
            return length == 0 ? limit : (long) network + length;
        }
        length = limit - network < Ipv6View.MINIMUM_LENGTH ? 0 : Ipv6View.payloadLength(bytes, network);
        return length == 0 ? limit : (long) network + Ipv6View.MINIMUM_LENGTH + length;
    }
}
