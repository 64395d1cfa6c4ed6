// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import io.penstock.engine.spec.SpecTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The callouts that every Windows has, or gets with its firewall and its other components; a policy names them without listing them (spec 4.6). */
public final class BuiltInCallouts {
    private static final Map<String, BuiltInCallout> BY_KEY = new LinkedHashMap<>();
    private static final Map<String, String> KEY_OF = new LinkedHashMap<>();

    static {
        for (String[] row : SpecTable.rows("built-in-callouts.csv")) {
            String key = row[1].isEmpty() ? row[0] : row[1];
            Layer layer = Layer.byKey(row[3]).orElse(null);
            BY_KEY.put(
                    key, new BuiltInCallout(row[0], key, row[2], layer, BuiltInCallout.Behaviour.of(row[4]), row[5]));
            KEY_OF.put(row[0], key);
        }
        // The public header gives these two a second name.
        KEY_OF.put(
                "FWPM_CALLOUT_EDGE_TRAVERSAL_ALE_RESOURCE_ASSIGNMENT_V6",
                "FWPM_CALLOUT_TEREDO_ALE_RESOURCE_ASSIGNMENT_V6");
        KEY_OF.put("FWPM_CALLOUT_EDGE_TRAVERSAL_ALE_LISTEN_V6", "FWPM_CALLOUT_TEREDO_ALE_LISTEN_V6");
    }

    private BuiltInCallouts() {}

    /** The built-in callout of a name, GUID (lower case, braces) or alias. */
    public static Optional<BuiltInCallout> byKey(String key) {
        return Optional.ofNullable(BY_KEY.get(KEY_OF.getOrDefault(key, key)));
    }

    /** All of them, in the order of the table. */
    public static List<BuiltInCallout> all() {
        return List.copyOf(BY_KEY.values());
    }

    /** As a policy's object. */
    public static Optional<CalloutObject> object(String key) {
        return byKey(key)
                .map(b -> new CalloutObject(
                        b.calloutKey(),
                        b.name(),
                        b.layer() == null ? List.of() : List.of(b.layer()),
                        b.behaviour() == BuiltInCallout.Behaviour.INERT));
    }
}
