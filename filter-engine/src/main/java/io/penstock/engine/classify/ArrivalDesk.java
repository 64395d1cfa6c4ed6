// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.flow.MulticastIndex;
import io.penstock.engine.packet.PacketRow;

/** Finds the flow in whose order an item stands, and what is known of its sockets, when it arrives. One thread. */
final class ArrivalDesk {
    private final EndpointDesk endpoints;
    private final MulticastIndex multicast;

    ArrivalDesk(EndpointDesk endpoints, MulticastIndex multicast) {
        this.endpoints = endpoints;
        this.multicast = multicast;
    }

    /** Finds the flow whose order the item keeps, before anything can depend on what is pended. */
    void arrive(Item item) {
        byte[] rows = item.rows;
        int row = item.row;
        if (PacketRow.kind(rows, row) == PacketRow.KIND_NON_IP) {
            return;
        }
        endpoints.arrive(item);
        FlowKey key = item.arrivalKey();
        int direction = PacketRow.direction(rows, row);
        boolean outbound = direction != PacketRow.INBOUND;
        if (PacketRow.has(rows, row, PacketRow.FLAG_ICMP_ERROR)
                && Tuples.quoted(key, item.host, rows, row, item.quoted, outbound)) {
            return;
        }
        Tuples.of(key, item.host, rows, row, outbound);
        if (direction == PacketRow.FORWARD || PacketRow.has(rows, row, PacketRow.FLAG_LOOPBACK)) {
            key.unordered();
        } else if (!outbound && key.protocol() != FlowKey.GROUP_PROTOCOL) {
            multicast.resolve(key, PacketRow.captureTimeNanos(rows, row));
        } else if (outbound && Tuples.isGroup(PacketRow.destinationAddressType(rows, row))) {
            multicast.sent(key, PacketRow.captureTimeNanos(rows, row));
        }
    }
}
