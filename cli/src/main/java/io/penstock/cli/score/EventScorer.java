// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.score;

import io.penstock.cli.explain.Explanation;
import io.penstock.cli.explain.Names;
import io.penstock.cli.explain.WhyNot;
import io.penstock.cli.explain.WhyNotFinder;
import io.penstock.cli.score.EventOutcome.Agreement;
import io.penstock.cli.score.EventOutcome.Cause;
import io.penstock.cli.score.EventOutcome.Disagreement;
import io.penstock.cli.score.EventOutcome.FilterMatch;
import io.penstock.cli.score.EventOutcome.Incomparable;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.classify.ArbitrationCase;
import io.penstock.engine.classify.DecisionTrace;
import io.penstock.engine.classify.DecisionTrace.Consulted;
import io.penstock.engine.classify.DecisionTrace.Step;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.condition.ConditionOutcome;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.event.NetEventBody;
import io.penstock.engine.event.RecordedEvent;
import io.penstock.engine.event.RecordedEvent.Decision;
import io.penstock.engine.event.RecordedFields;
import io.penstock.engine.policy.BuiltInCallout.Behaviour;
import io.penstock.engine.policy.BuiltInCallouts;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Classifies recorded events at their layers under one policy, and compares (spec 4, 8.4). One thread. */
public final class EventScorer {
    private static final ArbitrationCase.Answer BLOCKS = new ArbitrationCase.Answer(CalloutAction.BLOCK, true, false);
    private static final ArbitrationCase.Answer ABSTAINS = new ArbitrationCase.Answer(null, false, false);

    private final String policyName;
    private final Policy policy;
    private final PolicyRevision revision;
    private final Map<Long, Filter> byId;
    private final Map<String, Filter> byKey;
    private final Map<String, ArbitrationCase.Stub> stubs = new HashMap<>();

    /**
     * A scorer for a policy.
     *
     * @param unregistered callouts whose code did not run on the machine: their filters block, or permit where they say so
     */
    public EventScorer(String policyName, Policy policy, Set<String> unregistered) {
        this.policyName = policyName;
        this.policy = policy;
        revision = new PolicyRevision(policy, 1);
        byId = policy.filters().stream().collect(Collectors.toMap(Filter::filterId, f -> f, (first, second) -> first));
        byKey = policy.filters().stream().collect(Collectors.toMap(Filter::filterKey, f -> f));
        for (Filter filter : policy.filters()) {
            String callout = filter.action().callout();
            if (callout != null && !unregistered.contains(callout)) {
                ArbitrationCase.Answer answer = isSilentDrop(callout) ? BLOCKS : ABSTAINS;
                stubs.put(callout, new ArbitrationCase.Stub(true, answer, answer));
            }
        }
    }

    private static boolean isSilentDrop(String callout) {
        return BuiltInCallouts.byKey(callout)
                .filter(own -> own.behaviour() == Behaviour.WORKS)
                .isPresent();
    }

    /** Compares one event. */
    public EventOutcome score(RecordedEvent event) {
        Optional<Layer> layer = event.layer();
        String why = incomparable(event, layer);
        return why.isEmpty() ? classified(event, layer.orElseThrow()) : new Incomparable(why);
    }

    private static String incomparable(RecordedEvent event, Optional<Layer> layer) {
        if (event.decision() == Decision.NONE) {
            return event.type() + " tells of no filter's decision";
        }
        if (event.event().body() instanceof NetEventBody.IpsecKernelDrop) {
            return "dropped by IPsec, which is no filter's decision";
        }
        if (layer.isEmpty()) {
            return event.layerId() < 0 ? "the event names no layer" : "its layer id is another layer's in every build";
        }
        boolean mac = event.event().body() instanceof NetEventBody.ClassifyDropMac;
        return !mac && event.event().header().ipVersion() == 0 ? "the event has no address" : "";
    }

    private EventOutcome classified(RecordedEvent event, Layer layer) {
        FieldValues values = RecordedFields.of(event, layer);
        DecisionTrace trace = new DecisionTrace();
        ArbitrationCase.Outcome outcome = ArbitrationCase.run(revision, layer, values, stubs, trace);
        List<Step> steps = trace.steps();
        Filter windows = byId.get(event.filterId());
        String unasked = unasked(steps, windows);
        if (!unasked.isEmpty()) {
            return new Incomparable(unasked);
        }
        Decision here = outcome.finalAction().equals("BLOCK") ? Decision.BLOCK : Decision.PERMIT;
        Filter decider = outcome.decidingFilter() == null ? null : byKey.get(outcome.decidingFilter());
        if (here == event.decision()) {
            return new Agreement(match(event, decider));
        }
        WhyNot whyNot = windows == null || !windows.layer().equals(layer) || !windows.isEnabled()
                ? null
                : whyNot(event, layer, values, outcome, steps, windows);
        return new Disagreement(
                layer,
                event.decision(),
                event.filterId(),
                windows,
                here,
                decider,
                cause(event, layer, windows, whyNot),
                text(event, layer, windows, whyNot),
                steps.stream().anyMatch(step -> isConsulted(step, Consulted.INERT)));
    }

