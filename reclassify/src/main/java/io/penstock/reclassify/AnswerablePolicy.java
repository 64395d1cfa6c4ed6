// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A policy whose callouts without code and without recorded outcomes abstain (spec 10.1.2): they are inert, so that their filters are skipped and the
 * verdicts of the packets, and of the flows, that they would have matched are uncertain. Immutable.
 */
final class AnswerablePolicy {
    private final Policy policy;
    private final List<String> unknown;

    private AnswerablePolicy(Policy policy, List<String> unknown) {
        this.policy = policy;
        this.unknown = List.copyOf(unknown);
    }

    /**
     * The policy as it is evaluated.
     *
     * @param answered keys of the callouts that have code or recorded outcomes
     */
    static AnswerablePolicy of(Policy given, Set<String> answered) {
        List<String> inert =
                given.inertCallouts().stream().map(CalloutObject::calloutKey).toList();
        List<String> silent = given.consultedCallouts().stream()
                .filter(key -> !answered.contains(key) && !inert.contains(key))
                .toList();
        List<String> unknown = given.consultedCallouts().stream()
                .filter(key -> inert.contains(key) || silent.contains(key))
                .toList();
        return new AnswerablePolicy(silent.isEmpty() ? given : silenced(given, silent), unknown);
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

    /** Keys of the callouts that abstain, those that are inert by themselves among them. */
    List<String> unknown() {
        return unknown;
    }
}
