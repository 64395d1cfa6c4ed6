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
     * Describes a row. A malformed packet whose addresses could be read goes by them too.
     *
     * @param linkDirection what {@link PacketDecoder#linkDirection()} said of the packet
     */
    public static void describe(byte[] rows, int row, int linkDirection, PacketEnds ends) {
        int interfaceId = PacketRow.interfaceId(rows, row);
        int version = version(rows, row);
        if (version == 0) {
            ends.notIp(interfaceId);
        } else {
            int source = row + PacketRow.SOURCE_ADDRESS;
            int destination = row + PacketRow.DESTINATION_ADDRESS;
            ends.ip(version, interfaceId, rows, source, destination);
            ends.toGroup(isGroup(PacketRow.destinationAddressType(rows, row)));
            describeFlow(rows, row, ends);
        }
        ends.said(FileDirection.ofCode(linkDirection));
    }

    private static int version(byte[] rows, int row) {
        return switch (PacketRow.kind(rows, row)) {
            case PacketRow.KIND_IPV4 -> 4;
            case PacketRow.KIND_IPV6 -> 6;
            case PacketRow.KIND_MALFORMED -> versionOfMalformed(rows, row);
            default -> 0;
        };
    }

    /** The row of a malformed packet no longer says which version its addresses are of; those of IPv4 fill four bytes. */
    private static int versionOfMalformed(byte[] rows, int row) {
        if (PacketRow.destinationAddressType(rows, row) == PacketRow.ADDRESS_UNSPECIFIED) {
            return 0;
        }
        boolean inFourBytes = (PacketRow.sourceHigh(rows, row) << 32
                        | PacketRow.sourceLow(rows, row)
                        | PacketRow.destinationHigh(rows, row) << 32
                        | PacketRow.destinationLow(rows, row))
                == 0;
        return inFourBytes ? 4 : 6;
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
