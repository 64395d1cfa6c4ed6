// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.condition.Field;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Names that stand for numbers in conditions on certain fields: protocols, directions, flags and the like (spec 3.6, 3.7). */
final class ValueNames {
    private static final Map<String, Long> PROTOCOLS = Map.ofEntries(
            Map.entry("icmp", 1L),
            Map.entry("igmp", 2L),
            Map.entry("tcp", 6L),
            Map.entry("udp", 17L),
            Map.entry("ipv6", 41L),
            Map.entry("gre", 47L),
            Map.entry("esp", 50L),
            Map.entry("ah", 51L),
            Map.entry("icmpv6", 58L),
            Map.entry("sctp", 132L),
            Map.entry("udplite", 136L));
    private static final Map<String, Long> DIRECTIONS = Map.of("outbound", 0L, "inbound", 1L);
    private static final Map<String, Long> ADDRESS_TYPES =
            Map.of("unspecified", 0L, "unicast", 1L, "anycast", 2L, "multicast", 3L, "broadcast", 4L, "invalid", 5L);
    private static final Map<String, Long> ETHER_TYPES = Map.of(
            "ipv4", 0x0800L, "arp", 0x0806L, "vlan", 0x8100L, "ipv6", 0x86DDL, "lldp", 0x88CCL, "eapol", 0x888EL);
    private static final Map<String, Long> PROFILES = Map.of("public", 1L, "private", 2L, "domain", 3L);
    private static final Map<String, Long> FLAGS = flags();
    private static final Map<String, Long> L2_FLAGS = linkFlags();
    private static final Map<String, Long> REASONS = reasons();

    private ValueNames() {}

    /** The names that a field knows, possibly none. Flags have their WFP names and the same without the prefix. */
    static Map<String, Long> of(Field field) {
        String key = field.key().substring("FWPM_CONDITION_".length());
        return switch (key) {
            case "IP_PROTOCOL", "EMBEDDED_PROTOCOL" -> PROTOCOLS;
            case "DIRECTION" -> DIRECTIONS;
            case "ETHER_TYPE" -> ETHER_TYPES;
            case "FLAGS" -> FLAGS;
            case "L2_FLAGS" -> L2_FLAGS;
            case "REAUTHORIZE_REASON" -> REASONS;
            default -> key.endsWith("_ADDRESS_TYPE") ? ADDRESS_TYPES : key.endsWith("PROFILE_ID") ? PROFILES : Map.of();
        };
    }

    /** The number of a name, or null: words in any case, flags exactly. */
    static Long number(Field field, String name) {
        Map<String, Long> names = of(field);
        Long exact = names.get(name);
        return exact != null ? exact : names.get(name.toLowerCase(Locale.ROOT));
    }

    /** The shortest name of each number that has one. */
    static Map<Long, String> shortest(Field field) {
        Map<Long, String> shortest = new HashMap<>();
        of(field)
                .forEach((name, number) ->
                        shortest.merge(number, name, (one, other) -> one.length() <= other.length() ? one : other));
        return shortest;
    }

    private static Map<String, Long> flags() {
        String[] inOrder = {
            "IS_LOOPBACK",
            "IS_IPSEC_SECURED",
            "IS_REAUTHORIZE",
            "IS_WILDCARD_BIND",
            "IS_RAW_ENDPOINT",
            "IS_FRAGMENT",
            "IS_FRAGMENT_GROUP",
            "IS_IPSEC_NATT_RECLASSIFY",
            "REQUIRES_ALE_CLASSIFY",
            "IS_IMPLICIT_BIND",
            "IS_REASSEMBLED",
            "",
            "",
            "",
            "IS_NAME_APP_SPECIFIED",
            "IS_PROMISCUOUS",
            "IS_AUTH_FW",
            "IS_RECLASSIFY",
            "IS_OUTBOUND_PASS_THRU",
            "IS_INBOUND_PASS_THRU",
            "IS_CONNECTION_REDIRECTED",
            "IS_PROXY_CONNECTION",
            "IS_APPCONTAINER_LOOPBACK",
            "IS_NON_APPCONTAINER_LOOPBACK",
            "IS_RESERVED",
            "IS_HONORING_POLICY_AUTHORIZE"
        };
        return bits("FWP_CONDITION_FLAG_", inOrder);
    }

    /** Values as in Windows' headers; the specification has the names only. */
    private static Map<String, Long> linkFlags() {
        String[] inOrder = {
            "IS_NATIVE_ETHERNET", "IS_WIFI", "IS_MOBILE_BROADBAND", "IS_WIFI_DIRECT_DATA",
            "IS_VM2VM", "IS_MALFORMED_PACKET", "IS_IP_FRAGMENT_GROUP", "IF_CONNECTOR_PRESENT"
        };
        return bits("FWP_CONDITION_L2_", inOrder);
    }

    private static Map<String, Long> reasons() {
        String[] inOrder = {
            "POLICY_CHANGE", "NEW_ARRIVAL_INTERFACE", "NEW_NEXTHOP_INTERFACE", "PROFILE_CROSSING",
            "CLASSIFY_COMPLETION", "IPSEC_PROPERTIES_CHANGED", "MID_STREAM_INSPECTION", "SOCKET_PROPERTY_CHANGED",
            "NEW_INBOUND_MCAST_BCAST_PACKET", "EDP_POLICY_CHANGED", "PROXY_HANDLE_CHANGED", "CHECK_OFFLOAD"
        };
        return bits("FWP_CONDITION_REAUTHORIZE_REASON_", inOrder);
    }

    /** Names of the bits from the lowest; an empty name is a bit without one. */
    private static Map<String, Long> bits(String prefix, String[] inOrder) {
        Map<String, Long> bits = new LinkedHashMap<>();
        for (int bit = 0; bit < inOrder.length; bit++) {
            if (!inOrder[bit].isEmpty()) {
                bits.put(prefix + inOrder[bit], 1L << bit);
            }
        }
        Map<String, Long> all = new HashMap<>(bits);
        bits.forEach((name, value) -> all.put(name.substring(prefix.length()), value));
        return Map.copyOf(all);
    }
}
