// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.explain;

import io.penstock.cli.explain.WhyNot.Outcome;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.classify.DecisionTrace.Step;
import io.penstock.engine.condition.ConditionOutcome;
import io.penstock.engine.condition.Field;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.document.ConditionText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds in a walk what became of a filter (spec 4.2). One thread. */
public final class WhyNotFinder {
    private final Explanation explanation;
    private final List<WalkPart.Visit> visits;

    public WhyNotFinder(Explanation explanation) {
        this.explanation = explanation;
        visits = explanation.parts().stream()
                .filter(WalkPart.Visit.class::isInstance)
                .map(WalkPart.Visit.class::cast)
                .toList();
    }

    /** What became of the filters: those whose layer was visited, once for each visit; of none was it, then each of them. */
    public List<WhyNot> find(List<Filter> filters) {
        List<WhyNot> found = new ArrayList<>();
        for (Filter filter : filters) {
            visits.stream()
                    .filter(visit -> visit.layer().equals(filter.layer().key()) && filter.isEnabled())
                    .map(visit -> at(visit, filter))
                    .forEach(found::add);
        }
        return found.isEmpty() ? filters.stream().map(this::unvisited).toList() : found;
    }

    private WhyNot unvisited(Filter filter) {
        if (!filter.isEnabled()) {
            boolean boot = filter.flags().contains(FilterFlag.BOOTTIME);
            return plain(
                    filter,
                    Outcome.TAKES_NO_PART,
                    boot ? "it is a boot-time filter, which takes no part in verdicts" : "it is disabled");
        }
        String why = new LayerAbsence(explanation).why(filter.layer());
        return plain(filter, Outcome.NOT_VISITED, "this packet never comes to the layer: " + why);
    }

    private WhyNot at(WalkPart.Visit visit, Filter filter) {
        Optional<WalkPart.Sublayer> sublayer = visit.sublayers().stream()
                .filter(one -> one.entered().subLayerKey().equals(filter.subLayerKey()))
                .findFirst();
        if (sublayer.isEmpty()) {
            String first =
                    visit.end().action() == CalloutAction.BLOCK ? visit.end().filterKey() : "";
            String why = first.isEmpty()
                    ? "no bytes of the stream came to its sublayer"
                    : first + " in a heavier sublayer blocked the stream, which no other sublayer then sees";
            return by(filter, Outcome.NOT_ASKED, "not asked: " + why, first);
        }
        return sublayer.get().tried().stream()
                .filter(tried -> tried.step().filterId() == filter.filterId())
                .findFirst()
                .map(tried -> tried.step().matched()
                        ? matched(visit, sublayer.get(), filter, tried)
                        : notMatched(filter, tried.step()))
                .orElseGet(() -> notAsked(sublayer.get(), filter));
    }

    private static WhyNot notMatched(Filter filter, Step.Tried tried) {
        String failed = ConditionLines.byField(tried.conditions()).values().stream()
                .filter(group -> group.stream().noneMatch(ConditionOutcome::held))
                .map(group -> words(filter, group))
                .collect(Collectors.joining("; "));
        return new WhyNot(filter, Outcome.NOT_MATCHED, "it does not match: " + failed, "", tried.conditions());
    }

    private static String words(Filter filter, List<ConditionOutcome> group) {
        Field field = group.getFirst().condition().field();
        ConditionText words = new ConditionText(filter.layer(), true);
        return words.field(field) + " is "
                + ConditionText.value(field, group.getFirst().fieldValue());
    }

    private static WhyNot notAsked(WalkPart.Sublayer sublayer, Filter filter) {
        String first = sublayer.combined().isEmpty()
                ? ""
                : sublayer.combined().getFirst().filterKey();
        return by(
                filter,
                Outcome.NOT_ASKED,
                "not asked: " + first + " comes first in sublayer " + filter.subLayerKey() + " and gave its result",
                first);
    }

    private static WhyNot matched(
            WalkPart.Visit visit, WalkPart.Sublayer sublayer, Filter filter, WalkPart.Tried tried) {
        if (filter.filterKey().equals(visit.end().filterKey())) {
            return plain(
                    filter,
                    Outcome.DECIDED,
                    "it did decide: it matches, and " + visit.end().action() + " is the layer's action");
        }
        String decider = visit.end().filterKey();
        return sublayer.combined().stream()
                .filter(one -> one.filterKey().equals(filter.filterKey()))
                .findFirst()
                .map(own -> by(filter, Outcome.OVERRULED, "it matches, but " + overruled(own, decider), decider))
                .orElseGet(() -> plain(
                        filter, Outcome.NO_RESULT, "it matches, but gives no result: " + noResult(filter, tried)));
    }

    private static String overruled(Step.Combined own, String decider) {
        if (own.decided()) {
            return decider + " in a lighter sublayer " + (own.rightAfter() ? "changed its soft " : "vetoed its hard ")
                    + own.after();
        }
        if (own.before() == own.after() && own.rightBefore()) {
            return decider + " in a heavier sublayer had decided the same";
        }
        return "the hard " + own.before() + " of " + decider + " in a heavier sublayer stands";
    }

    private static String noResult(Filter filter, WalkPart.Tried tried) {
        if (filter.action().isInspection()) {
            return "its callout only inspects";
        }
        if (tried.results().isEmpty()) {
            return "it was not asked about any bytes";
        }
        return switch (tried.results().getFirst().consulted()) {
            case INERT -> "its callout is inert, so that it is skipped";
            case SKIPPED -> "its callout has no context on the flow, so that it was not asked";
            case UNREGISTERED -> "its callout is not registered";
            case ASKED, NONE -> "its callout had no opinion";
        };
    }

    private static WhyNot plain(Filter filter, Outcome outcome, String text) {
        return by(filter, outcome, text, "");
    }

    private static WhyNot by(Filter filter, Outcome outcome, String text, String other) {
        return new WhyNot(filter, outcome, text, other == null ? "" : other, List.of());
    }
}