    /** Why code that is not here, or wants a packet, would have to be asked; empty where it need not be. */
    private String unasked(List<Step> steps, Filter windows) {
        for (Step step : steps) {
            if (step instanceof Step.Evaluated evaluated) {
                Filter filter = byId.get(evaluated.filterId());
                String callout = filter.action().callout();
                boolean inert = evaluated.consulted() == Consulted.INERT && filter.equals(windows);
                if (inert) {
                    return "Windows decided by callout " + callout + ", which has no code here";
                }
                if (evaluated.consulted() == Consulted.ASKED
                        && !filter.action().isInspection()
                        && !isSilentDrop(callout)) {
                    return "callout " + callout + " decides by the packet, which an event does not have";
                }
            }
        }
        return "";
    }

    private static boolean isConsulted(Step step, Consulted how) {
        return step instanceof Step.Evaluated evaluated && evaluated.consulted() == how;
    }

    private static FilterMatch match(RecordedEvent event, Filter decider) {
        if (event.filterId() == 0 && decider != null) {
            return FilterMatch.NOT_NAMED;
        }
        return event.filterId() == (decider == null ? 0 : decider.filterId()) ? FilterMatch.SAME : FilterMatch.OTHER;
    }

    private WhyNot whyNot(
            RecordedEvent event,
            Layer layer,
            FieldValues values,
            ArbitrationCase.Outcome outcome,
            List<Step> steps,
            Filter windows) {
        CalloutAction action =
                outcome.finalAction().equals("NONE") ? null : CalloutAction.valueOf(outcome.finalAction());
        List<Step> visit = new ArrayList<>();
        visit.add(new Step.Visited(layer.key(), (int) values.number(Field.FLAGS)));
        visit.addAll(steps);
        visit.add(new Step.Ended(layer.key(), action, outcome.decidingFilter(), outcome.veto(), outcome.absorbed()));
        Explanation explanation =
                new Explanation(EventLine.of(event), event.item(), new byte[0], policyName, policy, visit, null);
        return new WhyNotFinder(explanation).find(List.of(windows)).getFirst();
    }

    private static Cause cause(RecordedEvent event, Layer layer, Filter windows, WhyNot whyNot) {
        if (event.filterId() == 0) {
            return Cause.NO_FILTER_NAMED;
        }
        if (windows == null) {
            return Cause.FILTER_NOT_IN_POLICY;
        }
        if (!windows.layer().equals(layer)) {
            return Cause.OTHER_LAYER;
        }
        if (whyNot == null) {
            return Cause.TAKES_NO_PART;
        }
        return switch (whyNot.outcome()) {
            case NOT_MATCHED -> isUntold(whyNot) ? Cause.FIELD_NOT_TOLD : Cause.NOT_MATCHED;
            case NOT_ASKED -> Cause.NOT_ASKED;
            case DECIDED, NO_RESULT, OVERRULED, NOT_VISITED -> Cause.OVERRULED;
            case TAKES_NO_PART -> Cause.TAKES_NO_PART;
        };
    }

    /** Whether every field on which the filter failed is one that the event does not tell. */
    private static boolean isUntold(WhyNot whyNot) {
        Set<Field> held = whyNot.conditions().stream()
                .filter(ConditionOutcome::held)
                .map(one -> one.condition().field())
                .collect(Collectors.toSet());
        return whyNot.conditions().stream()
                .filter(one -> !held.contains(one.condition().field()))
                .allMatch(one -> one.fieldValue().type() == DataType.FWP_EMPTY);
    }

    private static String text(RecordedEvent event, Layer layer, Filter windows, WhyNot whyNot) {
        if (event.filterId() == 0) {
            return "the event names no filter";
        }
        if (windows == null) {
            return "filter " + event.filterId() + " is not in the policy";
        }
        String name = "filter " + event.filterId() + " (" + Names.filter(windows) + ")";
        if (!windows.layer().equals(layer)) {
            return name + " is at " + Names.layer(windows.layer().key()) + " in the policy";
        }
        return name + ": " + (whyNot == null ? "it is disabled, or for the time of booting" : whyNot.text());
    }
}
