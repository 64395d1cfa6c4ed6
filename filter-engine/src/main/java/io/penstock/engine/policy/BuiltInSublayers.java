// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import io.penstock.engine.spec.SpecTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sublayers that every policy has ({@code sublayers.csv}), with the weights seen on a real machine; older than any other (spec 1.7). */
public final class BuiltInSublayers {
    private static final String TEREDO = "FWPM_SUBLAYER_TEREDO";
    private static final Map<String, Sublayer> BY_KEY = new LinkedHashMap<>();
    private static final Map<String, String> KEY_OF = new LinkedHashMap<>();

    static {
        for (String[] row : SpecTable.rows("sublayers.csv")) {
            BY_KEY.put(row[0], new Sublayer(row[0], Integer.parseInt(row[2]), BY_KEY.size()));
            if (!row[1].isEmpty()) {
                KEY_OF.put(row[1], row[0]);
            }
        }
        KEY_OF.put("FWPM_SUBLAYER_EDGE_TRAVERSAL", TEREDO);
    }

    private BuiltInSublayers() {}

    /** The built-in sublayer of a name, GUID or alias. */
    public static Optional<Sublayer> byKey(String key) {
        return Optional.ofNullable(BY_KEY.get(KEY_OF.getOrDefault(key, key)));
    }

    /** All of them, in the order of the table. */
    public static List<Sublayer> all() {
        return List.copyOf(BY_KEY.values());
    }
}
