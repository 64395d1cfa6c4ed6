// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.flow.FragmentTable;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.TcpView;
import java.util.Arrays;

/** Brings an item's fragment to reassembly and makes the whole datagram an item's upper half. One thread. */
final class FragmentDesk {
    private static final int UDP_HEADER_BYTES = 8;
    private static final int ICMP_HEADER_BYTES = 8;
    private static final int SCTP_HEADER_BYTES = 12;
    private static final int TCP_DATA_OFFSET = 12;

    private final FragmentTable table;
    private final FlowKey key = new FlowKey();

    FragmentDesk(FragmentTable table) {
        this.table = table;
    }

    /** Whether this fragment completes its datagram; the item then has its {@link Item#whole}. */
    boolean completes(Item item) {
        byte[] rows = item.rows;
        int row = item.row;
        if (item.assembled || PacketRow.has(rows, row, PacketRow.FLAG_FIRST_UNSEEN)) {
            return item.whole != null;
        }
        item.assembled = true;
        int id = PacketRow.fragmentId(rows, row);
        key.set(
                item.host,
                PacketRow.kind(rows, row) == PacketRow.KIND_IPV6 ? 6 : 4,
                PacketRow.ipProtocol(rows, row),
                PacketRow.sourceHigh(rows, row),
                PacketRow.sourceLow(rows, row),
                PacketRow.destinationHigh(rows, row),
                PacketRow.destinationLow(rows, row),
                id >>> 16,
                id & 0xFFFF);
        int from = Math.clamp(PacketRow.transportOffset(rows, row), 0, item.frameLength());
        long length = PacketRow.payloadLength(rows, row);
        boolean later = PacketRow.has(rows, row, PacketRow.FLAG_LATER_FRAGMENT);
        FragmentTable.Whole whole = table.add(
                key,
                PacketRow.captureTimeNanos(rows, row),
                PacketRow.fragmentOffset(rows, row),
                (int) Math.min(length, 1 << 20),
                PacketRow.has(rows, row, PacketRow.FLAG_LAST_FRAGMENT),
                item.frames,
                item.frameOffset() + from,
                (int) Math.min(item.frameLength() - from, length),
                later ? null : Arrays.copyOfRange(rows, row, row + PacketRow.ROW_LENGTH));
        if (whole != null) {
            item.whole = whole(item, whole);
        }
        return whole != null;
    }

    private static Item whole(Item item, FragmentTable.Whole whole) {
        byte[] row = whole.firstRow();
        byte[] payload = whole.payload();
        PacketRow.flags(row, 0, PacketRow.flags(row, 0) & ~(PacketRow.FLAG_FRAGMENT | PacketRow.FLAG_LAST_FRAGMENT));
        PacketRow.sequence(row, 0, item.sequence());
        PacketRow.captureTimeNanos(row, 0, PacketRow.captureTimeNanos(item.rows, item.row));
        PacketRow.quoted(row, 0, 0);
        PacketRow.frameOffset(row, 0, 0);
        PacketRow.frameLength(row, 0, payload.length);
        PacketRow.transportOffset(row, 0, 0);
        int header = Math.min(headerBytes(PacketRow.ipProtocol(row, 0), payload), payload.length);
        PacketRow.payloadOffset(row, 0, header);
        PacketRow.payloadLength(row, 0, payload.length - header);
        Item upper = new Item().origin(item.topic, item.partition, item.offset, item.publishTimeMillis);
        upper.agent(item.agent, item.host, item.incarnation);
        return upper.packet(item.index, row, 0, new byte[0], payload, item.revision);
    }

    private static int headerBytes(int protocol, byte[] payload) {
        return switch (protocol) {
            case IpProtocol.TCP -> tcpHeaderBytes(payload);
            case IpProtocol.UDP, IpProtocol.UDP_LITE -> UDP_HEADER_BYTES;
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> ICMP_HEADER_BYTES;
            case IpProtocol.SCTP -> SCTP_HEADER_BYTES;
            default -> 0;
        };
    }

    /** All of it where its header is cut or contradicts itself: then nothing in it is payload. */
    private static int tcpHeaderBytes(byte[] payload) {
        int told = payload.length > TCP_DATA_OFFSET ? (payload[TCP_DATA_OFFSET] >> 4 & 0xF) * 4 : 0;
        return told < TcpView.MINIMUM_LENGTH ? payload.length : told;
    }
}
