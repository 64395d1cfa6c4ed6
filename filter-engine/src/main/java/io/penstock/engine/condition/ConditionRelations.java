// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares what the conditions of two filters of one layer accept, from the conditions alone (spec 3.3, 3.4). An answer of yes is certain; no may also mean
 * that it cannot be told, as of parts of text or of security descriptors. One thread.
 */
public final class ConditionRelations {
    private final FieldSchema schema;
    private final boolean prefixIsSuffix;
    private final FieldValues values = new FieldValues();

    /**
     * @param schema the layer's fields; conditions are ones that {@link ConditionRules} allow there
     * @param prefixIsSuffix {@code match.prefixIsSuffix}
     */
    public ConditionRelations(FieldSchema schema, boolean prefixIsSuffix) {
        this.schema = schema;
        this.prefixIsSuffix = prefixIsSuffix;
    }

    /** Whether whatever satisfies {@code inner} satisfies {@code outer}. */
    public boolean covers(List<Condition> outer, List<Condition> inner) {
        for (Condition one : outer) {
            if (!tests(inner, one.field())) {
                return false;
            }
        }
        Map<Field, List<Condition>> inside = groups(inner);
        for (Map.Entry<Field, List<Condition>> group : groups(outer).entrySet()) {
            List<Condition> same = inside.get(group.getKey());
            if (same == null || !same.stream().allMatch(one -> coversOne(group.getValue(), one))) {
                return false;
            }
        }
        return true;
    }

    private static boolean tests(List<Condition> conditions, Field field) {
        for (Condition condition : conditions) {
            if (condition.field().equals(field)) {
                return true;
            }
        }
        return false;
    }

    /** Whether nothing satisfies both. */
    public boolean excludes(List<Condition> one, List<Condition> other) {
        Map<Field, List<Condition>> others = groups(other);
        for (Map.Entry<Field, List<Condition>> group : groups(one).entrySet()) {
            List<Condition> same = others.getOrDefault(group.getKey(), List.of());
            boolean apart = !same.isEmpty()
                    && group.getValue().stream().allMatch(a -> same.stream().allMatch(b -> excludes(a, b)));
            if (apart) {
                return true;
            }
        }
        return false;
    }

    /** Whether some values of the fields satisfy both. */
    public boolean meet(List<Condition> one, List<Condition> other) {
        Map<Field, List<Condition>> others = groups(other);
        for (Map.Entry<Field, List<Condition>> group : groups(one).entrySet()) {
            List<Condition> same = others.getOrDefault(group.getKey(), List.of());
            boolean together = same.isEmpty()
                    ? group.getValue().stream().anyMatch(this::canHold)
                    : group.getValue().stream().anyMatch(a -> same.stream().anyMatch(b -> meet(a, b)));
            if (!together) {
                return false;
            }
            others.remove(group.getKey());
        }
        return others.values().stream().allMatch(group -> group.stream().anyMatch(this::canHold));
    }

    /** Whether no value of the field satisfies the condition. */
    public boolean neverHolds(Condition condition) {
        if (condition.value() instanceof ConditionValue.Carried) {
            return true;
        }
        if (condition.value() instanceof ConditionValue.Empty) {
            return false;
        }
        if (condition.matchType() == MatchType.FLAGS_ANY_SET) {
            return bits(condition) == 0;
        }
        ValueRanges accepted = ranges(condition);
        return accepted != null && accepted.isEmpty();
    }

    /** Whether some value surely does. */
    private boolean canHold(Condition condition) {
        if (neverHolds(condition)) {
            return false;
        }
        return switch (condition.value()) {
            case ConditionValue.Text text ->
                text.type() != DataType.FWP_SECURITY_DESCRIPTOR_TYPE && condition.matchType() != MatchType.LESS;
            case ConditionValue.Blob blob -> condition.matchType() != MatchType.LESS;
            default -> true;
        };
    }

    private boolean coversOne(List<Condition> outer, Condition inner) {
        if (outer.contains(inner) || neverHolds(inner)) {
            return true;
        }
        if (isNumber(inner) && outer.stream().allMatch(ConditionRelations::isNumber)) {
            return false;
        }
        FieldValues point = point(inner);
        if (point != null) {
            return CompiledConditions.of(outer, schema, prefixIsSuffix).hold(point);
        }
        ValueRanges accepted = ranges(inner);
        if (accepted != null) {
            List<ValueRanges> known = new ArrayList<>();
            for (Condition condition : outer) {
                ValueRanges one = ranges(condition);
                if (one != null) {
                    known.add(one);
                }
            }
            return ValueRanges.union(known).contains(accepted);
        }
        return outer.stream().anyMatch(one -> coversFlags(one, inner));
    }

