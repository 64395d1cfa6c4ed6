// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Conditions of every type and match type against the naive oracle, and the rules of legality against the table of spec 3.3. */
class ConditionPropertyTest {
    private static final int CASES = 100_000;
    private static final List<Field> FIELDS = TypedFields.SCHEMA.types().keySet().stream()
            .sorted(Comparator.comparingInt(Field::ordinal))
            .toList();
    private static final Set<DataType> INTEGERS = EnumSet.range(DataType.FWP_UINT8, DataType.FWP_UINT64);
    private static final Map<MatchType, Set<DataType>> TABLE = table();

    private final long seed = Long.getLong("penstock.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final RandomConditions conditions = new RandomConditions(random);

    @Test
    void shouldHoldExactlyWhereTheSpecificationHolds() {
        FieldValues values = new FieldValues();
        int held = 0;
        int cases = 0;
        while (cases < CASES) {
            Field field = FIELDS.get(random.nextInt(FIELDS.size()));
            ConditionValue value = conditions.value(field);
            Condition condition = new Condition(field, conditions.of(MatchType.values()), value);
            boolean legal = TABLE.get(condition.matchType()).contains(value.type());
            assertThat(ConditionRules.fault(TypedFields.SCHEMA, condition).isEmpty())
                    .as("seed %d, legality of %s", seed, condition)
                    .isEqualTo(legal);
            if (legal) {
                boolean prefixIsSuffix = random.nextInt(4) > 0;
                Object given = conditions.fieldValue(field, value);
                RandomConditions.fill(values, field, given);
                boolean expected = NaiveConditions.holds(condition, given, prefixIsSuffix);
                CompiledConditions compiled =
                        CompiledConditions.of(List.of(condition), TypedFields.SCHEMA, prefixIsSuffix);
                assertThat(compiled.hold(values))
                        .as("seed %d, %s of %s, suffix %s", seed, condition, given, prefixIsSuffix)
                        .isEqualTo(expected);
                assertThat(compiled.outcomes(values).getFirst().held()).isEqualTo(expected);
                held += expected ? 1 : 0;
                cases++;
            }
        }
        assertThat(held).as("held, seed %d", seed).isBetween(cases / 5, cases * 4 / 5);
    }

    /** The column "Types" of spec 3.3, by the type of the condition's value. */
    private static Map<MatchType, Set<DataType>> table() {
        Set<DataType> sortable = EnumSet.range(DataType.FWP_UINT8, DataType.FWP_INT64);
        sortable.addAll(EnumSet.of(
                DataType.FWP_BYTE_ARRAY16_TYPE, DataType.FWP_BYTE_BLOB_TYPE, DataType.FWP_UNICODE_STRING_TYPE));
        Set<DataType> unequal = EnumSet.copyOf(sortable);
        unequal.addAll(EnumSet.of(
                DataType.FWP_SID,
                DataType.FWP_SECURITY_DESCRIPTOR_TYPE,
                DataType.FWP_V4_ADDR_MASK,
                DataType.FWP_V6_ADDR_MASK));
        Set<DataType> text = EnumSet.of(DataType.FWP_BYTE_BLOB_TYPE, DataType.FWP_UNICODE_STRING_TYPE);
        Map<MatchType, Set<DataType>> table = new EnumMap<>(MatchType.class);
        table.put(MatchType.EQUAL, EnumSet.complementOf(EnumSet.of(DataType.FWP_RANGE_TYPE)));
        for (MatchType order : EnumSet.range(MatchType.GREATER, MatchType.LESS_OR_EQUAL)) {
            table.put(order, sortable);
        }
        table.put(MatchType.RANGE, EnumSet.of(DataType.FWP_RANGE_TYPE));
        for (MatchType flags : EnumSet.range(MatchType.FLAGS_ALL_SET, MatchType.FLAGS_NONE_SET)) {
            table.put(flags, INTEGERS);
        }
        table.put(MatchType.EQUAL_CASE_INSENSITIVE, EnumSet.of(DataType.FWP_UNICODE_STRING_TYPE));
        table.put(MatchType.NOT_EQUAL, unequal);
        table.put(MatchType.PREFIX, text);
        table.put(MatchType.NOT_PREFIX, text);
        return table;
    }
}
