// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.condition.UntoldFields;
import io.penstock.engine.policy.Layer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What captured packets tell of the field that a condition tests (spec 2.3, 3.5, 3.6): the counterpart, for people, of what gives fields their values. A
 * condition on a field that nothing tells never holds. Pure; any thread.
 *
 * @param degree how much they tell
 * @param why what is missing, the same text for every condition with the same fault; empty where nothing is
 */
public record FieldKnowledge(Degree degree, String why) {
    /** How much captured packets tell of a field. */
    public enum Degree {
        /** Every packet that visits the layer and has the field. */
        TOLD,
        /** A stand-in, or some packets only. */
        PARTLY,
        /** No packet; perhaps an agent that knows the host's sockets. */
        UNTOLD
    }

    private static final FieldKnowledge TOLD = new FieldKnowledge(Degree.TOLD, "");
    private static final FieldKnowledge NOBODY = untold("no captured packet tells it");
    private static final FieldKnowledge NO_VISIT = untold("no captured packet visits the layer");
    private static final FieldKnowledge NO_LISTEN =
            untold("only an agent that tells of sockets has this layer visited");
    private static final FieldKnowledge OTHER_SIDE =
            untold("packets that are authorised here come from the other side");
    private static final FieldKnowledge BY_AGENT = untold("only an agent that knows the socket's owner tells it");
    private static final FieldKnowledge BY_BIND = untold("only an agent that tells of binds knows it");
    private static final FieldKnowledge ALWAYS =
            partly("no captured packet tells the field, so that it is empty as the condition wants it");
    private static final FieldKnowledge ADDRESS_TYPE =
            partly("told by the address alone: the broadcast address of a subnet is not known as one");
    private static final FieldKnowledge LINK = partly("told by the capture's link type, where that tells it");
    private static final FieldKnowledge INDEX = partly("compared with the capture's number of the interface");
    private static final FieldKnowledge PROFILE =
            partly("one profile for all interfaces, by the setting host.profile; without it never known");
    private static final FieldKnowledge SET_HERE = partly("set by what happens here, not on that machine");
    private static final FieldKnowledge CONSTANT = partly("the same for every packet here");
    private static final FieldKnowledge FLAGS_SEEN = partly("flags that a capture shows in part");
    private static final FieldKnowledge FLAGS_UNSEEN = partly("flags that are taken as not set: no capture shows them");

    private static final Set<String> BINDS = Set.of("ALE_BIND_REDIRECT", "ALE_RESOURCE_ASSIGNMENT");
    private static final int FLAGS_TOLD = ConditionFlag.IS_LOOPBACK
            | ConditionFlag.IS_REAUTHORIZE
            | ConditionFlag.IS_FRAGMENT
            | ConditionFlag.IS_FRAGMENT_GROUP
            | ConditionFlag.REQUIRES_ALE_CLASSIFY
            | ConditionFlag.IS_REASSEMBLED;
    private static final int FLAGS_SET = FLAGS_TOLD
            | ConditionFlag.IS_IPSEC_SECURED
            | ConditionFlag.IS_WILDCARD_BIND
            | ConditionFlag.IS_RAW_ENDPOINT
            | ConditionFlag.IS_RECLASSIFY
            | ConditionFlag.IS_CONNECTION_REDIRECTED;
    private static final Map<Field, FieldKnowledge> COVERED = covered();

    /** What captured packets tell of the condition's field at a layer. */
    public static FieldKnowledge of(Layer layer, Condition condition) {
        FieldKnowledge knowledge = of(layer, condition.field());
        boolean wantsNothing =
                condition.matchType() == MatchType.EQUAL && condition.value() instanceof ConditionValue.Empty;
        boolean visited = !knowledge.equals(NO_VISIT) && !knowledge.equals(NO_LISTEN);
        if (wantsNothing && visited && knowledge.degree == Degree.UNTOLD) {
            return ALWAYS;
        }
        return knowledge.degree != Degree.UNTOLD && condition.field() == Field.FLAGS ? flags(condition) : knowledge;
    }

    private static FieldKnowledge of(Layer layer, Field field) {
        String family = layer.family();
        if (!layer.isIndicated()) {
            return NO_VISIT;
        }
        if (family.equals("ALE_AUTH_LISTEN")) {
            return NO_LISTEN;
        }
        FieldKnowledge knowledge = COVERED.get(field);
        if (knowledge == null) {
            return UntoldFields.reason(field).map(FieldKnowledge::untold).orElse(NOBODY);
        }
        if (BINDS.contains(family)) {
            boolean address = field == Field.IP_LOCAL_ADDRESS || field == Field.IP_LOCAL_ADDRESS_TYPE;
            return address ? BY_BIND : knowledge.equals(LINK) || knowledge.equals(INDEX) ? NOBODY : knowledge;
        }
        boolean crossing = knowledge.equals(LINK) || knowledge.equals(INDEX);
        return crossing && isOfOtherSide(family, field.key()) ? OTHER_SIDE : knowledge;
    }

