// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.lint;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.policy.CalloutUse;
import io.penstock.engine.policy.CompiledFilter;
import io.penstock.engine.policy.CompiledSublayer;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.PolicyAdvice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Looks through a policy for what its author cannot have meant (spec 3.4, 4.2, 4.6, 10 G2). Filters that take no part in verdicts are not looked at. Pure; any thread. */
public final class PolicyLint {
    private PolicyLint() {}

    /**
     * Everything found, layer by layer in the order of arbitration; what concerns single filters by the rules of {@link PolicyAdvice} last.
     *
     * @param code the callout of a key, null where its code is not here
     */
    public static List<LintFinding> of(Policy policy, Function<String, Callout> code) {
        List<LintFinding> found = new ArrayList<>();
        ConditionCheck conditions = new ConditionCheck(found);
        CalloutCodeCheck callouts = new CalloutCodeCheck(policy, code, found);
        for (Layer layer : Layer.all()) {
            List<List<Filter>> sublayers = policy.compiled(layer).sublayers().stream()
                    .map(PolicyLint::filters)
                    .toList();
            List<List<Filter>> matching = new ArrayList<>();
            for (List<Filter> sublayer : sublayers) {
                sublayer.forEach(callouts::check);
                matching.add(sublayer.stream().filter(conditions::mayMatch).toList());
            }
            if (!matching.isEmpty()) {
                new PrecedenceCheck(policy, layer, code, found).check(matching);
            }
        }
        higherLayers(policy, code, found);
        return List.copyOf(found);
    }

    private static List<Filter> filters(CompiledSublayer sublayer) {
        return sublayer.filters().stream().map(CompiledFilter::filter).toList();
    }

    private static void higherLayers(Policy policy, Function<String, Callout> code, List<LintFinding> found) {
        PolicyAdvice.of(policy, key -> use(code.apply(key))).stream()
                .filter(advice -> advice.rule().equals("G2"))
                .map(advice -> new LintFinding(LintRule.HIGHER_LAYER, advice.filterKey(), "", advice.text()))
                .forEach(found::add);
    }

    private static CalloutUse use(Callout callout) {
        return callout != null && callout.readsContent() ? CalloutUse.PACKET : CalloutUse.UNKNOWN;
    }
}
