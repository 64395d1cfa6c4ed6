// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionFault;
import io.penstock.engine.condition.ConditionRules;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.policy.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the conditions of a filter and holds them against the schema of its layer (spec 3). */
final class ConditionReader {
    private static final List<String> KEYS = List.of("fieldKey", "matchType", "conditionValue");
    private static final List<String> MATCH_KEYS =
            Arrays.stream(MatchType.values()).map(MatchType::key).toList();

    private final ErrorSink errors;
    private final boolean strictDuplicates;

    ConditionReader(ErrorSink errors, boolean strictDuplicates) {
        this.errors = errors;
        this.strictDuplicates = strictDuplicates;
    }

    /** The conditions as this layer types them; those with errors are told and left out. */
    List<Condition> read(List<Node> nodes, Layer layer) {
        List<Condition> conditions = new ArrayList<>();
        Set<Condition> seen = new HashSet<>();
        for (Node node : nodes) {
            Condition condition = Members.of(node, "condition", KEYS, errors)
                    .map(members -> condition(members, layer))
                    .orElse(null);
            if (condition != null) {
                conditions.add(condition);
                if (!seen.add(condition) && strictDuplicates) {
                    errors.add(
                            node,
                            "FWP_E_DUPLICATE_CONDITION: the same condition twice",
                            "each once (policy.strictDuplicates is on)");
                }
            }
        }
        return conditions;
    }

    private Condition condition(Members members, Layer layer) {
        Field field = members.requiredText("fieldKey")
                .flatMap(key -> field(key, members.place("fieldKey"), layer))
                .orElse(null);
        Optional<MatchType> named =
                members.text("matchType").flatMap(key -> matchType(key, members.place("matchType")));
        Node value = members.required("conditionValue").orElse(null);
        boolean wrongMatch = members.get("matchType") != null && named.isEmpty();
        if (field == null || value == null || wrongMatch) {
            return null;
        }
        ConditionValue typed = new ValueReader(field, layer.typeOf(field).orElseThrow(), errors).read(value);
        if (typed == null) {
            return null;
        }
        MatchType matchType = named.orElse(typed instanceof ConditionValue.Range ? MatchType.RANGE : MatchType.EQUAL);
        Condition condition = new Condition(field, matchType, typed);
        return fits(members, condition, layer) ? condition : null;
    }

    private Optional<Field> field(String key, Node at, Layer layer) {
        List<String> schema = layer.fields().stream().map(Field::key).toList();
        Optional<Field> field = Field.byKey(key).filter(f -> layer.typeOf(f).isPresent());
        if (field.isEmpty()) {
            boolean elsewhere = Field.byKey(key).isPresent();
            errors.add(
                    at,
                    "FWP_E_CONDITION_NOT_FOUND: " + (elsewhere ? "" : "unknown ") + "field '" + key + "' at layer "
                            + layer.key(),
                    "a field of this layer's schema",
                    elsewhere ? "" : NearestName.of(key.startsWith("FWPM_") ? key : "FWPM_CONDITION_" + key, schema));
        }
        return field;
    }

    private Optional<MatchType> matchType(String key, Node at) {
        for (MatchType type : MatchType.values()) {
            if (key.equals(type.key()) || key.equals(type.name())) {
                return Optional.of(type);
            }
        }
        errors.add(
                at, "unknown match type '" + key + "'", String.join(", ", MATCH_KEYS), NearestName.of(key, MATCH_KEYS));
        return Optional.empty();
    }

    private boolean fits(Members members, Condition condition, Layer layer) {
        ConditionFault fault = ConditionRules.fault(layer, condition).orElse(null);
        if (fault == null) {
            return true;
        }
        Node place = switch (fault.part()) {
            case FIELD -> members.place("fieldKey");
            case MATCH_TYPE -> members.place("matchType");
            case VALUE -> members.place("conditionValue");
        };
        errors.add(place, fault.message(), fault.expected());
        return false;
    }
}
