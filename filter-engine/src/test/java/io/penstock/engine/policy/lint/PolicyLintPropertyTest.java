// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.condition.UntoldFields;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.NaiveEvaluator;
import io.penstock.engine.policy.NaiveEvaluator.Answer;
import io.penstock.engine.policy.NaiveEvaluator.Outcome;
import io.penstock.engine.policy.NaiveEvaluator.Stub;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.RandomPolicies;
import io.penstock.engine.policy.Sublayer;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is claimed of random policies, held against what the naive evaluator makes of random items. */
class PolicyLintPropertyTest {
    private static final int POLICIES = 400;
    private static final int FILTERS = 24;
    private static final int ITEMS = 120;
    private static final List<Layer> VISITED =
            Layer.all().stream().filter(Layer::isIndicated).toList();

    private final long seed = Long.getLong("penstock.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final RandomPolicies policies = new RandomPolicies(random);
    private final Map<LintRule, Integer> claims = new EnumMap<>(LintRule.class);

    @Test
    @SpecRule({"4.2 R-SUB", "4.2 R-COMBINE"})
    void shouldNeverClaimOfAFilterThatDecidesThatAnotherComesBeforeIt() {
        FieldValues values = new FieldValues();
        for (int i = 0; i < POLICIES; i++) {
            Layer layer = VISITED.get(random.nextInt(VISITED.size()));
            Policy policy = policies.policy(layer, FILTERS);
            List<LintFinding> found = PolicyLint.of(policy, key -> null);
            Set<String> unmatched = of(found, Set.of(LintRule.NEVER_MATCHES));
            Set<String> unasked = of(found, Set.of(LintRule.SHADOWED));
            Set<String> undecided = of(
                    found, Set.of(LintRule.NEVER_MATCHES, LintRule.SHADOWED, LintRule.OVERRULED, LintRule.DUPLICATE));
            for (int item = 0; item < ITEMS; item++) {
                fill(layer, values);
                Outcome outcome = classify(policy, layer, values);
                String what = "seed %d, policy %d, %s".formatted(seed, i, found);
                assertThat(keys(outcome.evaluated()))
                        .as(what)
                        .noneMatch(unasked::contains)
                        .noneMatch(unmatched::contains);
                if (outcome.deciding() != null) {
                    assertThat(undecided)
                            .as(what)
                            .doesNotContain(outcome.deciding().filterKey());
                }
                assertThat(outcome.veto()
                                && undecided.contains(outcome.deciding().filterKey()))
                        .as(what)
                        .isFalse();
            }
        }
        assertThat(claims)
                .as("seed %d", seed)
                .containsKeys(LintRule.SHADOWED, LintRule.OVERRULED, LintRule.DUPLICATE, LintRule.NEVER_MATCHES);
    }

    /** Leaving them out changes no decision. That is not so of overruled ones, which still end their sublayer. */
    @Test
    void shouldDecideTheSameWithoutTheFiltersThatAreSaidToBeNeverAsked() {
        FieldValues values = new FieldValues();
        for (int i = 0; i < POLICIES; i++) {
            Layer layer = VISITED.get(random.nextInt(VISITED.size()));
            Policy policy = policies.policy(layer, FILTERS);
            Set<String> idle =
                    of(PolicyLint.of(policy, key -> null), Set.of(LintRule.NEVER_MATCHES, LintRule.SHADOWED));
            List<Filter> others = policy.filters().stream()
                    .filter(filter -> !idle.contains(filter.filterKey()))
                    .toList();
            Policy without = Policy.of(
                    policy.settings(), policy.sublayers(), policy.callouts(), policy.providerContexts(), others);
            for (int item = 0; item < ITEMS / 4; item++) {
                fill(layer, values);
                Outcome all = classify(policy, layer, values);
                Outcome few = classify(without, layer, values);
                assertThat(few.action() + few.deciding() + few.right() + few.veto())
                        .as("seed %d, policy %d without %s", seed, i, idle)
                        .isEqualTo(all.action() + all.deciding() + all.right() + all.veto());
            }
        }
    }

    private Set<String> of(List<LintFinding> found, Set<LintRule> rules) {
        found.forEach(one -> claims.merge(one.rule(), 1, Integer::sum));
        return found.stream()
                .filter(one -> rules.contains(one.rule()))
                .map(LintFinding::filterKey)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static Outcome classify(Policy policy, Layer layer, FieldValues values) {
        List<Sublayer> sublayers = policy.sublayers();
        return NaiveEvaluator.classify(
                layer,
                sublayers,
                policy.filters(),
                filter ->
                        NaiveEvaluator.matches(filter, values, policy.settings().prefixIsSuffix()),
                key -> new Stub(false, right -> new Answer("CONTINUE", false, false)));
    }

    private void fill(Layer layer, FieldValues values) {
        policies.fill(layer, values);
        for (Field field : layer.fields()) {
            if (UntoldFields.reason(field).isPresent()) {
                values.setEmpty(field);
            }
        }
    }

    private static List<String> keys(List<Filter> filters) {
        return filters.stream().map(Filter::filterKey).toList();
    }
}
