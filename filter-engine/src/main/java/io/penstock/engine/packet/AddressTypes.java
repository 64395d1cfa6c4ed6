// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

/** Tells what kind of addresses a packet has, and whether they are the same host's own. */
final class AddressTypes {
    private static final int LOOPBACK_NET_V4 = 127;
    private static final int MULTICAST_HIGH_V6 = 0xFF;

    private AddressTypes() {}

    static void v4(DecodeFrame frame, int source, int destination) {
        int destinationType = typeV4(destination);
        // A subnet's broadcast address looks like any other; that the link addressed everybody gives it away.
        if (frame.linkBroadcast && destinationType == PacketRow.ADDRESS_UNICAST) {
            destinationType = PacketRow.ADDRESS_BROADCAST;
        }
        PacketRow.sourceAddressType(frame.rows, frame.row, typeV4(source));
        PacketRow.destinationAddressType(frame.rows, frame.row, destinationType);
        if (source >>> 24 == LOOPBACK_NET_V4 || destination >>> 24 == LOOPBACK_NET_V4 || source == destination) {
            PacketRow.addFlags(frame.rows, frame.row, PacketRow.FLAG_LOOPBACK);
        }
    }

    private static int typeV4(int address) {
        if (address >>> 28 == 0xE) {
            return PacketRow.ADDRESS_MULTICAST;
        }
        if (address == -1) {
            return PacketRow.ADDRESS_BROADCAST;
        }
        return address == 0 ? PacketRow.ADDRESS_UNSPECIFIED : PacketRow.ADDRESS_UNICAST;
    }

    /** Reads the addresses from the row. */
    static void v6(DecodeFrame frame) {
        byte[] rows = frame.rows;
        int row = frame.row;
        long sourceHigh = PacketRow.sourceHigh(rows, row);
        long sourceLow = PacketRow.sourceLow(rows, row);
        long destinationHigh = PacketRow.destinationHigh(rows, row);
        long destinationLow = PacketRow.destinationLow(rows, row);
        PacketRow.sourceAddressType(rows, row, typeV6(sourceHigh, sourceLow));
        PacketRow.destinationAddressType(rows, row, typeV6(destinationHigh, destinationLow));
        boolean same = sourceHigh == destinationHigh && sourceLow == destinationLow;
        if (same || isLoopbackV6(sourceHigh, sourceLow) || isLoopbackV6(destinationHigh, destinationLow)) {
            PacketRow.addFlags(rows, row, PacketRow.FLAG_LOOPBACK);
        }
    }

    private static int typeV6(long high, long low) {
        if (high >>> 56 == MULTICAST_HIGH_V6) {
            return PacketRow.ADDRESS_MULTICAST;
        }
        return (high | low) == 0 ? PacketRow.ADDRESS_UNSPECIFIED : PacketRow.ADDRESS_UNICAST;
    }

    private static boolean isLoopbackV6(long high, long low) {
        return high == 0 && low == 1;
    }
}
