// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields that nothing which reaches Penstock can tell: always empty, at every layer, so that no condition on them holds but one that asks for that (spec 3.5). */
public final class UntoldFields {
    private static final Map<String, String> REASONS = reasons();

    private UntoldFields() {}

    /** Why the field never has a value, in a few words; empty for a field that may have one. */
    public static Optional<String> reason(Field field) {
        return Optional.ofNullable(REASONS.get(field.key()));
    }

    private static Map<String, String> reasons() {
        Map<String, String> reasons = new HashMap<>();
        all(
                reasons,
                "LUID of an interface in Windows; no capture has it",
                List.of(
                        "IP_LOCAL_INTERFACE",
                        "IP_ARRIVAL_INTERFACE",
                        "IP_NEXTHOP_INTERFACE",
                        "IP_FORWARD_INTERFACE",
                        "IP_PHYSICAL_ARRIVAL_INTERFACE",
                        "IP_PHYSICAL_NEXTHOP_INTERFACE"));
        all(
                reasons,
                "a number of Windows' driver stack; no capture has it",
                List.of(
                        "SUB_INTERFACE_INDEX",
                        "SOURCE_SUB_INTERFACE_INDEX",
                        "DESTINATION_SUB_INTERFACE_INDEX",
                        "NEXTHOP_SUB_INTERFACE_INDEX",
                        "NDIS_PORT"));
        all(
                reasons,
                "known only where IPsec has authenticated the peer",
                List.of("ALE_REMOTE_USER_ID", "ALE_REMOTE_MACHINE_ID"));
        all(
                reasons,
                "known to Windows' app model alone",
                List.of("ALE_SECURITY_ATTRIBUTE_FQBN_VALUE", "ALE_PACKAGE_FAMILY_NAME"));
        all(reasons, "a name that an application gives in Windows' API", List.of("ALE_EFFECTIVE_NAME", "PEER_NAME"));
        all(reasons, "reserved", List.of("RESERVED0", "RESERVED1", "RESERVED2", "RESERVED3"));
        reasons.put("FWPM_CONDITION_DESTINATION_INTERFACE_INDEX", "a forwarded packet is captured where it comes in");
        reasons.put("FWPM_CONDITION_IPSEC_SECURITY_REALM_ID", "known to Windows' IPsec alone");
        reasons.put("FWPM_CONDITION_ALE_NAP_CONTEXT", "state of Windows' network access protection");
        reasons.put("FWPM_CONDITION_INTERFACE_QUARANTINE_EPOCH", "state of Windows' interface quarantine");
        reasons.put(
                "FWPM_CONDITION_ALE_SIO_FIREWALL_SYSTEM_PORT", "a mark that Windows' services put on their sockets");
        return Map.copyOf(reasons);
    }

    private static void all(Map<String, String> reasons, String because, List<String> fields) {
        fields.forEach(field -> reasons.put("FWPM_CONDITION_" + field, because));
    }
}
