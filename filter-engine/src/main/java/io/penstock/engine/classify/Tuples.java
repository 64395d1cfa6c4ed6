// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.QuotedTuple;
import java.util.Arrays;

/** Names the flow a row belongs to, seen from one end (spec 2.6). */
final class Tuples {
    private static final int ICMP_ECHO_REPLY = 0;
    private static final int ICMP_ECHO_REQUEST = 8;
    private static final int ICMPV6_ECHO_REQUEST = 128;
    private static final int ICMPV6_ECHO_REPLY = 129;

    private Tuples() {}

    static boolean isIcmp(int protocol) {
        return protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6;
    }

    static boolean isGroup(int addressType) {
        return addressType == PacketRow.ADDRESS_MULTICAST || addressType == PacketRow.ADDRESS_BROADCAST;
    }

    /** The flow of an IP packet whose local end is its source ({@code localIsSource}) or its destination. */
    static void of(FlowKey key, String host, byte[] rows, int row, boolean localIsSource) {
        int version = PacketRow.kind(rows, row) == PacketRow.KIND_IPV6 ? 6 : 4;
        if (!localIsSource && isGroup(PacketRow.destinationAddressType(rows, row))) {
            key.set(host, version, FlowKey.GROUP_PROTOCOL, 0, 0, 0, 0, 0, 0);
            return;
        }
        int protocol = PacketRow.ipProtocol(rows, row);
        int source = PacketRow.sourcePort(rows, row);
        int destination = PacketRow.destinationPort(rows, row);
        int local = localIsSource ? source : destination;
        int remote = localIsSource ? destination : source;
        if (protocol == IpProtocol.TCP && PacketRow.has(rows, row, PacketRow.FLAG_RAW_ENDPOINT)) {
            protocol = FlowKey.RAW_TCP_PROTOCOL;
        }
        if (isIcmp(protocol)) {
            int request = echoRequest(protocol, source);
            local = request < 0 ? source : request;
            remote = request < 0 ? destination : PacketRow.tcpSequence(rows, row) >>> 16;
        }
        long sourceHigh = PacketRow.sourceHigh(rows, row);
        long sourceLow = PacketRow.sourceLow(rows, row);
        long destinationHigh = PacketRow.destinationHigh(rows, row);
        long destinationLow = PacketRow.destinationLow(rows, row);
        if (localIsSource) {
            key.set(host, version, protocol, sourceHigh, sourceLow, destinationHigh, destinationLow, local, remote);
        } else {
            key.set(host, version, protocol, destinationHigh, destinationLow, sourceHigh, sourceLow, local, remote);
        }
    }

    /** The local endpoint of an IP packet, as a flow without a remote end; what has no ports has port 0. */
    static void endpoint(FlowKey key, String host, byte[] rows, int row, boolean localIsSource) {
        int protocol = PacketRow.ipProtocol(rows, row);
        boolean ports = PacketRow.has(rows, row, PacketRow.FLAG_PORTS) && !isIcmp(protocol);
        int source = ports ? PacketRow.sourcePort(rows, row) : 0;
        int destination = ports ? PacketRow.destinationPort(rows, row) : 0;
        key.set(
                host,
                PacketRow.kind(rows, row) == PacketRow.KIND_IPV6 ? 6 : 4,
                PacketRow.has(rows, row, PacketRow.FLAG_RAW_ENDPOINT) && protocol == IpProtocol.TCP
                        ? FlowKey.RAW_TCP_PROTOCOL
                        : protocol,
                localIsSource ? PacketRow.sourceHigh(rows, row) : PacketRow.destinationHigh(rows, row),
                localIsSource ? PacketRow.sourceLow(rows, row) : PacketRow.destinationLow(rows, row),
                0,
                0,
                localIsSource ? source : destination,
                0);
    }

    /** Whether the packet is an ICMP echo request or reply. */
    static boolean isEcho(byte[] rows, int row) {
        int protocol = PacketRow.ipProtocol(rows, row);
        return isIcmp(protocol) && echoRequest(protocol, PacketRow.sourcePort(rows, row)) >= 0;
    }

    /** The request type an echo request or reply belongs to, -1 for other types. */
    private static int echoRequest(int protocol, int type) {
        if (protocol == IpProtocol.ICMP) {
            return type == ICMP_ECHO_REQUEST || type == ICMP_ECHO_REPLY ? ICMP_ECHO_REQUEST : -1;
        }
        return type == ICMPV6_ECHO_REQUEST || type == ICMPV6_ECHO_REPLY ? ICMPV6_ECHO_REQUEST : -1;
    }

