// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

/** A filter with its conditions made ready for evaluation. Immutable. */
public final class CompiledFilter {
    private final Filter filter;
    private final FieldTest[] tests;

    CompiledFilter(Filter filter, FieldTest[] tests) {
        this.filter = filter;
        this.tests = tests;
    }

    public Filter filter() {
        return filter;
    }

    /** Whether all conditions hold: any within a field, all across fields (spec 3.4). Allocates nothing. */
    public boolean matches(FieldValues values) {
        for (FieldTest test : tests) {
            if (!test.holds(values)) {
                return false;
            }
        }
        return true;
    }
}
