// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.explain;

import io.penstock.engine.policy.Filter;

/** Names as people know them. */
public final class Names {
    private static final String LAYER = "FWPM_LAYER_";

    private Names() {}

    /** A filter's key; one that is a GUID tells nothing, so that its display name stands behind it. */
    public static String filter(Filter filter) {
        return filter.filterKey().startsWith("{")
                ? filter.filterKey() + " \"" + filter.name() + "\""
                : filter.filterKey();
    }

    /** A layer's key without its prefix. */
    public static String layer(String key) {
        return key.startsWith(LAYER) ? key.substring(LAYER.length()) : key;
    }
}
