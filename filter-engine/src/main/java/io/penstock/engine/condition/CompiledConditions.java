// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.util.ArrayList;
import java.util.List;

/** A filter's conditions made ready for evaluation: any within a field, all across fields, none at all always holds (spec 3.4). Immutable. */
public final class CompiledConditions {
    private final List<Condition> conditions;
    private final FieldSchema schema;
    /** One test per condition, in the filter's order. */
    private final FieldTest[] tests;
    /** The same tests by field: one group per field, all of which must hold. */
    private final FieldTest[] groups;

    private CompiledConditions(List<Condition> conditions, FieldSchema schema, FieldTest[] tests) {
        this.conditions = List.copyOf(conditions);
        this.schema = schema;
        this.tests = tests;
        groups = ConditionCompiler.grouped(conditions, tests);
    }

    /**
     * Compiles conditions.
     *
     * @param schema the layer's fields
     * @param prefixIsSuffix {@code match.prefixIsSuffix}: PREFIX means "ends with" (spec 3.3)
     * @throws IllegalArgumentException if {@link ConditionRules} forbid one of them; the message begins with the code
     */
    public static CompiledConditions of(List<Condition> conditions, FieldSchema schema, boolean prefixIsSuffix) {
        for (Condition condition : conditions) {
            ConditionRules.fault(schema, condition).ifPresent(fault -> {
                throw new IllegalArgumentException(fault.message());
            });
        }
        ConditionCompiler compiler = new ConditionCompiler(prefixIsSuffix);
        FieldTest[] tests = conditions.stream().map(compiler::test).toArray(FieldTest[]::new);
        return new CompiledConditions(conditions, schema, tests);
    }

    /** Whether the conditions hold for these values. Allocates nothing. */
    public boolean hold(FieldValues values) {
        for (FieldTest group : groups) {
            if (!group.holds(values)) {
                return false;
            }
        }
        return true;
    }

    /** Each condition by itself, in the filter's order and without stopping at the first that fails: the tests of {@link #hold}, told one by one. */
    public List<ConditionOutcome> outcomes(FieldValues values) {
        List<ConditionOutcome> outcomes = new ArrayList<>(tests.length);
        for (int i = 0; i < tests.length; i++) {
            Condition condition = conditions.get(i);
            outcomes.add(new ConditionOutcome(
                    condition,
                    tests[i].holds(values),
                    ValueText.of(schema, condition.field(), values),
                    ValueText.of(schema, condition.field(), condition.value())));
        }
        return outcomes;
    }
}
