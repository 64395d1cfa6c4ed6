// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import io.penstock.engine.callout.builtin.BuiltInCode;
import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A policy with what is to be had of its callouts' answers (spec 10.1.2). Where outcomes may be recorded, a callout without code is away: it is asked as if it were
 * out of band, and abstains pend by pend where none is. Where nothing can be recorded it is inert altogether, so that its filters are skipped and the
 * verdicts of the packets, and of the flows, that they would have matched are uncertain. Immutable.
 */
final class AnswerablePolicy {
    private final Policy policy;
    private final List<String> inert;
    private final List<String> away;

    private AnswerablePolicy(Policy policy, List<String> inert, List<String> away) {
        this.policy = policy;
        this.inert = List.copyOf(inert);
        this.away = List.copyOf(away);
    }

    /**
     * The policy as it is evaluated.
     *
     * @param code keys of the callouts whose code is here
     * @param recorded whether outcomes may be recorded
     */
    static AnswerablePolicy of(Policy given, Set<String> code, boolean recorded) {
        List<String> inert =
                given.inertCallouts().stream().map(CalloutObject::calloutKey).toList();
        List<String> without = given.consultedCallouts().stream()
                .filter(key -> !code.contains(key) && !inert.contains(key) && BuiltInCode.lookup(key) == null)
                .toList();
        if (recorded || without.isEmpty()) {
            return new AnswerablePolicy(given, inert, without);
        }
        List<String> unknown = given.consultedCallouts().stream()
                .filter(key -> inert.contains(key) || without.contains(key))
                .toList();
        return new AnswerablePolicy(silenced(given, without), unknown, List.of());
    }

    private static Policy silenced(Policy given, List<String> silent) {
        Map<String, CalloutObject> callouts = new LinkedHashMap<>();
        given.callouts().forEach(callout -> callouts.put(callout.calloutKey(), callout));
        for (String key : silent) {
            CalloutObject is = given.callout(key).orElseThrow();
            callouts.put(key, new CalloutObject(key, is.name(), is.applicableLayers(), true, is.providerKey()));
        }
        return Policy.of(
                given.settings(),
                given.providers(),
                given.sublayers(),
                new ArrayList<>(callouts.values()),
                given.providerContexts(),
                given.filters());
    }

    Policy policy() {
        return policy;
    }

    /** Keys of the callouts that always abstain, those that are inert by themselves among them. */
    List<String> inert() {
        return inert;
    }

    /** Keys of the callouts that are asked although their code is not here. */
    List<String> away() {
        return away;
    }
}
