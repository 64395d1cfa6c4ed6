// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.BuiltInCallout;
import io.penstock.engine.policy.BuiltInCallouts;
import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.NaiveEvaluator;
import io.penstock.engine.policy.NaiveEvaluator.Answer;
import io.penstock.engine.policy.NaiveEvaluator.Stub;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.Sublayer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks on at every layer of a policy, before all its filters, and asks the naive evaluator what they come to. */
final class NaiveProbe implements Callout {
    private static final String KEY = "naive-probe";
    private static final Answer NO_OPINION = new Answer("CONTINUE", false, false);

    private final Deque<Asked> asked = new ArrayDeque<>();
    private final Map<Layer, List<Filter>> filters = new HashMap<>();
    private final Map<Layer, List<Sublayer>> sublayers = new HashMap<>();
    private boolean prefixIsSuffix;

    /** What the naive evaluator says of one visit. */
    record Asked(Layer layer, NaiveEvaluator.Outcome outcome) {}

    @Override
    public String key() {
        return KEY;
    }

    /** What the naive evaluator said, visit by visit, of what nobody has taken yet. */
    Deque<Asked> asked() {
        return asked;
    }

    /** The policy with this probe at every layer. */
    Policy watching(Policy policy) {
        prefixIsSuffix = policy.settings().prefixIsSuffix();
        List<Sublayer> watched = new ArrayList<>(policy.sublayers());
        watched.add(new Sublayer(KEY, 0xFFFF, -1));
        List<CalloutObject> callouts = new ArrayList<>(policy.callouts());
        callouts.add(new CalloutObject(KEY, KEY, List.of(), false));
        List<Filter> all = new ArrayList<>(policy.filters());
        long id = policy.filters().getLast().filterId();
        for (Layer layer : Layer.all()) {
            Action action = new Action.CalloutInspection(KEY);
            String key = KEY + layer.key();
            all.add(new Filter(++id, key, key, layer, KEY, 0, List.of(), action, Set.of(), null));
            remember(policy, layer);
        }
        return Policy.of(policy.settings(), policy.providers(), watched, callouts, policy.providerContexts(), all);
    }

    /** An inert filter is skipped, as if it were not there (spec 4.6). */
    private void remember(Policy policy, Layer layer) {
        List<Filter> here = policy.filters().stream()
                .filter(filter -> filter.layer().equals(layer) && !policy.isInert(filter))
                .toList();
        Set<String> keys = new HashSet<>();
        here.forEach(filter -> keys.add(filter.subLayerKey()));
        filters.put(layer, here);
        sublayers.put(
                layer,
                keys.stream().map(key -> policy.sublayer(key).orElseThrow()).toList());
    }

    @Override
    public void classify(ClassifyIn in, ClassifyOut out) {
        NaiveEvaluator.Outcome outcome = NaiveEvaluator.classify(
                in.layer(),
                sublayers.get(in.layer()),
                filters.get(in.layer()),
                filter -> NaiveEvaluator.matches(filter, in.values(), prefixIsSuffix),
                NaiveProbe::stub);
        asked.add(new Asked(in.layer(), outcome));
    }

    /** Windows' own silent drop blocks (spec 8.1); nothing else has code here. */
    private static Stub stub(String callout) {
        boolean works = BuiltInCallouts.byKey(callout)
                .filter(builtIn -> builtIn.behaviour() == BuiltInCallout.Behaviour.WORKS)
                .isPresent();
        return new Stub(works, right -> works ? new Answer("BLOCK", false, false) : NO_OPINION);
    }
}
