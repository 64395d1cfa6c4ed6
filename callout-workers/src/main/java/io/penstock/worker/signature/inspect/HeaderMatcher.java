// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.inspect;

import io.penstock.engine.packet.IpProtocol;
import io.penstock.worker.signature.flow.InspectedPacket;
import io.penstock.worker.signature.rule.FlowTest;
import io.penstock.worker.signature.rule.HeaderTest;
import io.penstock.worker.signature.rule.PortSet;
import io.penstock.worker.signature.rule.Rule;
import java.util.List;

/** Holds a rule's header, its tests on headers and on the flow against a packet. */
final class HeaderMatcher {
    private HeaderMatcher() {}

    /** Whether protocol, addresses and ports fit, one way or the other where the rule says so. */
    static boolean matches(Rule rule, InspectedPacket packet) {
        if (!rule.protocol().includes(packet.version(), packet.protocol())) {
            return false;
        }
        return matches(rule.source(), rule.destination(), packet)
                || rule.bidirectional() && matches(rule.destination(), rule.source(), packet);
    }

    private static boolean matches(Rule.Endpoint source, Rule.Endpoint destination, InspectedPacket packet) {
        return matches(source.ports(), packet.hasPorts(), packet.sourcePort())
                && matches(destination.ports(), packet.hasPorts(), packet.destinationPort())
                && (source.addresses().isAny()
                        || source.addresses()
                                .contains(packet.version(), packet.ruleSourceHigh(), packet.ruleSourceLow()))
                && (destination.addresses().isAny()
                        || destination
                                .addresses()
                                .contains(packet.version(), packet.ruleDestinationHigh(), packet.ruleDestinationLow()));
    }

    private static boolean matches(PortSet ports, boolean hasPorts, int port) {
        return ports.isAny() || hasPorts && ports.contains(port);
    }

    /**
     * Whether the flow fits; a stream or its absence is not looked at.
     *
     * @param direction null for a packet without flow
     */
    static boolean matches(FlowTest flow, InspectedPacket packet, SignatureFinding.Direction direction) {
        if (flow.equals(FlowTest.ANY)) {
            return true;
        }
        return isWay(flow, direction) && isState(flow, packet) && isWhole(flow, packet);
    }

    /** A packet without flow counts as one to the server where nothing else is demanded of the flow. */
    private static boolean isWay(FlowTest flow, SignatureFinding.Direction direction) {
        if (direction == null) {
            return flow.direction() == FlowTest.Way.EITHER
                    || flow.direction() == FlowTest.Way.TO_SERVER && !flow.needsFlow();
        }
        return switch (flow.direction()) {
            case EITHER -> true;
            case TO_SERVER -> direction == SignatureFinding.Direction.TO_SERVER;
            case TO_CLIENT -> direction == SignatureFinding.Direction.TO_CLIENT;
        };
    }

    private static boolean isState(FlowTest flow, InspectedPacket packet) {
        return switch (flow.state()) {
            case EITHER, STATELESS -> true;
            case ESTABLISHED -> packet.isEstablished();
            case NOT_ESTABLISHED -> !packet.isEstablished();
        };
    }

    private static boolean isWhole(FlowTest flow, InspectedPacket packet) {
        return switch (flow.fragments()) {
            case EITHER -> true;
            case ONLY -> packet.isRebuilt();
            case NOT -> !packet.isRebuilt();
        };
    }

    /** Whether all tests on headers match. */
    static boolean matches(List<HeaderTest> tests, InspectedPacket packet) {
        for (int i = 0; i < tests.size(); i++) {
            if (!matches(tests.get(i), packet)) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(HeaderTest test, InspectedPacket packet) {
        if (packet.isStreamEnd()) {
            return false;
        }
        return switch (test) {
            case HeaderTest.Number number -> {
                long value = value(number, packet);
                yield value != InspectedPacket.ABSENT && number.matches(value);
            }
            case HeaderTest.Flags flags -> isTcp(packet) && flags.matches(packet.tcpFlags());
            case HeaderTest.FragmentBits bits -> packet.version() == 4 && bits.matches(packet.fragmentBits());
            case HeaderTest.SameAddress() ->
                packet.ruleSourceHigh() == packet.ruleDestinationHigh()
                        && packet.ruleSourceLow() == packet.ruleDestinationLow();
        };
    }

    private static boolean isTcp(InspectedPacket packet) {
        return packet.protocol() == IpProtocol.TCP && packet.hasPorts();
    }

    private static long value(HeaderTest.Number test, InspectedPacket packet) {
        return switch (test.field()) {
            // That a payload has another length is said of payloads alone.
            case DSIZE ->
                packet.isFragment() || test.negated() && packet.toldLength() == 0
                        ? InspectedPacket.ABSENT
                        : packet.toldLength();
            case TTL -> packet.ttl();
            case ID -> packet.ipId();
            case TOS -> packet.tos();
            case IP_PROTO -> packet.protocol();
            case SEQ -> isTcp(packet) ? packet.sequence() : InspectedPacket.ABSENT;
            case ACK -> isTcp(packet) ? packet.acknowledgement() : InspectedPacket.ABSENT;
            case WINDOW -> isTcp(packet) ? packet.window() : InspectedPacket.ABSENT;
            case ITYPE -> packet.icmpType();
            case ICODE -> packet.icmpCode();
            case ICMP_ID -> packet.icmpId();
            case ICMP_SEQ -> packet.icmpSequence();
        };
    }
}
