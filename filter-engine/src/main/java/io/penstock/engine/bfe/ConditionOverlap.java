// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.condition.CompiledConditions;
import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.condition.Sid;
import io.penstock.engine.condition.TokenInformation;
import io.penstock.engine.condition.ValueRanges;
import io.penstock.engine.policy.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Compares what a filter's conditions accept with what a template describes (spec 1.14). Single values and ranges are compared exactly; of other tests
 * (flags against ranges, parts of strings) it is only known that they could overlap.
 */
final class ConditionOverlap {
    private enum Relation {
        DISJOINT,
        OVERLAPS,
        CONTAINS
    }

    private ConditionOverlap() {}

    /**
     * Whether a filter's conditions relate to the template's as the type says.
     *
     * @param prefixIsSuffix {@code match.prefixIsSuffix}
     */
    static boolean selects(
            Layer layer, List<Condition> ofFilter, List<Condition> wanted, EnumType type, boolean prefixIsSuffix) {
        Map<Field, List<Condition>> groups = ofFilter.stream()
                .collect(Collectors.groupingBy(Condition::field, LinkedHashMap::new, Collectors.toList()));
        Map<Field, Condition> wantedOf =
                wanted.stream().collect(Collectors.toMap(Condition::field, condition -> condition));
        for (Map.Entry<Field, List<Condition>> group : groups.entrySet()) {
            Condition one = wantedOf.get(group.getKey());
            Relation relation =
                    one == null ? ofUnnamed(type, wanted) : relation(layer, group.getValue(), one, prefixIsSuffix);
            if (relation == Relation.DISJOINT || type == EnumType.FULLY_CONTAINED && relation == Relation.OVERLAPS) {
                return false;
            }
        }
        return true;
    }

    /** A field that the template leaves open, and the filter does not. Without any condition the template is not about conditions. */
    private static Relation ofUnnamed(EnumType type, List<Condition> wanted) {
        return type == EnumType.FULLY_CONTAINED && !wanted.isEmpty() ? Relation.OVERLAPS : Relation.CONTAINS;
    }

    private static Relation relation(Layer layer, List<Condition> group, Condition wanted, boolean prefixIsSuffix) {
        FieldValues point = point(layer, wanted);
        if (point != null) {
            boolean holds = CompiledConditions.of(group, layer, prefixIsSuffix).hold(point);
            return holds ? Relation.CONTAINS : Relation.DISJOINT;
        }
        DataType type = layer.typeOf(wanted.field()).orElseThrow();
        ValueRanges described = ValueRanges.of(wanted, type);
        if (described == null) {
            return group.contains(wanted) ? Relation.CONTAINS : Relation.OVERLAPS;
        }
        List<ValueRanges> known = new ArrayList<>();
        boolean allKnown = true;
        for (Condition condition : group) {
            ValueRanges accepted = ValueRanges.of(condition, type);
            allKnown &= accepted != null;
            if (accepted != null) {
                known.add(accepted);
            }
        }
        ValueRanges accepted = ValueRanges.union(known);
        if (accepted.contains(described)) {
            return Relation.CONTAINS;
        }
        return !allKnown || accepted.overlaps(described) ? Relation.OVERLAPS : Relation.DISJOINT;
    }

    /** The one value that a condition describes, or null. */
    private static FieldValues point(Layer layer, Condition wanted) {
        if (wanted.matchType() != MatchType.EQUAL) {
            return null;
        }
        Field field = wanted.field();
        FieldValues values = new FieldValues();
        return switch (wanted.value()) {
            case ConditionValue.Empty() -> values;
            case ConditionValue.Number(var _, long value) -> {
                values.setNumber(field, value);
                yield values;
            }
            case ConditionValue.Wide(long high, long low) -> {
                values.setWide(field, high, low);
                yield values;
            }
            case ConditionValue.Blob blob -> {
                values.setBlob(field, blob.bytes());
                yield values;
            }
            case ConditionValue.Text(DataType type, String text) -> text(layer, field, type, text, values);
            case ConditionValue.V4Mask(var _, var _) -> null;
            case ConditionValue.V6Mask(var _, var _, var _) -> null;
            case ConditionValue.Range(var _, var _) -> null;
            case ConditionValue.Carried(var _, var _) -> null;
        };
    }

    /** A SID stands for a token whose user it is; one of an app container is only a part of a token. */
    private static FieldValues text(Layer layer, Field field, DataType type, String text, FieldValues values) {
        switch (type) {
            case FWP_UNICODE_STRING_TYPE -> values.setText(field, text);
            case FWP_SID -> {
                boolean token = layer.typeOf(field).filter(DataType::isToken).isPresent();
                if (!token) {
                    values.setSid(field, new Sid(text));
                } else if (text.startsWith("S-1-15-")) {
                    return null;
                } else {
                    values.setToken(field, new TokenInformation(new Sid(text), List.of(), null, List.of()));
                }
            }
            default -> {
                return null;
            }
        }
        return values;
    }
}