    private static boolean coversFlags(Condition outer, Condition inner) {
        if (outer.matchType() != inner.matchType()) {
            return false;
        }
        return switch (outer.matchType()) {
            case FLAGS_ALL_SET, FLAGS_NONE_SET -> (bits(outer) & ~bits(inner)) == 0;
            case FLAGS_ANY_SET -> (bits(inner) & ~bits(outer)) == 0;
            default -> false;
        };
    }

    private boolean excludes(Condition one, Condition other) {
        if (neverHolds(one) || neverHolds(other)) {
            return true;
        }
        if (isNumber(one) && isNumber(other)) {
            return !one.equals(other);
        }
        if (isPoint(one) || isPoint(other)) {
            return !pointMeets(one, other);
        }
        ValueRanges accepted = ranges(one);
        ValueRanges others = ranges(other);
        if (accepted != null && others != null) {
            return !accepted.overlaps(others);
        }
        return excludesFlags(one, other) || excludesFlags(other, one);
    }

    private static boolean excludesFlags(Condition set, Condition none) {
        return set.matchType() == MatchType.FLAGS_ALL_SET
                && none.matchType() == MatchType.FLAGS_NONE_SET
                && (bits(set) & bits(none)) != 0;
    }

    private boolean meet(Condition one, Condition other) {
        if (!canHold(one) || !canHold(other)) {
            return false;
        }
        if (isPoint(one) || isPoint(other)) {
            return pointMeets(one, other);
        }
        ValueRanges accepted = ranges(one);
        ValueRanges others = ranges(other);
        return one.equals(other) || accepted != null && others != null && accepted.overlaps(others);
    }

    /** Whether it accepts one number: of two on a field, either they are equal or nothing satisfies both. */
    private static boolean isNumber(Condition condition) {
        return condition.matchType() == MatchType.EQUAL && condition.value() instanceof ConditionValue.Number;
    }

    private boolean isPoint(Condition condition) {
        return point(condition) != null;
    }

    /** Whether the one value that one of them accepts satisfies the other. */
    private boolean pointMeets(Condition one, Condition other) {
        boolean first = isPoint(one);
        FieldValues point = point(first ? one : other);
        return CompiledConditions.of(List.of(first ? other : one), schema, prefixIsSuffix)
                .hold(point);
    }

    /** The one value that the condition accepts, or null where it accepts several or that is not known. */
    private FieldValues point(Condition condition) {
        if (condition.matchType() != MatchType.EQUAL) {
            return null;
        }
        Field field = condition.field();
        values.clear();
        switch (condition.value()) {
            case ConditionValue.Empty() -> {
                // No field has a value.
            }
            case ConditionValue.Number(var type, long number) -> values.setNumber(field, number);
            case ConditionValue.Wide(long high, long low) -> values.setWide(field, high, low);
            case ConditionValue.Blob blob -> values.setBlob(field, blob.bytes());
            case ConditionValue.Text(DataType type, String text)
            when type == DataType.FWP_UNICODE_STRING_TYPE -> values.setText(field, text);
            case ConditionValue.Text(DataType type, String text)
            when type == DataType.FWP_SID -> values.setSid(field, new Sid(text));
            default -> {
                return null;
            }
        }
        return values;
    }

    private ValueRanges ranges(Condition condition) {
        return condition.value() instanceof ConditionValue.Empty
                ? null
                : ValueRanges.of(condition, schema.typeOf(condition.field()).orElseThrow());
    }

    private static long bits(Condition condition) {
        return condition.value() instanceof ConditionValue.Number number ? number.value() : -1;
    }

    /** The conditions by field, fields and conditions in their order. */
    static Map<Field, List<Condition>> groups(List<Condition> conditions) {
        Map<Field, List<Condition>> groups = new LinkedHashMap<>();
        for (Condition condition : conditions) {
            groups.computeIfAbsent(condition.field(), f -> new ArrayList<>()).add(condition);
        }
        return groups;
    }
}
