// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import io.penstock.engine.classify.Verdict;
import java.util.Optional;

/** What the packets of one group have in common; empty where there is no layer or filter, and of an old verdict that was not recorded. */
record GroupKey(
        Comparison comparison,
        String fromAction,
        String fromLayer,
        String fromFilter,
        String toAction,
        String toLayer,
        String toFilter) {

    static GroupKey of(Comparison comparison, Optional<Verdict> from, Verdict to) {
        return new GroupKey(
                comparison,
                from.map(verdict -> verdict.fate().key()).orElse(""),
                from.map(GroupKey::layer).orElse(""),
                from.map(GroupKey::filter).orElse(""),
                to.fate().key(),
                layer(to),
                filter(to));
    }

    private static String layer(Verdict verdict) {
        return verdict.layer() == null ? "" : verdict.layer().key();
    }

    private static String filter(Verdict verdict) {
        return verdict.filterKey() == null ? "" : verdict.filterKey();
    }

    /** Equal for equal keys alone: no part holds a line's end. */
    String text() {
        return String.join("\n", comparison.key(), fromAction, fromLayer, fromFilter, toAction, toLayer, toFilter);
    }
}