    /** Where an inbound packet is authorised it has not left by anything, and the other way round. */
    private static boolean isOfOtherSide(String family, String field) {
        boolean inbound = family.startsWith("INBOUND_") || family.equals("ALE_AUTH_RECV_ACCEPT");
        boolean outbound = family.startsWith("OUTBOUND_") || family.equals("ALE_AUTH_CONNECT");
        return inbound && field.contains("_NEXTHOP_") || outbound && field.contains("_ARRIVAL_");
    }

    private static FieldKnowledge flags(Condition condition) {
        if (!(condition.value() instanceof ConditionValue.Number(var _, long bits))) {
            return FLAGS_SEEN;
        }
        long unseen = bits & ~FLAGS_SET;
        boolean asksForAll = condition.matchType() == MatchType.FLAGS_ALL_SET;
        boolean asksForAny = condition.matchType() == MatchType.FLAGS_ANY_SET;
        if (unseen != 0 && (asksForAll || asksForAny && unseen == bits)) {
            return NOBODY;
        }
        if (unseen != 0) {
            return FLAGS_UNSEEN;
        }
        boolean singly = asksForAll || asksForAny || condition.matchType() == MatchType.FLAGS_NONE_SET;
        return singly && (bits & ~FLAGS_TOLD) == 0 ? TOLD : FLAGS_SEEN;
    }

    private static FieldKnowledge partly(String why) {
        return new FieldKnowledge(Degree.PARTLY, why);
    }

    private static FieldKnowledge untold(String why) {
        return new FieldKnowledge(Degree.UNTOLD, why);
    }

    private static Map<Field, FieldKnowledge> covered() {
        Map<Field, FieldKnowledge> covered = new HashMap<>();
        put(covered, TOLD, "IP_LOCAL_ADDRESS IP_REMOTE_ADDRESS IP_SOURCE_ADDRESS IP_DESTINATION_ADDRESS IP_PROTOCOL");
        put(covered, TOLD, "IP_LOCAL_PORT IP_REMOTE_PORT DIRECTION ORIGINAL_ICMP_TYPE ETHER_TYPE VLAN_ID");
        put(covered, TOLD, "EMBEDDED_PROTOCOL EMBEDDED_REMOTE_ADDRESS EMBEDDED_LOCAL_PORT EMBEDDED_REMOTE_PORT");
        put(covered, TOLD, "MAC_LOCAL_ADDRESS MAC_LOCAL_ADDRESS_TYPE MAC_REMOTE_ADDRESS MAC_REMOTE_ADDRESS_TYPE");
        put(covered, FLAGS_SEEN, "FLAGS");
        put(covered, ADDRESS_TYPE, "IP_LOCAL_ADDRESS_TYPE IP_DESTINATION_ADDRESS_TYPE EMBEDDED_LOCAL_ADDRESS_TYPE");
        put(covered, LINK, "INTERFACE_TYPE TUNNEL_TYPE ARRIVAL_INTERFACE_TYPE ARRIVAL_TUNNEL_TYPE");
        put(covered, LINK, "NEXTHOP_INTERFACE_TYPE NEXTHOP_TUNNEL_TYPE NDIS_MEDIA_TYPE NDIS_PHYSICAL_MEDIA_TYPE");
        put(covered, LINK, "L2_FLAGS INTERFACE_MAC_ADDRESS");
        put(covered, INDEX, "INTERFACE_INDEX ARRIVAL_INTERFACE_INDEX NEXTHOP_INTERFACE_INDEX SOURCE_INTERFACE_INDEX");
        put(covered, PROFILE, "CURRENT_PROFILE_ID ORIGINAL_PROFILE_ID LOCAL_INTERFACE_PROFILE_ID");
        put(covered, PROFILE, "ARRIVAL_INTERFACE_PROFILE_ID NEXTHOP_INTERFACE_PROFILE_ID");
        put(covered, SET_HERE, "REAUTHORIZE_REASON");
        put(covered, CONSTANT, "COMPARTMENT_ID ALE_PROMISCUOUS_MODE");
        put(covered, BY_AGENT, "ALE_APP_ID ALE_ORIGINAL_APP_ID ALE_PACKAGE_ID ALE_USER_ID");
        return Map.copyOf(covered);
    }

    private static void put(Map<Field, FieldKnowledge> covered, FieldKnowledge knowledge, String fields) {
        for (String field : fields.split(" ")) {
            covered.put(Field.byKey(field).orElseThrow(), knowledge);
        }
    }
}
