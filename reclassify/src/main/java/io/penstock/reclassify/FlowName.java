// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import io.penstock.engine.packet.IpAddressText;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import java.util.Map;

/** Names the flow of a packet for people: the local end first, the same for both directions. */
final class FlowName {
    private static final Map<Integer, String> PROTOCOLS = Map.of(
            IpProtocol.ICMP,
            "icmp",
            IpProtocol.TCP,
            "tcp",
            IpProtocol.UDP,
            "udp",
            IpProtocol.GRE,
            "gre",
            IpProtocol.ESP,
            "esp",
            IpProtocol.AUTHENTICATION,
            "ah",
            IpProtocol.ICMPV6,
            "icmpv6",
            IpProtocol.SCTP,
            "sctp");

    private FlowName() {}

    static String of(byte[] rows, int row) {
        int kind = PacketRow.kind(rows, row);
        if (kind == PacketRow.KIND_MALFORMED) {
            return "malformed";
        }
        if (kind == PacketRow.KIND_NON_IP) {
            return String.format("EtherType 0x%04x", PacketRow.etherType(rows, row));
        }
        int protocol = PacketRow.ipProtocol(rows, row);
        String source = end(rows, row, true, protocol);
        String destination = end(rows, row, false, protocol);
        boolean inbound = PacketRow.direction(rows, row) == PacketRow.INBOUND;
        boolean either = PacketRow.direction(rows, row) == PacketRow.FORWARD
                || PacketRow.has(rows, row, PacketRow.FLAG_LOOPBACK);
        boolean turned = either ? source.compareTo(destination) > 0 : inbound;
        return PROTOCOLS.getOrDefault(protocol, "ip-" + protocol) + ' ' + (turned ? destination : source) + " - "
                + (turned ? source : destination);
    }

    private static String end(byte[] rows, int row, boolean source, int protocol) {
        boolean v4 = PacketRow.kind(rows, row) == PacketRow.KIND_IPV4;
        String address = v4
                ? IpAddressText.v4(source ? PacketRow.sourceV4(rows, row) : PacketRow.destinationV4(rows, row))
                : IpAddressText.v6(
                        source ? PacketRow.sourceHigh(rows, row) : PacketRow.destinationHigh(rows, row),
                        source ? PacketRow.sourceLow(rows, row) : PacketRow.destinationLow(rows, row));
        boolean ports = protocol == IpProtocol.TCP || protocol == IpProtocol.UDP || protocol == IpProtocol.SCTP;
        if (!ports || !PacketRow.has(rows, row, PacketRow.FLAG_PORTS)) {
            return address;
        }
        int port = source ? PacketRow.sourcePort(rows, row) : PacketRow.destinationPort(rows, row);
        return v4 ? address + ':' + port : '[' + address + "]:" + port;
    }
}
