// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.flow.SocketKnowledge;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.QuotedTuple;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Gives the fields of a packet their values, as seen from one end (spec 2.3, 3.6, 3.7): local is the destination of an inbound packet and the
 * source of an outbound one. Filled once per half of a walk, since every layer's schema picks what it knows; what is not known stays empty.
 */
final class FieldFiller {
    private static final VarHandle NET32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle NET64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int DIRECTION_OUTBOUND = 0;
    private static final int DIRECTION_INBOUND = 1;
    private static final int VLAN_ID_BITS = 0xFFF;
    /** A capture shows a host as its one network compartment, which Windows numbers 1. */
    private static final int DEFAULT_COMPARTMENT = 1;
    /** One profile for all interfaces: a setting tells it, no packet does. */
    private static final Field[] PROFILES = {
        Field.CURRENT_PROFILE_ID,
        Field.ORIGINAL_PROFILE_ID,
        Field.LOCAL_INTERFACE_PROFILE_ID,
        Field.ARRIVAL_INTERFACE_PROFILE_ID,
        Field.NEXTHOP_INTERFACE_PROFILE_ID
    };

    private FieldFiller() {}

    /** Fills what the packet tells. */
    static void fill(FieldValues values, byte[] rows, int row, byte[] quoted, boolean outbound) {
        values.clear();
        int kind = PacketRow.kind(rows, row);
        InterfaceFields.fill(values, rows, row, outbound);
        link(values, rows, row, outbound);
        if (kind == PacketRow.KIND_NON_IP) {
            return;
        }
        addresses(values, rows, row, outbound, kind == PacketRow.KIND_IPV6);
        values.setNumber(Field.IP_PROTOCOL, PacketRow.ipProtocol(rows, row));
        direction(values, outbound);
        ports(values, rows, row, outbound);
        if (PacketRow.quoted(rows, row) != 0) {
            quoted(values, quoted, QuotedTuple.offsetOf(PacketRow.quoted(rows, row)), outbound);
        }
    }

    /** Fills what configuration and the agent tell; {@code socket} null: nothing. */
    static void context(FieldValues values, int profile, SocketKnowledge socket) {
        values.setNumber(Field.COMPARTMENT_ID, DEFAULT_COMPARTMENT);
        if (profile != 0) {
            for (Field field : PROFILES) {
                values.setNumber(field, profile);
            }
        }
        if (socket != null) {
            SocketFields.fill(values, socket);
        }
    }

    /** The direction alone, where bytes of the other one are decided. */
    static void direction(FieldValues values, boolean outbound) {
        values.setNumber(Field.DIRECTION, outbound ? DIRECTION_OUTBOUND : DIRECTION_INBOUND);
    }

    private static void link(FieldValues values, byte[] rows, int row, boolean outbound) {
        if (!PacketRow.has(rows, row, PacketRow.FLAG_ETHERNET)) {
            return;
        }
        long source = PacketRow.sourceMac(rows, row);
        long destination = PacketRow.destinationMac(rows, row);
        values.setNumber(Field.MAC_LOCAL_ADDRESS, outbound ? source : destination);
        values.setNumber(Field.MAC_REMOTE_ADDRESS, outbound ? destination : source);
        int localType = macType(outbound ? source : destination);
        values.setNumber(Field.MAC_LOCAL_ADDRESS_TYPE, localType);
        if (localType == PacketRow.ADDRESS_UNICAST && isOwn(rows, row)) {
            values.setNumber(Field.INTERFACE_MAC_ADDRESS, outbound ? source : destination);
        }
        values.setNumber(Field.MAC_REMOTE_ADDRESS_TYPE, macType(outbound ? destination : source));
        values.setNumber(Field.ETHER_TYPE, PacketRow.etherType(rows, row));
        int vlan = PacketRow.vlanId(rows, row);
        if (vlan != PacketRow.NO_VLAN) {
            values.setNumber(Field.VLAN_ID, vlan & VLAN_ID_BITS);
        }
    }

