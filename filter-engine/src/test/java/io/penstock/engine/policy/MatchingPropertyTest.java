// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.condition.FieldValues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The compiled filters against the naive evaluator, on random policies and values. */
class MatchingPropertyTest {
    private static final int POLICIES = 120;
    private static final int FILTERS = 20;
    private static final int ITEMS = 40;
    private static final List<Layer> WITH_FIELDS =
            Layer.all().stream().filter(layer -> !layer.fields().isEmpty()).toList();

    private final long seed = Long.getLong("penstock.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final RandomPolicies policies = new RandomPolicies(random);

    @Test
    void shouldMatchExactlyWhatTheSpecificationMatches() {
        FieldValues values = new FieldValues();
        int matched = 0;
        int cases = 0;
        for (int i = 0; i < POLICIES; i++) {
            Layer layer = WITH_FIELDS.get(random.nextInt(WITH_FIELDS.size()));
            Policy policy = policies.policy(layer, FILTERS);
            for (int item = 0; item < ITEMS; item++) {
                policies.fill(layer, values);
                for (CompiledFilter compiled : filters(policy, layer)) {
                    boolean expected = NaiveEvaluator.matches(compiled.filter(), values, true);
                    assertThat(compiled.matches(values))
                            .as("seed %d, %s", seed, compiled.filter())
                            .isEqualTo(expected);
                    matched += expected ? 1 : 0;
                    cases++;
                }
            }
        }
        assertThat(cases).isGreaterThanOrEqualTo(20_000);
        assertThat(matched).as("matches among %d, seed %d", cases, seed).isBetween(cases / 10, cases * 9 / 10);
    }

    @Test
    void shouldOrderFiltersByWeightThenId() {
        for (int i = 0; i < POLICIES; i++) {
            Layer layer = Layer.of(LayerFamily.ALE_AUTH_CONNECT, IpVersion.V4);
            CompiledLayer compiled = policies.policy(layer, FILTERS).compiled(layer);
            assertThat(compiled.sublayers().stream().map(CompiledSublayer::sublayer))
                    .isSortedAccordingTo(
                            Comparator.comparingInt((Sublayer s) -> -s.weight()).thenComparingInt(Sublayer::order));
            for (CompiledSublayer sublayer : compiled.sublayers()) {
                assertThat(sublayer.filters().stream().map(CompiledFilter::filter))
                        .as("seed %d", seed)
                        .isSortedAccordingTo((a, b) -> {
                            int weights = Long.compareUnsigned(b.effectiveWeight(), a.effectiveWeight());
                            return weights != 0 ? weights : Long.compare(a.filterId(), b.filterId());
                        });
            }
        }
    }

    private static List<CompiledFilter> filters(Policy policy, Layer layer) {
        List<CompiledFilter> all = new ArrayList<>();
        policy.compiled(layer).sublayers().forEach(s -> all.addAll(s.filters()));
        return all;
    }
}
