// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import io.penstock.engine.classify.Verdict;
import java.util.Objects;
import java.util.Optional;

/** How verdicts compare (spec 10.1.4): one place gives the words their meaning. */
final class Comparing {
    private Comparing() {}

    /**
     * How a packet's verdicts compare.
     *
     * @param from the old one; empty where none was recorded
     */
    static Comparison of(Optional<Verdict> from, Verdict to) {
        return from.isEmpty() ? Comparison.UNKNOWN : of(from.get(), to);
    }

    static Comparison of(Verdict from, Verdict to) {
        if (from.uncertain() || to.uncertain()) {
            return Comparison.UNKNOWN;
        }
        if (from.fate() != to.fate()) {
            return Comparison.CHANGED;
        }
        boolean same = Objects.equals(from.layer(), to.layer()) && Objects.equals(from.filterKey(), to.filterKey());
        return same ? Comparison.UNCHANGED : Comparison.MOVED;
    }
}
