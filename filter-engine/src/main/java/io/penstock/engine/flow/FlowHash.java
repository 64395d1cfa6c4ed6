// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.flow;

import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.QuotedTuple;

/**
 * Which partition a packet's flow belongs to, from its row alone (ARCHITECTURE 2, "Partitioning"): the same for both directions of a flow and for every agent that sees it. What
 * depends on packets before it, a reply to a multicast, is the agent's to add.
 *
 * <ul>
 *   <li>protocol, addresses and ports; ICMP echo by its identifier, other ICMP by addresses;
 *   <li>an ICMP error by what it quotes, unless it comes in fragments;
 *   <li>later fragments by the ports of their first one, or by protocol and addresses where that was not seen;
 *   <li>a host's inbound multicast and broadcast, and its malformed packets, by the host;
 *   <li>what is not IP by host and MAC addresses.
 * </ul>
 *
 * Stored topics depend on these values: they are pinned by tests and never change within a generation of topics.
 */
public final class FlowHash {
    private static final int IPV4 = 4;
    private static final int IPV6 = 6;

    private FlowHash() {}

    /**
     * The partition of a hash, 0 to {@code partitions - 1}.
     *
     * @param hash any 32 bits
     * @param partitions how many the topic has, 1 and up
     */
    public static int partition(int hash, int partitions) {
        return (int) ((hash & 0xFFFF_FFFFL) * partitions >>> 32);
    }

    /**
     * Hash of a packet, any 32 bits.
     *
     * @param hostHash {@link #ofHost} of the host whose packet it is
     * @param rows holds the row, with direction and fragments' ports in place
     * @param row offset of the row
     * @param quoted entries of the batch; read only for ICMP errors
     */
    public static int ofPacket(int hostHash, byte[] rows, int row, byte[] quoted) {
        return switch (PacketRow.kind(rows, row)) {
            case PacketRow.KIND_IPV4 -> ofIp(hostHash, IPV4, rows, row, quoted);
            case PacketRow.KIND_IPV6 -> ofIp(hostHash, IPV6, rows, row, quoted);
            case PacketRow.KIND_NON_IP -> ofMacs(hostHash, rows, row);
            default -> hostHash;
        };
    }

    /** Hash of all that belongs to a host as a whole, any 32 bits. */
    public static int ofHost(String host) {
        return fold(mix(host.hashCode(), host.length()));
    }

    /** Whether the packet whose row is at offset {@code row} belongs to the one flow of all inbound multicast and broadcast of its host. */
    public static boolean isInboundGroup(byte[] rows, int row) {
        return PacketRow.direction(rows, row) == PacketRow.INBOUND && isToGroup(rows, row);
    }

    /** Whether the destination of the packet whose row is at offset {@code row} is a multicast or broadcast address. */
    public static boolean isToGroup(byte[] rows, int row) {
        int type = PacketRow.destinationAddressType(rows, row);
        return type == PacketRow.ADDRESS_MULTICAST || type == PacketRow.ADDRESS_BROADCAST;
    }

    private static int ofIp(int hostHash, int version, byte[] rows, int row, byte[] quoted) {
        int flags = PacketRow.flags(rows, row);
        if ((flags & (PacketRow.FLAG_ICMP_ERROR | PacketRow.FLAG_FRAGMENT)) == PacketRow.FLAG_ICMP_ERROR
                && PacketRow.quoted(rows, row) != 0) {
            return ofQuoted(quoted, QuotedTuple.offsetOf(PacketRow.quoted(rows, row)));
        }
        if (isInboundGroup(rows, row)) {
            return hostHash;
        }
        int protocol = PacketRow.ipProtocol(rows, row);
        int sourcePort = 0;
        int destinationPort = 0;
        if ((flags & PacketRow.FLAG_PORTS) != 0) {
            sourcePort = PacketRow.sourcePort(rows, row);
            destinationPort = PacketRow.destinationPort(rows, row);
            if (isIcmp(protocol)) {
                sourcePort = isEcho(protocol, sourcePort) ? PacketRow.tcpSequence(rows, row) >>> 16 : 0;
                destinationPort = sourcePort;
            }
        }
        int source = row + PacketRow.SOURCE_ADDRESS;
        return ofTuple(
                version, protocol, rows, source, sourcePort, row + PacketRow.DESTINATION_ADDRESS, destinationPort);
    }

    private static int ofQuoted(byte[] quoted, int entry) {
        int protocol = QuotedTuple.protocol(quoted, entry);
        int sourcePort = 0;
        int destinationPort = 0;
        if (QuotedTuple.hasPorts(quoted, entry)) {
            sourcePort = QuotedTuple.sourcePort(quoted, entry);
            destinationPort = QuotedTuple.destinationPort(quoted, entry);
            if (isIcmp(protocol)) {
                sourcePort = isEcho(protocol, sourcePort) ? QuotedTuple.identifier(quoted, entry) : 0;
                destinationPort = sourcePort;
            }
        }
        int source = entry + QuotedTuple.SOURCE_ADDRESS;
        int destination = entry + QuotedTuple.DESTINATION_ADDRESS;
        int version = QuotedTuple.version(quoted, entry);
        return ofTuple(version, protocol, quoted, source, sourcePort, destination, destinationPort);
    }

    private static boolean isIcmp(int protocol) {
        return protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6;
    }

    /** Echo request or reply: types 8 and 0 (RFC 792), 128 and 129 (RFC 4443). */
    private static boolean isEcho(int protocol, int type) {
        return protocol == IpProtocol.ICMP ? type == 8 || type == 0 : type == 128 || type == 129;
    }

    private static int ofMacs(int hostHash, byte[] rows, int row) {
        long one = PacketRow.sourceMac(rows, row);
        long other = PacketRow.destinationMac(rows, row);
        return fold(mix(mix(Math.min(one, other), Math.max(one, other)), hostHash));
    }

    /** Addresses stand in network order, 16 bytes each, an IPv4 address in the first four. */
    private static int ofTuple(
            int version,
            int protocol,
            byte[] bytes,
            int sourceAt,
            int sourcePort,
            int destinationAt,
            int destinationPort) {
        long source = end(bytes, sourceAt, sourcePort);
        long destination = end(bytes, destinationAt, destinationPort);
        // A sum and a product do not depend on which end sends; one alone would let many pairs fall together.
        long both = mix(source + destination, source * destination);
        return fold(mix(both, (long) protocol << 8 | version));
    }

    private static long end(byte[] bytes, int at, int port) {
        return mix(mix(PacketRow.networkLong(bytes, at), PacketRow.networkLong(bytes, at + 8)), port) | 1;
    }

    private static long mix(long one, long other) {
        long hash = (one + 0x9E37_79B9_7F4A_7C15L) * 0xBF58_476D_1CE4_E5B9L
                ^ Long.rotateLeft(other, 29) * 0x94D0_49BB_1331_11EBL;
        hash ^= hash >>> 32;
        hash *= 0xD6E8_FEB8_6659_FD93L;
        return hash ^ hash >>> 29;
    }

    private static int fold(long hash) {
        return (int) (hash ^ hash >>> 32);
    }
}
