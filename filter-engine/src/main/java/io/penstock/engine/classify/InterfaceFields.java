// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.packet.LinkType;
import io.penstock.engine.packet.PacketRow;

/**
 * What a capture tells of the interface a packet crossed (spec 2.3): its number, and its kind where the link type tells that. LUIDs, subinterfaces
 * and NDIS ports are Windows' own and stay empty. Codes are those of IANA's ifType registry, of Windows' {@code NDIS_MEDIUM} enumerations and, by
 * their order in spec 3.6, the L2 flags.
 */
final class InterfaceFields {
    static final int IF_TYPE_ETHERNET = 6;
    static final int IF_TYPE_PPP = 23;
    static final int IF_TYPE_LOOPBACK = 24;
    static final int IF_TYPE_IEEE80211 = 71;
    static final int TUNNEL_TYPE_NONE = 0;
    static final int NDIS_MEDIUM_802_3 = 0;
    static final int NDIS_MEDIUM_WAN = 3;
    static final int NDIS_MEDIUM_NATIVE_802_11 = 16;
    static final int NDIS_PHYSICAL_MEDIUM_NATIVE_802_11 = 9;
    static final int L2_IS_NATIVE_ETHERNET = 0x1;
    static final int L2_IS_WIFI = 0x2;

    private static final int UNKNOWN = -1;

    private InterfaceFields() {}

    static void fill(FieldValues values, byte[] rows, int row, boolean outbound) {
        long index = PacketRow.interfaceId(rows, row) & 0xFFFF_FFFFL;
        int type = type(rows, row);
        values.setNumber(Field.INTERFACE_INDEX, index);
        if (PacketRow.direction(rows, row) == PacketRow.FORWARD) {
            // A forwarded packet crosses two interfaces and is captured where it comes in; what it leaves by is not
            // known.
            values.setNumber(Field.SOURCE_INTERFACE_INDEX, index);
        }
        values.setNumber(outbound ? Field.NEXTHOP_INTERFACE_INDEX : Field.ARRIVAL_INTERFACE_INDEX, index);
        if (type != UNKNOWN) {
            values.setNumber(Field.INTERFACE_TYPE, type);
            values.setNumber(Field.TUNNEL_TYPE, TUNNEL_TYPE_NONE);
            values.setNumber(outbound ? Field.NEXTHOP_INTERFACE_TYPE : Field.ARRIVAL_INTERFACE_TYPE, type);
            values.setNumber(outbound ? Field.NEXTHOP_TUNNEL_TYPE : Field.ARRIVAL_TUNNEL_TYPE, TUNNEL_TYPE_NONE);
        }
        link(values, rows, row);
    }

    private static void link(FieldValues values, byte[] rows, int row) {
        boolean ethernet = PacketRow.has(rows, row, PacketRow.FLAG_ETHERNET);
        int flags = ethernet ? L2_IS_NATIVE_ETHERNET : 0;
        switch (PacketRow.linkType(rows, row)) {
            case LinkType.ETHERNET -> values.setNumber(Field.NDIS_MEDIA_TYPE, NDIS_MEDIUM_802_3);
            case LinkType.IEEE802_11, LinkType.IEEE802_11_RADIOTAP -> {
                flags |= L2_IS_WIFI;
                values.setNumber(Field.NDIS_MEDIA_TYPE, NDIS_MEDIUM_NATIVE_802_11);
                values.setNumber(Field.NDIS_PHYSICAL_MEDIA_TYPE, NDIS_PHYSICAL_MEDIUM_NATIVE_802_11);
            }
            case LinkType.PPP, LinkType.PPP_SERIAL, LinkType.PPP_ETHER ->
                values.setNumber(Field.NDIS_MEDIA_TYPE, NDIS_MEDIUM_WAN);
            default -> {}
        }
        values.setNumber(Field.L2_FLAGS, flags);
    }

    /** IANA ifType, {@link #UNKNOWN} where the link type does not tell: cooked and raw captures are of any interface. */
    private static int type(byte[] rows, int row) {
        if (PacketRow.has(rows, row, PacketRow.FLAG_LOOPBACK)) {
            return IF_TYPE_LOOPBACK;
        }
        return switch (PacketRow.linkType(rows, row)) {
            case LinkType.ETHERNET -> IF_TYPE_ETHERNET;
            case LinkType.PPP, LinkType.PPP_SERIAL, LinkType.PPP_ETHER -> IF_TYPE_PPP;
            case LinkType.IEEE802_11, LinkType.IEEE802_11_RADIOTAP -> IF_TYPE_IEEE80211;
            default -> UNKNOWN;
        };
    }
}
