// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.LayerFamily;

/** Gives the fields that differ from visit to visit of one walk their values: FLAGS above all (spec 3.6). */
final class VisitFields {
    private static final int TOLD_BY_ROW = PacketRow.FLAG_LOOPBACK | PacketRow.FLAG_IPSEC | PacketRow.FLAG_RAW_ENDPOINT;
    private static final Field[] OF_AN_INTERFACE = {
        Field.INTERFACE_INDEX,
        Field.INTERFACE_TYPE,
        Field.TUNNEL_TYPE,
        Field.ARRIVAL_INTERFACE_INDEX,
        Field.ARRIVAL_INTERFACE_TYPE,
        Field.ARRIVAL_TUNNEL_TYPE,
        Field.NEXTHOP_INTERFACE_INDEX,
        Field.NEXTHOP_INTERFACE_TYPE,
        Field.NEXTHOP_TUNNEL_TYPE
    };

    private VisitFields() {}

    /** Bits of the FLAGS field at this visit. */
    static int flags(Item item, Walk walk, Visit visit) {
        int flags = visit.flags();
        if (walk.answered != null) {
            flags |= ConditionFlag.IS_REAUTHORIZE;
        }
        if (visit.family() == LayerFamily.ALE_AUTH_CONNECT && RedirectDesk.isConnectionRedirected(walk.redirects())) {
            flags |= ConditionFlag.IS_CONNECTION_REDIRECTED;
        }
        int row = PacketRow.flags(item.rows, item.row) & TOLD_BY_ROW;
        if (walk.packetless && hasNoRemote(item)) {
            // Two addresses that are both absent are equal, but nobody talks to himself.
            row &= ~PacketRow.FLAG_LOOPBACK;
        }
        if (row != 0) {
            flags |= told(row, visit.family());
        }
        if (walk.explicitBind && visit.family() == LayerFamily.ALE_RESOURCE_ASSIGNMENT && isWildcard(item)) {
            flags |= ConditionFlag.IS_WILDCARD_BIND;
        }
        return flags;
    }

    /** IS_LOOPBACK is set at every visit, which holds both vendor lists and SEQ-LOOPBACK (11 C20). */
    private static int told(int row, LayerFamily family) {
        int flags = (row & PacketRow.FLAG_LOOPBACK) != 0 ? ConditionFlag.IS_LOOPBACK : 0;
        if ((row & PacketRow.FLAG_IPSEC) != 0) {
            flags |= switch (family) {
                case INBOUND_IPPACKET,
                        INBOUND_TRANSPORT,
                        ALE_AUTH_RECV_ACCEPT,
                        ALE_AUTH_CONNECT,
                        ALE_FLOW_ESTABLISHED -> ConditionFlag.IS_IPSEC_SECURED;
                default -> 0;
            };
        }
        if ((row & PacketRow.FLAG_RAW_ENDPOINT) != 0) {
            flags |= switch (family) {
                case INBOUND_TRANSPORT,
                        OUTBOUND_TRANSPORT,
                        DATAGRAM_DATA,
                        INBOUND_ICMP_ERROR,
                        ALE_RESOURCE_ASSIGNMENT,
                        ALE_AUTH_RECV_ACCEPT,
                        ALE_AUTH_CONNECT,
                        ALE_CONNECT_REDIRECT,
                        ALE_BIND_REDIRECT -> ConditionFlag.IS_RAW_ENDPOINT;
                default -> 0;
            };
        }
        return flags;
    }

    /** REAUTHORIZE_REASON of a visit, 0 where it is none. */
    static int reauthorizeReason(Walk walk, Visit visit) {
        if (walk.answered != null) {
            return ConditionFlag.REASON_CLASSIFY_COMPLETION;
        }
        return visit.isReauthorization() ? walk.reason : 0;
    }

    private static boolean hasNoRemote(Item item) {
        return PacketRow.destinationAddressType(item.rows, item.row) == PacketRow.ADDRESS_UNSPECIFIED;
    }

    private static boolean isWildcard(Item item) {
        return PacketRow.sourcePort(item.rows, item.row) == 0
                || PacketRow.sourceAddressType(item.rows, item.row) == PacketRow.ADDRESS_UNSPECIFIED;
    }

    /**
     * Sets what belongs to the visit.
     *
     * @return whether values of the packet were taken away, so that they must be filled again before the next visit
     */
    static boolean set(FieldValues values, Walk walk, Visit visit, int flags) {
        values.setNumber(Field.FLAGS, flags);
        values.setNumber(Field.REAUTHORIZE_REASON, reauthorizeReason(walk, visit));
        return ofVisit(values, walk, visit) | (!walk.redirects().isEmpty() && RedirectDesk.fill(values, walk, visit));
    }

    private static boolean ofVisit(FieldValues values, Walk walk, Visit visit) {
        return switch (visit.family()) {
            case ALE_BIND_REDIRECT, ALE_RESOURCE_ASSIGNMENT, ALE_AUTH_LISTEN -> bind(values, walk);
            case ALE_AUTH_CONNECT, ALE_AUTH_RECV_ACCEPT -> authorization(values, walk);
            case ALE_FLOW_ESTABLISHED -> {
                FieldFiller.direction(values, walk.flowOutbound);
                yield true;
            }
            case ALE_ENDPOINT_CLOSURE, ALE_RESOURCE_RELEASE -> walk.packetless && withoutRemote(values);
            default -> false;
        };
    }

    /**
     * A bind that was drawn from a packet was seen by nobody: which address it named, if any, is not known, as it is not in WFP where a socket is
     * bound by its first send (spec 3.5, FIELD caution). A socket is on no interface.
     */
    private static boolean bind(FieldValues values, Walk walk) {
        if (!walk.explicitBind || isUnspecified(values, Field.IP_LOCAL_ADDRESS)) {
            values.setEmpty(Field.IP_LOCAL_ADDRESS);
            values.setEmpty(Field.IP_LOCAL_ADDRESS_TYPE);
        }
        values.setNumber(Field.ALE_PROMISCUOUS_MODE, 0);
        empty(values, OF_AN_INTERFACE);
        return true;
    }

    /** A socket that connects or accepts has shown no packet yet, so no interface either. */
    private static boolean authorization(FieldValues values, Walk walk) {
        if (Tuples.isIcmp(walk.key.protocol())) {
            values.setNumber(Field.ORIGINAL_ICMP_TYPE, walk.key.localPort());
        }
        if (walk.packetless) {
            empty(values, OF_AN_INTERFACE);
        }
        return walk.packetless;
    }

    /** A listener and a UDP socket have no other end. */
    private static boolean withoutRemote(FieldValues values) {
        if (isUnspecified(values, Field.IP_LOCAL_ADDRESS)) {
            values.setEmpty(Field.IP_LOCAL_ADDRESS);
            values.setEmpty(Field.IP_LOCAL_ADDRESS_TYPE);
        }
        if (isUnspecified(values, Field.IP_REMOTE_ADDRESS)) {
            values.setEmpty(Field.IP_REMOTE_ADDRESS);
            values.setEmpty(Field.IP_REMOTE_PORT);
        }
        return true;
    }

    private static boolean isUnspecified(FieldValues values, Field address) {
        return values.number(address) == 0 && values.highHalf(address) == 0;
    }

    private static void empty(FieldValues values, Field[] fields) {
        for (Field field : fields) {
            values.setEmpty(field);
        }
    }
}
