// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.explain;

import io.penstock.cli.report.Styling;
import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionOutcome;
import io.penstock.engine.condition.Field;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.document.ConditionText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Conditions as they came out, a line for each field: what the filter wants of it, and what the packet has (spec 3.4). */
final class ConditionLines {
    private final ConditionText words;
    private final Styling style;

    ConditionLines(Layer layer, boolean prefixIsSuffix, Styling style) {
        words = new ConditionText(layer, prefixIsSuffix);
        this.style = style;
    }

    List<String> of(List<ConditionOutcome> outcomes) {
        List<String> lines = new ArrayList<>();
        byField(outcomes).values().forEach(group -> lines.add(line(group)));
        return lines;
    }

    private String line(List<ConditionOutcome> group) {
        boolean held = group.stream().anyMatch(ConditionOutcome::held);
        List<Condition> conditions =
                group.stream().map(ConditionOutcome::condition).toList();
        Field field = conditions.getFirst().field();
        String value = ConditionText.value(field, group.getFirst().fieldValue());
        if (!held) {
            return style.red("✗ ") + words.of(conditions) + ", but it is " + style.red(value);
        }
        String text = words.of(conditions);
        return style.green("✓ ") + text + (text.endsWith("= " + value) ? "" : style.dim(", it is " + value));
    }

    /** Outcomes by field, in the filter's order. */
    static Map<Field, List<ConditionOutcome>> byField(List<ConditionOutcome> outcomes) {
        Map<Field, List<ConditionOutcome>> byField = new LinkedHashMap<>();
        outcomes.forEach(one -> byField.computeIfAbsent(one.condition().field(), f -> new ArrayList<>())
                .add(one));
        return byField;
    }
}
