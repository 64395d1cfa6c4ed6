// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.lint;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionRelations;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.UntoldFields;
import io.penstock.engine.condition.ValueText;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds conditions that never hold and filters that therefore never match (spec 3.4, 3.5), and conditions that are there twice. One thread. */
final class ConditionCheck {
    private final List<LintFinding> found;

    ConditionCheck(List<LintFinding> found) {
        this.found = found;
    }

    /** Whether the filter can match anything. */
    boolean mayMatch(Filter filter) {
        if (!filter.layer().isIndicated()) {
            add(
                    LintRule.NEVER_MATCHES,
                    filter,
                    "nothing is ever classified at " + filter.layer().key());
            return false;
        }
        Map<Field, List<Condition>> groups = new LinkedHashMap<>();
        filter.conditions()
                .forEach(one -> groups.computeIfAbsent(one.field(), f -> new ArrayList<>())
                        .add(one));
        boolean may = true;
        for (List<Condition> group : groups.values()) {
            may &= group(filter, group);
        }
        return may;
    }

    private boolean group(Filter filter, List<Condition> group) {
        ConditionRelations relations = new ConditionRelations(filter.layer(), true);
        List<String> never = new ArrayList<>();
        Set<Condition> seen = new HashSet<>();
        for (Condition condition : group) {
            never(relations, filter.layer(), condition).ifPresent(never::add);
            if (!seen.add(condition)) {
                add(LintRule.DUPLICATE_CONDITION, filter, text(filter.layer(), condition) + " is there twice");
            }
        }
        boolean all = never.size() == group.size();
        never.stream().distinct().forEach(why -> add(all ? LintRule.NEVER_MATCHES : LintRule.NEVER_HOLDS, filter, why));
        return !all;
    }

    private static Optional<String> never(ConditionRelations relations, Layer layer, Condition condition) {
        if (relations.neverHolds(condition)) {
            return Optional.of("no value satisfies " + text(layer, condition));
        }
        boolean wantsNone = condition.value() instanceof ConditionValue.Empty;
        return wantsNone
                ? Optional.empty()
                : UntoldFields.reason(condition.field())
                        .map(why -> condition.field().key() + " never has a value (" + why + ")");
    }

    private static String text(Layer layer, Condition condition) {
        return condition.field().key() + " " + condition.matchType().key() + " "
                + ValueText.of(layer, condition.field(), condition.value());
    }

    private void add(LintRule rule, Filter filter, String text) {
        found.add(new LintFinding(rule, filter.filterKey(), "", text));
    }
}
