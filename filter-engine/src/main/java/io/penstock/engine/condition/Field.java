// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import io.penstock.engine.spec.SpecTable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One of the 135 condition keys (spec 3.1, {@code conditions.csv}). Fields are numbered densely, so that values stand in arrays. The data type
 * belongs to the pair of layer and field: {@code Layer.typeOf}.
 */
public final class Field {
    private static final String PREFIX = "FWPM_CONDITION_";
    /** Names that mean the same field in exports (spec 2.3, aliases). */
    private static final Map<String, String> ALIASES = Map.of(
            "ICMP_TYPE", "IP_LOCAL_PORT",
            "ICMP_CODE", "IP_REMOTE_PORT",
            "LOCAL_INTERFACE_TYPE", "INTERFACE_TYPE",
            "LOCAL_TUNNEL_TYPE", "TUNNEL_TYPE",
            "LOCAL_INTERFACE_INDEX", "INTERFACE_INDEX");

    private static final List<Field> ALL = load();
    private static final Map<String, Field> BY_KEY =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Field::key, f -> f));
    private static final Map<String, Field> BY_GUID = ALL.stream()
            .filter(f -> !f.guid.isEmpty())
            .collect(Collectors.toUnmodifiableMap(f -> f.guid, f -> f, (first, alias) -> first));

    public static final Field FLAGS = named("FLAGS");
    public static final Field DIRECTION = named("DIRECTION");
    public static final Field IP_PROTOCOL = named("IP_PROTOCOL");
    public static final Field IP_LOCAL_ADDRESS = named("IP_LOCAL_ADDRESS");
    public static final Field IP_REMOTE_ADDRESS = named("IP_REMOTE_ADDRESS");
    public static final Field IP_SOURCE_ADDRESS = named("IP_SOURCE_ADDRESS");
    public static final Field IP_DESTINATION_ADDRESS = named("IP_DESTINATION_ADDRESS");
    public static final Field IP_LOCAL_ADDRESS_TYPE = named("IP_LOCAL_ADDRESS_TYPE");
    public static final Field IP_DESTINATION_ADDRESS_TYPE = named("IP_DESTINATION_ADDRESS_TYPE");
    public static final Field IP_LOCAL_PORT = named("IP_LOCAL_PORT");
    public static final Field IP_REMOTE_PORT = named("IP_REMOTE_PORT");
    public static final Field INTERFACE_INDEX = named("INTERFACE_INDEX");
    public static final Field ARRIVAL_INTERFACE_INDEX = named("ARRIVAL_INTERFACE_INDEX");
    public static final Field SOURCE_INTERFACE_INDEX = named("SOURCE_INTERFACE_INDEX");
    public static final Field REAUTHORIZE_REASON = named("REAUTHORIZE_REASON");
    public static final Field ORIGINAL_ICMP_TYPE = named("ORIGINAL_ICMP_TYPE");
    public static final Field EMBEDDED_PROTOCOL = named("EMBEDDED_PROTOCOL");
    public static final Field EMBEDDED_REMOTE_ADDRESS = named("EMBEDDED_REMOTE_ADDRESS");
    public static final Field EMBEDDED_LOCAL_ADDRESS_TYPE = named("EMBEDDED_LOCAL_ADDRESS_TYPE");
    public static final Field EMBEDDED_LOCAL_PORT = named("EMBEDDED_LOCAL_PORT");
    public static final Field EMBEDDED_REMOTE_PORT = named("EMBEDDED_REMOTE_PORT");
    public static final Field ETHER_TYPE = named("ETHER_TYPE");
    public static final Field VLAN_ID = named("VLAN_ID");
    public static final Field MAC_LOCAL_ADDRESS = named("MAC_LOCAL_ADDRESS");
    public static final Field MAC_REMOTE_ADDRESS = named("MAC_REMOTE_ADDRESS");
    public static final Field MAC_LOCAL_ADDRESS_TYPE = named("MAC_LOCAL_ADDRESS_TYPE");
    public static final Field MAC_REMOTE_ADDRESS_TYPE = named("MAC_REMOTE_ADDRESS_TYPE");
    public static final Field L2_FLAGS = named("L2_FLAGS");
    public static final Field NDIS_MEDIA_TYPE = named("NDIS_MEDIA_TYPE");
    public static final Field INTERFACE_TYPE = named("INTERFACE_TYPE");
    public static final Field TUNNEL_TYPE = named("TUNNEL_TYPE");
    public static final Field ARRIVAL_INTERFACE_TYPE = named("ARRIVAL_INTERFACE_TYPE");
    public static final Field ARRIVAL_TUNNEL_TYPE = named("ARRIVAL_TUNNEL_TYPE");
    public static final Field NEXTHOP_INTERFACE_INDEX = named("NEXTHOP_INTERFACE_INDEX");
    public static final Field NEXTHOP_INTERFACE_TYPE = named("NEXTHOP_INTERFACE_TYPE");
    public static final Field NEXTHOP_TUNNEL_TYPE = named("NEXTHOP_TUNNEL_TYPE");
    public static final Field COMPARTMENT_ID = named("COMPARTMENT_ID");
    public static final Field CURRENT_PROFILE_ID = named("CURRENT_PROFILE_ID");
    public static final Field ORIGINAL_PROFILE_ID = named("ORIGINAL_PROFILE_ID");
    public static final Field LOCAL_INTERFACE_PROFILE_ID = named("LOCAL_INTERFACE_PROFILE_ID");
    public static final Field ARRIVAL_INTERFACE_PROFILE_ID = named("ARRIVAL_INTERFACE_PROFILE_ID");
    public static final Field NEXTHOP_INTERFACE_PROFILE_ID = named("NEXTHOP_INTERFACE_PROFILE_ID");
    public static final Field INTERFACE_MAC_ADDRESS = named("INTERFACE_MAC_ADDRESS");
    public static final Field NDIS_PHYSICAL_MEDIA_TYPE = named("NDIS_PHYSICAL_MEDIA_TYPE");
    public static final Field ALE_APP_ID = named("ALE_APP_ID");
    public static final Field ALE_ORIGINAL_APP_ID = named("ALE_ORIGINAL_APP_ID");
    public static final Field ALE_USER_ID = named("ALE_USER_ID");
    public static final Field ALE_PACKAGE_ID = named("ALE_PACKAGE_ID");
    public static final Field ALE_PROMISCUOUS_MODE = named("ALE_PROMISCUOUS_MODE");

    private final String key;
    private final String guid;
    private final int ordinal;
    private final boolean holdsSid;
    private final boolean holdsApplicationId;

    private Field(String[] row, int ordinal) {
        key = row[0];
        guid = row[1];
        this.ordinal = ordinal;
        holdsSid = Arrays.asList(row[2].split(" ")).contains(DataType.FWP_SID.name());
        holdsApplicationId = key.equals(PREFIX + "ALE_APP_ID") || key.equals(PREFIX + "ALE_ORIGINAL_APP_ID");
    }

    /** The field of a full or short key ({@code FWPM_CONDITION_IP_PROTOCOL}, {@code IP_PROTOCOL}), aliases included, or of a GUID in braces in any case. */
    public static Optional<Field> byKey(String key) {
        if (key.startsWith("{")) {
            return Optional.ofNullable(BY_GUID.get(key.toLowerCase(Locale.ROOT)));
        }
        String name = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key;
        return Optional.ofNullable(BY_KEY.get(PREFIX + ALIASES.getOrDefault(name, name)));
    }

    /** Every field, by {@link #ordinal()}. */
    public static List<Field> all() {
        return ALL;
    }

    /** Other short names of fields, to the short key of each (spec 2.3, aliases). */
    public static Map<String, String> aliases() {
        return ALIASES;
    }

    /** Full key, {@code FWPM_CONDITION_IP_PROTOCOL}. */
    public String key() {
        return key;
    }

    /** Dense number, 0 to {@code all().size() - 1}. */
    public int ordinal() {
        return ordinal;
    }

    /** Whether the field holds a SID at some layer. */
    boolean holdsSid() {
        return holdsSid;
    }

    /** Whether the field's bytes are an application id, compared without regard to case (spec 3.2). */
    boolean holdsApplicationId() {
        return holdsApplicationId;
    }

    @Override
    public String toString() {
        return key;
    }

    private static Field named(String name) {
        return BY_KEY.get(PREFIX + name);
    }

    private static List<Field> load() {
        List<String[]> rows = SpecTable.rows("conditions.csv");
        return IntStream.range(0, rows.size())
                .mapToObj(i -> new Field(rows.get(i), i))
                .toList();
    }
}
