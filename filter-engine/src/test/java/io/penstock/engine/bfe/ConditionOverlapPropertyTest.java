// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.condition.CompiledConditions;
import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.policy.Layer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Conditions on an 8-bit field, whose every value is tried. */
class ConditionOverlapPropertyTest {
    private static final Layer CONNECT = Layer.byKey(BfeSketch.CONNECT).orElseThrow();
    private static final MatchType[] COMPARISONS = {
        MatchType.EQUAL,
        MatchType.NOT_EQUAL,
        MatchType.GREATER,
        MatchType.LESS,
        MatchType.GREATER_OR_EQUAL,
        MatchType.LESS_OR_EQUAL,
        MatchType.FLAGS_ALL_SET,
        MatchType.FLAGS_ANY_SET,
        MatchType.FLAGS_NONE_SET
    };

    @Test
    void shouldRelateConditionsAsTheirValuesDo() {
        long seed = Long.getLong("penstock.seed", 414_001L);
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            List<Condition> group = new ArrayList<>();
            for (int j = 0; j <= random.nextInt(3); j++) {
                group.add(condition(random));
            }
            Condition wanted = condition(random);
            BitSet accepted = accepted(group);
            BitSet described = accepted(List.of(wanted));
            if (described.isEmpty()) {
                continue;
            }
            BitSet both = (BitSet) described.clone();
            both.and(accepted);
            String what = "seed %d: filter %s, template %s".formatted(seed, group, wanted);
            boolean contained = selects(group, wanted, EnumType.FULLY_CONTAINED);
            boolean overlapping = selects(group, wanted, EnumType.OVERLAPPING);
            if (isExact(group, wanted)) {
                assertThat(contained).as(what).isEqualTo(both.equals(described));
                assertThat(overlapping).as(what).isEqualTo(!both.isEmpty());
            } else {
                assertThat(!contained || both.equals(described)).as(what).isTrue();
                assertThat(overlapping || both.isEmpty()).as(what).isTrue();
            }
        }
    }

    private static boolean isExact(List<Condition> group, Condition wanted) {
        return wanted.matchType() == MatchType.EQUAL
                || !isFlags(wanted) && group.stream().noneMatch(ConditionOverlapPropertyTest::isFlags);
    }

    private static boolean isFlags(Condition condition) {
        return condition.matchType().name().startsWith("FLAGS");
    }

    private static boolean selects(List<Condition> group, Condition wanted, EnumType type) {
        return ConditionOverlap.selects(CONNECT, group, List.of(wanted), type, true);
    }

    private static BitSet accepted(List<Condition> group) {
        CompiledConditions compiled = CompiledConditions.of(group, CONNECT, true);
        BitSet accepted = new BitSet();
        FieldValues values = new FieldValues();
        for (int value = 0; value < 256; value++) {
            values.setNumber(Field.IP_PROTOCOL, value);
            accepted.set(value, compiled.hold(values));
        }
        return accepted;
    }

    private static Condition condition(Random random) {
        if (random.nextInt(3) == 0) {
            int low = random.nextInt(256);
            return new Condition(
                    Field.IP_PROTOCOL,
                    MatchType.RANGE,
                    new ConditionValue.Range(number(low), number(low + random.nextInt(256 - low))));
        }
        MatchType matchType = COMPARISONS[random.nextInt(COMPARISONS.length)];
        return new Condition(Field.IP_PROTOCOL, matchType, number(random.nextInt(256)));
    }

    private static ConditionValue number(int value) {
        return new ConditionValue.Number(DataType.FWP_UINT8, value);
    }
}
