// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.RandomPolicies;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The index holds against comparing each with each. */
class ConditionIndexPropertyTest {
    private static final int RUNS = 100;
    private static final int FILTERS = 40;
    private static final int MANY = 10_000;

    private final long seed = Long.getLong("penstock.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final RandomPolicies policies = new RandomPolicies(random);

    @Test
    void shouldLeaveOutNothingThatCoversOrMeets() {
        List<Layer> layers =
                Layer.all().stream().filter(layer -> !layer.fields().isEmpty()).toList();
        int covering = 0;
        int left = 0;
        for (int run = 0; run < RUNS; run++) {
            Layer layer = layers.get(random.nextInt(layers.size()));
            ConditionRelations relations = new ConditionRelations(layer, random.nextBoolean());
            ConditionIndex index = new ConditionIndex(layer);
            List<List<Condition>> filters = new ArrayList<>();
            for (int i = 0; i < FILTERS; i++) {
                filters.add(conditions(layer));
                index.add(i, filters.getLast());
            }
            for (List<Condition> one : filters) {
                List<Integer> mayCover = index.mayCover(one);
                List<Integer> mayMeet = index.mayMeet(one);
                assertThat(mayCover).isSorted().doesNotHaveDuplicates();
                assertThat(mayMeet).isSorted().doesNotHaveDuplicates();
                for (int i = 0; i < FILTERS; i++) {
                    List<Condition> other = filters.get(i);
                    String what = "penstock.seed=%d, run %d: %s and %s".formatted(seed, run, other, one);
                    if (canMatch(relations, one) && relations.covers(other, one)) {
                        covering++;
                        assertThat(mayCover).as(what).contains(i);
                    }
                    if (!relations.excludes(other, one)) {
                        assertThat(mayMeet).as(what).contains(i);
                    }
                }
                left += FILTERS - mayCover.size();
            }
        }
        assertThat(covering).as("seed %d", seed).isGreaterThan(RUNS * FILTERS);
        assertThat(left).as("seed %d", seed).isGreaterThan(RUNS * FILTERS);
    }

    @Test
    void shouldGiveFewOfTenThousandFiltersThatMayCoverOne() {
        Layer layer = Layer.byKey("FWPM_LAYER_ALE_AUTH_CONNECT_V4").orElseThrow();
        ConditionIndex index = new ConditionIndex(layer);
        List<List<Condition>> filters = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            filters.add(rule(i));
            index.add(i, filters.getLast());
        }
        long candidates = 0;
        for (List<Condition> filter : filters) {
            candidates += index.mayCover(filter).size();
        }
        assertThat(candidates).isBetween((long) MANY, 2L * MANY);
    }

    /** Rules as people and firewalls have them: by network, by host and port, by program, by range of ports. */
    private static List<Condition> rule(int i) {
        Condition tcp =
                new Condition(Field.IP_PROTOCOL, MatchType.EQUAL, new ConditionValue.Number(DataType.FWP_UINT8, 6));
        ConditionValue number = new ConditionValue.Number(DataType.FWP_UINT32, 0x0A000000L + i);
        return switch (i % 4) {
            case 0 ->
                List.of(
                        tcp,
                        new Condition(
                                Field.IP_REMOTE_ADDRESS,
                                MatchType.EQUAL,
                                new ConditionValue.V4Mask(0xC0000000 + (i << 8), -256)));
            case 1 ->
                List.of(
                        tcp,
                        new Condition(Field.IP_REMOTE_ADDRESS, MatchType.EQUAL, number),
                        new Condition(
                                Field.IP_REMOTE_PORT,
                                MatchType.EQUAL,
                                new ConditionValue.Number(DataType.FWP_UINT16, 443)));
            case 2 ->
                List.of(new Condition(
                        Field.byKey("FWPM_CONDITION_ALE_APP_ID").orElseThrow(),
                        MatchType.EQUAL,
                        new ConditionValue.Blob("%08x".formatted(i))));
            default ->
                List.of(
                        new Condition(
                                Field.IP_LOCAL_PORT,
                                MatchType.RANGE,
                                new ConditionValue.Range(
                                        new ConditionValue.Number(DataType.FWP_UINT16, 6L * i),
                                        new ConditionValue.Number(DataType.FWP_UINT16, 6L * i + 5))),
                        new Condition(Field.IP_LOCAL_ADDRESS, MatchType.EQUAL, number));
        };
    }

    private List<Condition> conditions(Layer layer) {
        List<Condition> conditions = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            conditions.add(policies.condition(layer));
        }
        return conditions;
    }

    /** What never matches is covered by everything, and is left out before. */
    private static boolean canMatch(ConditionRelations relations, List<Condition> conditions) {
        return ConditionRelations.groups(conditions).values().stream()
                .noneMatch(group -> group.stream().allMatch(relations::neverHolds));
    }
}
