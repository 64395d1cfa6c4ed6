// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.direction;

import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.ingest.capture.CapturedPacket;
import io.penstock.ingest.capture.FileDirection;

/** Describes the ends of decoded packets. As a reader of its own it decodes packets ahead of the agent; one thread. */
public final class RowEnds implements PacketEndsReader {
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;

    private final PacketDecoder decoder = new PacketDecoder();
    private final RowBuffer scratch = new RowBuffer().frameSnap(0);

    @Override
    public void read(CapturedPacket packet, PacketEnds ends) {
        scratch.clear();
        decoder.decode(
                packet.buffer(),
                packet.offset(),
                packet.capturedLengthBytes(),
                packet.wireLengthBytes(),
                packet.linkType(),
                packet.number(),
                packet.captureTimeNanos(),
                packet.interfaceId(),
                scratch);
        describe(scratch.rows(), 0, decoder.linkDirection(), ends);
    }

    /**
     * Describes a row. A malformed packet has no ends to go by.
     *
     * @param linkDirection what {@link PacketDecoder#linkDirection()} said of the packet
     */
    public static void describe(byte[] rows, int row, int linkDirection, PacketEnds ends) {
        int interfaceId = PacketRow.interfaceId(rows, row);
        int kind = PacketRow.kind(rows, row);
        if (kind == PacketRow.KIND_IPV4 || kind == PacketRow.KIND_IPV6) {
            int source = row + PacketRow.SOURCE_ADDRESS;
            int destination = row + PacketRow.DESTINATION_ADDRESS;
            ends.ip(kind == PacketRow.KIND_IPV4 ? 4 : 6, interfaceId, rows, source, destination);
            ends.toGroup(isGroup(PacketRow.destinationAddressType(rows, row)));
            describeFlow(rows, row, ends);
        } else {
            ends.notIp(interfaceId);
        }
        ends.said(FileDirection.ofCode(linkDirection));
    }

    private static boolean isGroup(int addressType) {
        return addressType == PacketRow.ADDRESS_MULTICAST || addressType == PacketRow.ADDRESS_BROADCAST;
    }

    private static void describeFlow(byte[] rows, int row, PacketEnds ends) {
        int protocol = PacketRow.ipProtocol(rows, row);
        boolean hasPorts = PacketRow.has(rows, row, PacketRow.FLAG_PORTS);
        if (!hasPorts) {
            ends.flow(protocol, 0, 0);
        } else if (protocol == ICMP || protocol == ICMPV6) {
            int identifier =
                    isEcho(protocol, PacketRow.sourcePort(rows, row)) ? PacketRow.tcpSequence(rows, row) >>> 16 : 0;
            ends.flow(protocol, identifier, identifier);
        } else {
            ends.flow(protocol, PacketRow.sourcePort(rows, row), PacketRow.destinationPort(rows, row));
        }
    }

    private static boolean isEcho(int protocol, int type) {
        return protocol == ICMP ? type == 8 || type == 0 : type == 128 || type == 129;
    }
}