    /** The flow that an ICMP error speaks of, for its place in the order; false where it quotes nothing. */
    static boolean quoted(FlowKey key, String host, byte[] rows, int row, byte[] quoted, boolean outbound) {
        int index = PacketRow.quoted(rows, row);
        if (index == 0) {
            return false;
        }
        int entry = QuotedTuple.offsetOf(index);
        // Only the order hangs on it, so the addresses' own bytes serve as they stand.
        long sourceHigh = addressHalf(quoted, entry + QuotedTuple.SOURCE_ADDRESS);
        long sourceLow = addressHalf(quoted, entry + QuotedTuple.SOURCE_ADDRESS + 8);
        long destinationHigh = addressHalf(quoted, entry + QuotedTuple.DESTINATION_ADDRESS);
        long destinationLow = addressHalf(quoted, entry + QuotedTuple.DESTINATION_ADDRESS + 8);
        int source = QuotedTuple.sourcePort(quoted, entry);
        int destination = QuotedTuple.destinationPort(quoted, entry);
        int version = QuotedTuple.version(quoted, entry);
        int protocol = QuotedTuple.protocol(quoted, entry);
        if (isIcmp(protocol)) {
            int request = echoRequest(protocol, source);
            int local = request < 0 ? source : request;
            int remote = request < 0 ? destination : QuotedTuple.identifier(quoted, entry);
            source = outbound ? remote : local;
            destination = outbound ? local : remote;
        }
        if (outbound) {
            key.set(
                    host,
                    version,
                    protocol,
                    destinationHigh,
                    destinationLow,
                    sourceHigh,
                    sourceLow,
                    destination,
                    source);
        } else {
            key.set(
                    host,
                    version,
                    protocol,
                    sourceHigh,
                    sourceLow,
                    destinationHigh,
                    destinationLow,
                    source,
                    destination);
        }
        return true;
    }

    /**
     * Whether two IP packets are of one tuple, whichever end sends them: the same addresses, where that is known the same ports, and of ICMP errors the same
     * quoted packet. One that was turned round for sending keeps its ports where they were (spec 10, G8).
     */
    static boolean isSame(Item one, Item other) {
        byte[] rows = one.rows;
        int row = one.row;
        int kind = PacketRow.kind(rows, row);
        if (kind != PacketRow.kind(other.rows, other.row)) {
            return false;
        }
        if (kind == PacketRow.KIND_NON_IP) {
            return true;
        }
        boolean turned = hasSameAddress(one, PacketRow.SOURCE_ADDRESS, other, true)
                && hasSameAddress(one, PacketRow.DESTINATION_ADDRESS, other, true);
        boolean same = hasSameAddress(one, PacketRow.SOURCE_ADDRESS, other, false)
                && hasSameAddress(one, PacketRow.DESTINATION_ADDRESS, other, false);
        if (PacketRow.has(rows, row, PacketRow.FLAG_FRAGMENT)) {
            return same || turned;
        }
        return (same && quotesTheSame(one, other) || turned) && hasSamePorts(one, other, turned);
    }

    private static boolean hasSamePorts(Item one, Item other, boolean turned) {
        int protocol = PacketRow.ipProtocol(one.rows, one.row);
        int source = PacketRow.sourcePort(one.rows, one.row);
        int destination = PacketRow.destinationPort(one.rows, one.row);
        int otherSource = PacketRow.sourcePort(other.rows, other.row);
        int otherDestination = PacketRow.destinationPort(other.rows, other.row);
        if (protocol != PacketRow.ipProtocol(other.rows, other.row)) {
            return false;
        }
        if (isIcmp(protocol)) {
            return PacketRow.tcpSequence(one.rows, one.row) >>> 16
                    == PacketRow.tcpSequence(other.rows, other.row) >>> 16;
        }
        return source == otherSource && destination == otherDestination
                || turned && source == otherDestination && destination == otherSource;
    }

    private static boolean hasSameAddress(Item one, int field, Item other, boolean turned) {
        int opposite = PacketRow.SOURCE_ADDRESS + PacketRow.DESTINATION_ADDRESS - field;
        int at = one.row + field;
        int from = other.row + (turned ? opposite : field);
        return Arrays.equals(one.rows, at, at + 16, other.rows, from, from + 16);
    }

    private static boolean quotesTheSame(Item one, Item other) {
        int first = PacketRow.quoted(one.rows, one.row);
        int second = PacketRow.quoted(other.rows, other.row);
        if (first == 0 || second == 0) {
            return first == second;
        }
        int at = QuotedTuple.offsetOf(first);
        int from = QuotedTuple.offsetOf(second);
        return Arrays.equals(one.quoted, at, at + QuotedTuple.LENGTH, other.quoted, from, from + QuotedTuple.LENGTH);
    }

    private static long addressHalf(byte[] bytes, int at) {
        long half = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            half = half << 8 | bytes[at + i] & 0xFF;
        }
        return half;
    }
}