    /** Whether the host itself sends or takes the frame, so that the local address is its interface's; what is not IP was perhaps overheard. */
    private static boolean isOwn(byte[] rows, int row) {
        return PacketRow.kind(rows, row) != PacketRow.KIND_NON_IP
                && PacketRow.direction(rows, row) != PacketRow.FORWARD;
    }

    /** NL_ADDRESS_TYPE of a MAC address: the group bit of the first byte, all ones for broadcast. */
    private static int macType(long mac) {
        if (mac == 0xFFFF_FFFF_FFFFL) {
            return PacketRow.ADDRESS_BROADCAST;
        }
        return (mac >>> 40 & 1) == 1 ? PacketRow.ADDRESS_MULTICAST : PacketRow.ADDRESS_UNICAST;
    }

    private static void addresses(FieldValues values, byte[] rows, int row, boolean outbound, boolean ipv6) {
        address(
                values,
                outbound ? Field.IP_LOCAL_ADDRESS : Field.IP_REMOTE_ADDRESS,
                rows,
                row + PacketRow.SOURCE_ADDRESS,
                ipv6);
        address(
                values,
                outbound ? Field.IP_REMOTE_ADDRESS : Field.IP_LOCAL_ADDRESS,
                rows,
                row + PacketRow.DESTINATION_ADDRESS,
                ipv6);
        address(values, Field.IP_SOURCE_ADDRESS, rows, row + PacketRow.SOURCE_ADDRESS, ipv6);
        address(values, Field.IP_DESTINATION_ADDRESS, rows, row + PacketRow.DESTINATION_ADDRESS, ipv6);
        int destinationType = PacketRow.destinationAddressType(rows, row);
        values.setNumber(Field.IP_DESTINATION_ADDRESS_TYPE, destinationType);
        values.setNumber(
                Field.IP_LOCAL_ADDRESS_TYPE, outbound ? PacketRow.sourceAddressType(rows, row) : destinationType);
    }

    private static void address(FieldValues values, Field field, byte[] bytes, int at, boolean ipv6) {
        if (ipv6) {
            values.setWide(field, (long) NET64.get(bytes, at), (long) NET64.get(bytes, at + 8));
        } else {
            values.setNumber(field, (int) NET32.get(bytes, at) & 0xFFFF_FFFFL);
        }
    }

    /** ICMP type and code stand in the local and remote port (spec 2.3, aliases), whichever way the packet goes. */
    private static void ports(FieldValues values, byte[] rows, int row, boolean outbound) {
        if (!PacketRow.has(rows, row, PacketRow.FLAG_PORTS)) {
            return;
        }
        int source = PacketRow.sourcePort(rows, row);
        int destination = PacketRow.destinationPort(rows, row);
        boolean icmp = Tuples.isIcmp(PacketRow.ipProtocol(rows, row));
        boolean sourceIsLocal = outbound || icmp;
        values.setNumber(Field.IP_LOCAL_PORT, sourceIsLocal ? source : destination);
        values.setNumber(Field.IP_REMOTE_PORT, sourceIsLocal ? destination : source);
    }

    /** What an ICMP error quotes was sent the other way: from here if the error came in. */
    private static void quoted(FieldValues values, byte[] quoted, int entry, boolean outbound) {
        boolean ipv6 = QuotedTuple.version(quoted, entry) == 6;
        values.setNumber(Field.EMBEDDED_PROTOCOL, QuotedTuple.protocol(quoted, entry));
        int remoteAt = outbound ? QuotedTuple.SOURCE_ADDRESS : QuotedTuple.DESTINATION_ADDRESS;
        address(values, Field.EMBEDDED_REMOTE_ADDRESS, quoted, entry + remoteAt, ipv6);
        values.setNumber(Field.EMBEDDED_LOCAL_ADDRESS_TYPE, PacketRow.ADDRESS_UNICAST);
        if (QuotedTuple.hasPorts(quoted, entry)) {
            int source = QuotedTuple.sourcePort(quoted, entry);
            int destination = QuotedTuple.destinationPort(quoted, entry);
            values.setNumber(Field.EMBEDDED_LOCAL_PORT, outbound ? destination : source);
            values.setNumber(Field.EMBEDDED_REMOTE_PORT, outbound ? source : destination);
        }
    }
}
