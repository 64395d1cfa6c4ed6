// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.inspect;

import io.penstock.engine.packet.IpAddressText;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.worker.signature.flow.InspectedPacket;
import io.penstock.worker.signature.rule.Rule;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a rule found.
 *
 * @param packet the packet's number in its capture; empty where it belongs to none
 * @param place where the bytes were looked for
 * @param direction which way it went; empty where there is no flow
 * @param protocol as Suricata names it, else the number
 * @param sourcePort empty where the protocol has no ports
 */
public record SignatureFinding(
        Rule rule,
        OptionalLong packet,
        Place place,
        Optional<Direction> direction,
        String protocol,
        String source,
        OptionalInt sourcePort,
        String destination,
        OptionalInt destinationPort) {
    /** Which way a packet or stream goes. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT;

        /** As findings spell it. */
        public String word() {
            return this == TO_SERVER ? "to_server" : "to_client";
        }

        static Direction of(boolean toServer) {
            return toServer ? TO_SERVER : TO_CLIENT;
        }
    }

    /** Where a rule's bytes were found. */
    public enum Place {
        PACKET,
        STREAM
    }

    static SignatureFinding of(Rule rule, InspectedPacket packet, Place place, Direction direction) {
        boolean ports = packet.hasPorts();
        boolean version4 = packet.version() == 4;
        return new SignatureFinding(
                rule,
                packet.number() == InspectedPacket.ABSENT ? OptionalLong.empty() : OptionalLong.of(packet.number()),
                place,
                Optional.ofNullable(direction),
                protocol(packet.protocol()),
                version4
                        ? IpAddressText.v4((int) packet.ruleSourceLow())
                        : IpAddressText.v6(packet.ruleSourceHigh(), packet.ruleSourceLow()),
                ports ? OptionalInt.of(packet.sourcePort()) : OptionalInt.empty(),
                version4
                        ? IpAddressText.v4((int) packet.ruleDestinationLow())
                        : IpAddressText.v6(packet.ruleDestinationHigh(), packet.ruleDestinationLow()),
                ports ? OptionalInt.of(packet.destinationPort()) : OptionalInt.empty());
    }

    private static String protocol(int number) {
        return switch (number) {
            case IpProtocol.ICMP -> "ICMP";
            case 2 -> "IGMP";
            case IpProtocol.TCP -> "TCP";
            case IpProtocol.UDP -> "UDP";
            case IpProtocol.GRE -> "GRE";
            case IpProtocol.ESP -> "ESP";
            case IpProtocol.AUTHENTICATION -> "AH";
            case IpProtocol.ICMPV6 -> "IPv6-ICMP";
            case 88 -> "EIGRP";
            case 89 -> "OSPFIGP";
            case 103 -> "PIM";
            case 112 -> "VRRP";
            case IpProtocol.SCTP -> "SCTP";
            default -> Integer.toString(number);
        };
    }
}
