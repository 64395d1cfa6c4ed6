// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest;

import io.penstock.engine.flow.FlowHash;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;

/**
 * Chooses the partition of each packet of one agent, so that all packets of a flow meet in one: by {@link FlowHash}, and for a
 * packet that answers a multicast or broadcast, by the flow it answers. One thread, packets in capture order.
 */
public final class FlowPartitioner {
    private final int hostHash;
    private final int partitions;
    private final GroupSenders senders = new GroupSenders();

    /**
     * A partitioner that has seen nothing yet.
     *
     * @param host the host whose packets these are
     * @param partitions partitions of the topic, 1 and up
     */
    public FlowPartitioner(String host, int partitions) {
        if (partitions < 1) {
            throw new IllegalArgumentException("1 partition or more expected, found " + partitions);
        }
        this.hostHash = FlowHash.ofHost(host);
        this.partitions = partitions;
    }

    /** The partition of the first row of {@code packet}, 0 to one less than their number. To be asked once for each packet. */
    public int partition(RowBuffer packet) {
        return FlowHash.partition(hash(packet.rows(), 0, packet.quoted()), partitions);
    }

    private int hash(byte[] rows, int row, byte[] quoted) {
        int hash = FlowHash.ofPacket(hostHash, rows, row, quoted);
        int kind = PacketRow.kind(rows, row);
        boolean isIp = kind == PacketRow.KIND_IPV4 || kind == PacketRow.KIND_IPV6;
        if (!isIp || PacketRow.has(rows, row, PacketRow.FLAG_LOOPBACK)) {
            return hash;
        }
        int direction = PacketRow.direction(rows, row);
        if (direction == PacketRow.OUTBOUND && FlowHash.isToGroup(rows, row)) {
            senders.sent(rows, row, hash);
        } else if (direction == PacketRow.INBOUND && !FlowHash.isToGroup(rows, row) && !quotes(rows, row)) {
            return senders.answered(rows, row, hash);
        }
        return hash;
    }

    /** Whether the hash is that of the quoted packet, which is the answered one itself. */
    private static boolean quotes(byte[] rows, int row) {
        return PacketRow.has(rows, row, PacketRow.FLAG_ICMP_ERROR) && PacketRow.quoted(rows, row) != 0;
    }
}
