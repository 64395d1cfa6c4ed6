// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.explain;

import io.penstock.engine.packet.DecodeResult;
import io.penstock.engine.packet.IpAddressText;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A packet in a line, in the words in which one may be asked about: {@code tcp 10.0.0.5:50000 > 93.184.216.34:443 syn, outbound, 54 bytes}. */
public final class PacketLine {
    private static final String[] CONTROL_BITS = {"fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr"};
    private static final String[] DIRECTIONS = {"outbound", "inbound", "forward"};
    private static final Map<Integer, String> PROTOCOLS = Map.of(
            IpProtocol.ICMP,
            "icmp",
            2,
            "igmp",
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

    private PacketLine() {}

    /**
     * The packet of a row.
     *
     * @param rows its row, at offset 0
     */
    public static String of(byte[] rows) {
        List<String> parts = new ArrayList<>();
        switch (PacketRow.kind(rows, 0)) {
            case PacketRow.KIND_MALFORMED ->
                parts.add("malformed: " + DecodeResult.malformed(rows, 0).text());
            case PacketRow.KIND_NON_IP ->
                parts.add(
                        String.format("a frame without an IP packet, EtherType 0x%04x", PacketRow.etherType(rows, 0)));
            default -> parts.add(packet(rows));
        }
        parts.add(DIRECTIONS[PacketRow.direction(rows, 0)]);
        if (PacketRow.has(rows, 0, PacketRow.FLAG_LOOPBACK)) {
            parts.add("loopback");
        }
        if (PacketRow.has(rows, 0, PacketRow.FLAG_FRAGMENT)) {
            parts.add("a fragment");
        }
        parts.add(PacketRow.wireLength(rows, 0) + " bytes");
        return String.join(", ", parts);
    }

    private static String packet(byte[] rows) {
        int protocol = PacketRow.ipProtocol(rows, 0);
        boolean ports = PacketRow.has(rows, 0, PacketRow.FLAG_PORTS) && !isIcmp(protocol);
        StringBuilder line = new StringBuilder(PROTOCOLS.getOrDefault(protocol, "ip protocol " + protocol));
        line.append(' ').append(end(address(rows, true), ports, PacketRow.sourcePort(rows, 0)));
        line.append(" > ").append(end(address(rows, false), ports, PacketRow.destinationPort(rows, 0)));
        if (protocol == IpProtocol.TCP && ports) {
            line.append(' ').append(controlBits(PacketRow.tcpFlags(rows, 0)));
        }
        if (isIcmp(protocol) && PacketRow.has(rows, 0, PacketRow.FLAG_PORTS)) {
            line.append(" type=").append(PacketRow.sourcePort(rows, 0));
            line.append(" code=").append(PacketRow.destinationPort(rows, 0));
        }
        return line.toString();
    }

    private static boolean isIcmp(int protocol) {
        return protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6;
    }

    private static String end(String address, boolean withPort, int port) {
        if (!withPort) {
            return address;
        }
        return address.indexOf(':') >= 0 ? "[" + address + "]:" + port : address + ":" + port;
    }

    private static String address(byte[] rows, boolean source) {
        if (PacketRow.kind(rows, 0) == PacketRow.KIND_IPV4) {
            return IpAddressText.v4(source ? PacketRow.sourceV4(rows, 0) : PacketRow.destinationV4(rows, 0));
        }
        return IpAddressText.v6(
                source ? PacketRow.sourceHigh(rows, 0) : PacketRow.destinationHigh(rows, 0),
                source ? PacketRow.sourceLow(rows, 0) : PacketRow.destinationLow(rows, 0));
    }

    private static String controlBits(int flags) {
        List<String> names = new ArrayList<>();
        for (int bit = 0; bit < CONTROL_BITS.length; bit++) {
            if ((flags & 1 << bit) != 0) {
                names.add(CONTROL_BITS[bit]);
            }
        }
        return names.isEmpty() ? "without control bits" : String.join("-", names);
    }
}
