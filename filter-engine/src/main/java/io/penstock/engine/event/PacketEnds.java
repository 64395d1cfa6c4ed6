// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import io.penstock.engine.classify.Item;
import io.penstock.engine.packet.IpAddressText;
import io.penstock.engine.packet.PacketRow;

/**
 * Who sent an item to whom, as events spell it.
 *
 * @param ipVersion 4 or 6; 0 where the item is not IP
 * @param protocol IP protocol
 * @param source the sender's address, empty where the item is not IP
 * @param sourcePort its port, or the ICMP type; -1 where there is none
 * @param destination the receiver's address
 * @param destinationPort its port, or the ICMP code; -1 where there is none
 */
record PacketEnds(int ipVersion, int protocol, String source, int sourcePort, String destination, int destinationPort) {

    /** Ends of an item; a fragment that completed its datagram has the datagram's. */
    static PacketEnds of(Item item) {
        byte[] rows = item.upper().rows();
        int row = item.upper().row();
        boolean ports = PacketRow.has(rows, row, PacketRow.FLAG_PORTS);
        int version = version(rows, row);
        return new PacketEnds(
                version,
                PacketRow.ipProtocol(rows, row),
                source(rows, row, version),
                ports ? PacketRow.sourcePort(rows, row) : -1,
                destination(rows, row, version),
                ports ? PacketRow.destinationPort(rows, row) : -1);
    }

    /** The same ends with the names changed; type and code of ICMP keep their places (spec 2.3). */
    PacketEnds turned() {
        boolean icmp = protocol == 1 || protocol == 58;
        return new PacketEnds(
                ipVersion,
                protocol,
                destination,
                icmp ? sourcePort : destinationPort,
                source,
                icmp ? destinationPort : sourcePort);
    }

    /** The local end first: the source of what goes out, or is forwarded. */
    PacketEnds localFirst(EventDirection direction) {
        return direction == EventDirection.IN ? turned() : this;
    }

    private static int version(byte[] rows, int row) {
        return switch (PacketRow.kind(rows, row)) {
            case PacketRow.KIND_IPV4 -> 4;
            case PacketRow.KIND_IPV6 -> 6;
            default -> 0;
        };
    }

    private static String source(byte[] rows, int row, int version) {
        return switch (version) {
            case 4 -> IpAddressText.v4(PacketRow.sourceV4(rows, row));
            case 6 -> IpAddressText.v6(PacketRow.sourceHigh(rows, row), PacketRow.sourceLow(rows, row));
            default -> "";
        };
    }

    private static String destination(byte[] rows, int row, int version) {
        return switch (version) {
            case 4 -> IpAddressText.v4(PacketRow.destinationV4(rows, row));
            case 6 -> IpAddressText.v6(PacketRow.destinationHigh(rows, row), PacketRow.destinationLow(rows, row));
            default -> "";
        };
    }
}
