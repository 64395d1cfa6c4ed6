// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The conditions of many filters of one layer by the fields that they test and by what they accept there, so that one filter is compared with few others (spec 3.3, 3.4). It
 * leaves out only what {@link ConditionRelations} would deny; whether the others do cover or meet is for that to say. One thread.
 */
public final class ConditionIndex {
    private final FieldSchema schema;
    private final Map<Set<Field>, Shape> shapes = new LinkedHashMap<>();

    /** Filters that test the same fields. */
    private static final class Shape {
        private final List<Integer> all = new ArrayList<>();
        private final Map<Field, FiledValues> fields = new HashMap<>();
    }

    /**
     * An index of nothing.
     *
     * @param schema the layer's fields; conditions are ones that {@link ConditionRules} allow there
     */
    public ConditionIndex(FieldSchema schema) {
        this.schema = schema;
    }

    /**
     * Takes a filter in.
     *
     * @param number by which it is found, 0 and up, above those of before
     */
    public void add(int number, List<Condition> conditions) {
        Map<Field, List<Condition>> groups = ConditionRelations.groups(conditions);
        Shape shape = shapes.computeIfAbsent(Set.copyOf(groups.keySet()), fields -> new Shape());
        shape.all.add(number);
        groups.forEach((field, group) -> shape.fields
                .computeIfAbsent(field, f -> new FiledValues(schema.typeOf(f).orElseThrow()))
                .file(number, group));
    }

    /** All filters that may match whatever these conditions do, each by its number, lower ones first. */
    public List<Integer> mayCover(List<Condition> inner) {
        Map<Field, List<Condition>> groups = ConditionRelations.groups(inner);
        List<Integer> found = new ArrayList<>();
        shapes.forEach((fields, shape) -> {
            if (groups.keySet().containsAll(fields)) {
                List<List<Integer>> fewest = List.of(shape.all);
                for (Field field : fields) {
                    fewest = fewer(fewest, shape.fields.get(field).acceptingOneOf(groups.get(field)));
                }
                fewest.forEach(found::addAll);
            }
        });
        return rising(found);
    }

    /** All filters that may match something that these conditions match too, each by its number, lower ones first. */
    public List<Integer> mayMeet(List<Condition> conditions) {
        Map<Field, List<Condition>> groups = ConditionRelations.groups(conditions);
        List<Integer> found = new ArrayList<>();
        shapes.forEach((fields, shape) -> {
            List<List<Integer>> fewest = List.of(shape.all);
            for (Field field : fields) {
                List<Condition> group = groups.get(field);
                if (group != null) {
                    fewest = fewer(fewest, shape.fields.get(field).acceptingAnyOf(group));
                }
            }
            fewest.forEach(found::addAll);
        });
        return rising(found);
    }

    private static List<List<Integer>> fewer(List<List<Integer>> one, List<List<Integer>> other) {
        return other == null || size(one) <= size(other) ? one : other;
    }

    private static int size(List<List<Integer>> groups) {
        return groups.stream().mapToInt(Collection::size).sum();
    }

    private static List<Integer> rising(List<Integer> numbers) {
        return numbers.stream().sorted().distinct().toList();
    }
}
