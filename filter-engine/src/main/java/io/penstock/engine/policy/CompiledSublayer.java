// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import java.util.List;

/** The enabled filters of one sublayer at one layer, in the order of R-TIE: by effective weight, then by filter id. Immutable. */
public final class CompiledSublayer {
    private final Sublayer sublayer;
    private final List<CompiledFilter> filters;

    CompiledSublayer(Sublayer sublayer, List<CompiledFilter> filters) {
        this.sublayer = sublayer;
        this.filters = List.copyOf(filters);
    }

    public Sublayer sublayer() {
        return sublayer;
    }

    /** At least one. */
    public List<CompiledFilter> filters() {
        return filters;
    }
}
