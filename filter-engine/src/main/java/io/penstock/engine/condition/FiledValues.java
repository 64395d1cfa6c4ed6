// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Numbers filed under what the conditions on one field accept: prefixes of numbers and addresses, or texts. What cannot be told that way is filed as open, and is found
 * whatever is looked for. One thread.
 */
final class FiledValues {
    /** What would be filed in more places is open, so that no document makes an index that is much larger than itself. */
    private static final int MOST_PLACES = 128;

    private static final int MOST_BITS = 128;

    private final DataType type;
    private final TreeMap<ValuePrefix, List<Integer>> prefixes = new TreeMap<>();
    private final Map<String, List<Integer>> texts = new HashMap<>();
    private final List<Integer> open = new ArrayList<>();

    FiledValues(DataType type) {
        this.type = type;
    }

    /**
     * Where conditions on the field are.
     *
     * @param prefixes of the numbers that they accept
     * @param texts that they accept
     */
    private record Places(List<ValuePrefix> prefixes, List<String> texts) {}

    /** Files a number under what any of these conditions accepts. */
    void file(int number, List<Condition> conditions) {
        Places places = places(conditions);
        if (places == null) {
            open.add(number);
            return;
        }
        places.prefixes()
                .forEach(one ->
                        prefixes.computeIfAbsent(one, p -> new ArrayList<>(1)).add(number));
        places.texts()
                .forEach(one ->
                        texts.computeIfAbsent(one, t -> new ArrayList<>(1)).add(number));
    }

    /** What accepts some one value that these conditions accept, in groups; null where no such value can be told. */
    List<List<Integer>> acceptingOneOf(List<Condition> conditions) {
        for (Condition condition : conditions) {
            String text = text(condition);
            if (text != null) {
                return List.of(open, texts.getOrDefault(text, List.of()));
            }
            ValueRanges ranges = ranges(condition);
            if (ranges != null && !ranges.isEmpty()) {
                List<List<Integer>> found = new ArrayList<>(List.of(open));
                around(ranges.lowest(), 0, found);
                return found;
            }
        }
        return null;
    }

    /** What accepts some value that these conditions accept, in groups; null where that cannot be told. */
    List<List<Integer>> acceptingAnyOf(List<Condition> conditions) {
        boolean wantsNone = conditions.stream().map(Condition::value).anyMatch(ConditionValue.Empty.class::isInstance);
        Places places = wantsNone ? null : places(conditions);
        if (places == null) {
            return null;
        }
        List<List<Integer>> found = new ArrayList<>(List.of(open));
        places.texts().forEach(one -> found.add(texts.getOrDefault(one, List.of())));
        for (ValuePrefix one : places.prefixes()) {
            around(one.low(), one.free(), found);
            // What is in it; it itself has been found.
            found.addAll(prefixes.subMap(one, false, new ValuePrefix(one.high(), 0), true)
                    .values());
        }
        return found;
    }

    private void around(BigInteger value, int free, List<List<Integer>> found) {
        for (int bits = free; bits <= MOST_BITS; bits++) {
            List<Integer> numbers = prefixes.get(ValuePrefix.around(value, bits));
            if (numbers != null) {
                found.add(numbers);
            }
        }
    }

    /** Where conditions are filed; null for open. A condition that wants no value accepts none. */
    private Places places(List<Condition> conditions) {
        List<ValueRanges> accepted = new ArrayList<>();
        List<String> equal = new ArrayList<>();
        for (Condition condition : conditions) {
            if (condition.value() instanceof ConditionValue.Empty) {
                continue;
            }
            String text = text(condition);
            ValueRanges ranges = text == null ? ranges(condition) : null;
            if (text == null && ranges == null) {
                return null;
            }
            if (text != null) {
                equal.add(text);
            } else {
                accepted.add(ranges);
            }
        }
        List<ValuePrefix> all = ValueRanges.union(accepted).prefixes();
        return all.size() + equal.size() > MOST_PLACES ? null : new Places(all, equal);
    }

    private ValueRanges ranges(Condition condition) {
        return condition.value() instanceof ConditionValue.Empty ? null : ValueRanges.of(condition, type);
    }

    /** The one text that a condition accepts, the same for texts that count as equal; null for others. */
    private static String text(Condition condition) {
        if (condition.matchType() != MatchType.EQUAL) {
            return null;
        }
        return switch (condition.value()) {
            case ConditionValue.Blob blob -> folded(blob);
            case ConditionValue.Text(DataType of, String text)
            when of == DataType.FWP_SID || of == DataType.FWP_UNICODE_STRING_TYPE -> text;
            default -> null;
        };
    }

    /** Application ids count as equal in any case; taking all blobs so finds a few too many. */
    private static String folded(ConditionValue.Blob blob) {
        return ConditionValue.Blob.of(ApplicationId.normal(blob.bytes())).hex();
    }
}
