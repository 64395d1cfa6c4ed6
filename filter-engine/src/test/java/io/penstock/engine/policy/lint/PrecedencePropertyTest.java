// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.CompiledFilter;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.RandomPolicies;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What an index of conditions finds is what comparing each filter with each finds. */
class PrecedencePropertyTest {
    private static final int POLICIES = 200;
    private static final int FILTERS = 60;
    private static final List<Layer> VISITED =
            Layer.all().stream().filter(Layer::isIndicated).toList();

    private final long seed = Long.getLong("penstock.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final RandomPolicies policies = new RandomPolicies(random);
    private final Function<String, Callout> code = key -> new Inline();

    @Test
    void shouldFindTheSameAsComparingEachFilterWithEach() {
        Map<LintRule, Integer> found = new EnumMap<>(LintRule.class);
        for (int i = 0; i < POLICIES; i++) {
            Layer layer = VISITED.get(random.nextInt(VISITED.size()));
            Policy policy = policy(layer);
            List<LintFinding> indexed = new ArrayList<>();
            new PrecedenceCheck(policy, layer, code, indexed).check(matching(policy, layer));
            List<LintFinding> naive = new ArrayList<>();
            new NaivePrecedenceCheck(policy, layer, code, naive).check(matching(policy, layer));

            assertThat(indexed).as("penstock.seed=%d, policy %d", seed, i).isEqualTo(naive);
            indexed.forEach(one -> found.merge(one.rule(), 1, Integer::sum));
        }
        assertThat(found)
                .as("penstock.seed=%d", seed)
                .containsKeys(LintRule.DUPLICATE, LintRule.SHADOWED, LintRule.OVERRULED, LintRule.SOFT_BLOCK);
    }

    /** Random filters, some of which ask a callout that answers at once. */
    private Policy policy(Layer layer) {
        Policy policy = policies.policy(layer, FILTERS);
        List<Filter> filters = policy.filters().stream()
                .map(filter -> random.nextInt(5) == 0 ? asking(filter) : filter)
                .toList();
        return Policy.of(policy.settings(), policy.sublayers(), policy.callouts(), policy.providerContexts(), filters);
    }

    private static Filter asking(Filter filter) {
        return new Filter(
                filter.filterId(),
                filter.filterKey(),
                filter.name(),
                filter.layer(),
                filter.subLayerKey(),
                filter.effectiveWeight(),
                filter.conditions(),
                new Action.CalloutTerminating("c"),
                filter.flags(),
                null);
    }

    private static List<List<Filter>> matching(Policy policy, Layer layer) {
        ConditionCheck conditions = new ConditionCheck(new ArrayList<>());
        return policy.compiled(layer).sublayers().stream()
                .map(sublayer -> sublayer.filters().stream()
                        .map(CompiledFilter::filter)
                        .filter(conditions::mayMatch)
                        .toList())
                .toList();
    }

    private static final class Inline implements Callout {
        @Override
        public String key() {
            return "c";
        }

        @Override
        public void classify(ClassifyIn in, ClassifyOut out) {}
    }
}
