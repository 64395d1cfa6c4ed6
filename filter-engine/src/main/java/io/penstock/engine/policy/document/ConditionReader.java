// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.policy.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the conditions of a filter and holds them against the schema of its layer (spec 3). */
final class ConditionReader {
    private static final List<String> KEYS = List.of("fieldKey", "matchType", "conditionValue");
    private static final List<String> MATCH_KEYS =
            Arrays.stream(MatchType.values()).map(MatchType::key).toList();
    private static final Set<MatchType> EQUALITY = EnumSet.of(MatchType.EQUAL, MatchType.NOT_EQUAL);
    private static final Set<MatchType> ORDER =
            EnumSet.of(MatchType.GREATER, MatchType.LESS, MatchType.GREATER_OR_EQUAL, MatchType.LESS_OR_EQUAL);
    private static final Set<MatchType> FLAGS =
            EnumSet.of(MatchType.FLAGS_ALL_SET, MatchType.FLAGS_ANY_SET, MatchType.FLAGS_NONE_SET);
    private static final Set<MatchType> SUFFIX = EnumSet.of(MatchType.PREFIX, MatchType.NOT_PREFIX);

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
        return fits(members, field, matchType, typed) ? new Condition(field, matchType, typed) : null;
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

    private boolean fits(Members members, Field field, MatchType matchType, ConditionValue value) {
        Set<MatchType> allowed = allowed(value);
        if (!allowed.contains(matchType)) {
            errors.add(
                    members.place("matchType"),
                    "FWP_E_MATCH_TYPE_MISMATCH: " + matchType.key() + " with a value of " + value.type() + " for "
                            + field.key(),
                    String.join(", ", allowed.stream().map(MatchType::key).toList()));
            return false;
        }
        if (value instanceof ConditionValue.Range(ConditionValue low, ConditionValue high) && !isRange(low, high)) {
            errors.add(
                    members.place("conditionValue"),
                    "FWP_E_INVALID_RANGE: low above high",
                    "two values of the field's type, the lower first");
            return false;
        }
        return true;
    }

    /** What may be asked of a value of this type (spec 3.3). */
    private static Set<MatchType> allowed(ConditionValue value) {
        Set<MatchType> allowed = EnumSet.copyOf(EQUALITY);
        switch (value) {
            case ConditionValue.Empty() -> allowed.remove(MatchType.NOT_EQUAL);
            case ConditionValue.Range(var _, var _) -> allowed = EnumSet.of(MatchType.RANGE);
            case ConditionValue.Number(DataType type, var _) -> {
                if (type == DataType.FWP_BYTE_ARRAY6_TYPE) {
                    allowed.remove(MatchType.NOT_EQUAL);
                } else {
                    allowed.addAll(ORDER);
                    allowed.addAll(FLAGS);
                }
            }
            case ConditionValue.Wide(var _, var _) -> allowed.addAll(ORDER);
            case ConditionValue.Blob(var _) -> {
                allowed.addAll(ORDER);
                allowed.addAll(SUFFIX);
            }
            case ConditionValue.Text(DataType type, var _) -> {
                if (type == DataType.FWP_UNICODE_STRING_TYPE) {
                    allowed.addAll(ORDER);
                    allowed.addAll(SUFFIX);
                    allowed.add(MatchType.EQUAL_CASE_INSENSITIVE);
                }
            }
            case ConditionValue.V4Mask(var _, var _) -> {}
            case ConditionValue.V6Mask(var _, var _, var _) -> {}
        }
        return allowed;
    }

    private static boolean isRange(ConditionValue low, ConditionValue high) {
        if (low instanceof ConditionValue.Number(DataType a, long from)
                && high instanceof ConditionValue.Number(DataType b, long to)) {
            return a == b && Long.compareUnsigned(from, to) <= 0;
        }
        if (low instanceof ConditionValue.Wide(long fromHigh, long fromLow)
                && high instanceof ConditionValue.Wide(long toHigh, long toLow)) {
            int highs = Long.compareUnsigned(fromHigh, toHigh);
            return highs < 0 || highs == 0 && Long.compareUnsigned(fromLow, toLow) <= 0;
        }
        if (low instanceof ConditionValue.Blob(String from) && high instanceof ConditionValue.Blob(String to)) {
            return from.compareTo(to) <= 0;
        }
        return false;
    }
}
