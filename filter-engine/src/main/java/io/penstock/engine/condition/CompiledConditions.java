// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.util.List;

/** A filter's conditions made ready for evaluation: any within a field, all across fields, none at all always holds (spec 3.4). Immutable. */
public final class CompiledConditions {
    private final FieldTest[] tests;

    private CompiledConditions(FieldTest[] tests) {
        this.tests = tests;
    }

    /**
     * Compiles conditions that fit their layer.
     *
     * @param prefixIsSuffix {@code match.prefixIsSuffix}: PREFIX means "ends with" (spec 3.3)
     * @throws IllegalArgumentException if a match type does not suit a value's type
     */
    public static CompiledConditions of(List<Condition> conditions, boolean prefixIsSuffix) {
        return new CompiledConditions(new ConditionCompiler(prefixIsSuffix).compile(conditions));
    }

    /** Whether the conditions hold for these values. Allocates nothing. */
    public boolean hold(FieldValues values) {
        for (FieldTest test : tests) {
            if (!test.holds(values)) {
                return false;
            }
        }
        return true;
    }
}
