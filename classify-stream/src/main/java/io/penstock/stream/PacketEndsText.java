// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.classify.Item;
import io.penstock.engine.packet.IpAddressText;
import io.penstock.engine.packet.PacketRow;
import io.penstock.schemas.Direction;

/**
 * The ends of a packet as records for strangers spell them: the host's end is local, whichever sent it; a forwarded packet's
 * source stands as local.
 *
 * @param direction of the packet
 * @param ipVersion 4 or 6; 0 where it is not IP
 * @param protocol IP protocol
 * @param local the host's address, empty where the packet is not IP
 * @param remote the other address
 * @param localPort port, or ICMP type; 0 where there is none
 * @param remotePort port, or ICMP code
 */
record PacketEndsText(
        Direction direction, int ipVersion, int protocol, String local, String remote, int localPort, int remotePort) {

    static PacketEndsText of(Item item) {
        return of(item, PacketRow.direction(item.rows(), item.row()));
    }

    /** The ends seen from one end of a loopback packet, which speaks both ways; {@code directionCode} of {@code PacketRow}. */
    static PacketEndsText of(Item item, int directionCode) {
        byte[] rows = item.rows();
        int row = item.row();
        Direction direction = direction(directionCode);
        boolean sourceIsLocal = direction != Direction.INBOUND;
        boolean ports = (PacketRow.flags(rows, row) & PacketRow.FLAG_PORTS) != 0;
        int sourcePort = ports ? PacketRow.sourcePort(rows, row) : 0;
        int destinationPort = ports ? PacketRow.destinationPort(rows, row) : 0;
        String source = source(rows, row);
        String destination = destination(rows, row);
        return new PacketEndsText(
                direction,
                ipVersion(rows, row),
                PacketRow.ipProtocol(rows, row),
                sourceIsLocal ? source : destination,
                sourceIsLocal ? destination : source,
                sourceIsLocal ? sourcePort : destinationPort,
                sourceIsLocal ? destinationPort : sourcePort);
    }

    private static Direction direction(int code) {
        return switch (code) {
            case PacketRow.OUTBOUND -> Direction.OUTBOUND;
            case PacketRow.INBOUND -> Direction.INBOUND;
            default -> Direction.FORWARD;
        };
    }

    private static int ipVersion(byte[] rows, int row) {
        return switch (PacketRow.kind(rows, row)) {
            case PacketRow.KIND_IPV4 -> 4;
            case PacketRow.KIND_IPV6 -> 6;
            default -> 0;
        };
    }

    private static String source(byte[] rows, int row) {
        return switch (ipVersion(rows, row)) {
            case 4 -> IpAddressText.v4(PacketRow.sourceV4(rows, row));
            case 6 -> IpAddressText.v6(PacketRow.sourceHigh(rows, row), PacketRow.sourceLow(rows, row));
            default -> "";
        };
    }

    private static String destination(byte[] rows, int row) {
        return switch (ipVersion(rows, row)) {
            case 4 -> IpAddressText.v4(PacketRow.destinationV4(rows, row));
            case 6 -> IpAddressText.v6(PacketRow.destinationHigh(rows, row), PacketRow.destinationLow(rows, row));
            default -> "";
        };
    }
}
