// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.packet.PacketRow;

/** Where the data that a layer speaks of starts in the frame (spec 2.2, "Item offered"), for the bytes of a discard (spec 8.2). */
final class DataOffsets {
    private DataOffsets() {}

    static int of(Item item, Visit visit, boolean outbound) {
        byte[] rows = item.rows;
        int row = item.row;
        int offset = switch (visit) {
            case MAC_IN_NATIVE, MAC_IN_ETHERNET, MAC_OUT_ETHERNET, MAC_OUT_NATIVE -> 0;
            case IN_IPPACKET, IN_FRAGMENT, IN_REASSEMBLED, OUT_TRANSPORT, OUT_ICMP_ERROR ->
                PacketRow.transportOffset(rows, row);
            case OUT_IPPACKET, FORWARD, FORWARD_GROUP -> PacketRow.networkOffset(rows, row);
            case DATAGRAM_DATA, STREAM_PACKET ->
                outbound ? PacketRow.transportOffset(rows, row) : PacketRow.payloadOffset(rows, row);
            default -> PacketRow.payloadOffset(rows, row);
        };
        return Math.max(offset, 0);
    }
}
