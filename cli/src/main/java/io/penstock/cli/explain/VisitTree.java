// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.explain;

import io.penstock.cli.report.Styling;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.classify.DecisionTrace.Step;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One visit as a tree (spec 4.5): sublayers by weight, their filters in the order of arbitration, conditions, results, and what the results did. */
final class VisitTree {
    private final Policy policy;
    private final WalkPart.Visit visit;
    private final Layer layer;
    private final Tree tree;
    private final Styling style;
    private final ConditionLines conditions;

    VisitTree(Policy policy, WalkPart.Visit visit, Tree tree, Styling style) {
        this.policy = policy;
        this.visit = visit;
        this.tree = tree;
        this.style = style;
        layer = Layer.byKey(visit.layer()).orElseThrow();
        conditions = new ConditionLines(layer, policy.settings().prefixIsSuffix(), style);
    }

    void write() {
        tree.root(style.bold(Names.layer(visit.layer())) + flags() + ": " + end());
        visit.sublayers().forEach(this::sublayer);
    }

    private String flags() {
        return visit.flags() == 0 ? "" : style.dim(" (flags " + VisitFlags.text(visit.flags()) + ")");
    }

    private String end() {
        Step.Ended end = visit.end();
        if (end.action() == null) {
            String passes =
                    layer.isDiscard() ? "no filter decides, as is usual here" : "no filter decides, the packet passes";
            return style.dim(visit.sublayers().isEmpty() ? "no filters" : passes);
        }
        return ExplainPage.coloured(style, end.action().name()) + " by " + end.filterKey()
                + (end.veto() ? ", a veto" : "") + (end.absorbed() ? ", absorbed" : "");
    }

    private void sublayer(WalkPart.Sublayer sublayer) {
        tree.add(
                1,
                "sublayer " + sublayer.entered().subLayerKey()
                        + style.dim(", weight " + sublayer.entered().weight()));
        sublayer.tried().forEach(this::tried);
        notTried(sublayer);
        if (sublayer.combined().isEmpty()) {
            tree.add(2, style.dim("→ no result"));
        }
        sublayer.combined().forEach(combined -> tree.add(2, "→ " + combined(combined)));
    }

    private void tried(WalkPart.Tried tried) {
        Step.Tried step = tried.step();
        Filter filter = policy.filters().stream()
                .filter(one -> one.filterId() == step.filterId())
                .findFirst()
                .orElseThrow();
        String name = step.matched() ? style.bold(Names.filter(filter)) : Names.filter(filter);
        String action = style.dim(" (" + ActionText.of(filter) + ")");
        tree.add(2, (step.matched() ? style.green("✓ ") : style.red("✗ ")) + name + action);
        conditions.of(step.conditions()).forEach(line -> tree.add(3, line));
        tried.results().forEach(result -> tree.add(3, "→ " + result(result)));
    }

    private String result(Step.Evaluated result) {
        String consulted = switch (result.consulted()) {
            case NONE -> "";
            case ASKED -> "the callout was asked: ";
            case INERT -> "the callout is inert, so the filter is skipped: ";
            case UNREGISTERED -> "the callout is not registered: ";
            case SKIPPED -> "the callout wants flows with a context of its own, so it was not asked: ";
        };
        if (result.result() == CalloutAction.CONTINUE) {
            return consulted + "no result, on to the next filter";
        }
        return consulted
                + ExplainPage.coloured(style, result.result().name())
                + (result.hard() ? ", hard" : ", soft")
                + (result.absorb() ? ", absorbed" : "")
                + (result.canVeto() ? ", able to veto" : "");
    }

    private void notTried(WalkPart.Sublayer sublayer) {
        Set<Long> tried =
                sublayer.tried().stream().map(one -> one.step().filterId()).collect(Collectors.toSet());
        List<String> others = policy.compiled(layer).sublayers().stream()
                .filter(one ->
                        one.sublayer().subLayerKey().equals(sublayer.entered().subLayerKey()))
                .flatMap(one -> one.filters().stream())
                .filter(one -> !tried.contains(one.filter().filterId()))
                .map(one -> one.filter().filterKey())
                .toList();
        if (!others.isEmpty()) {
            tree.add(2, style.dim("not asked, since the sublayer has its result: " + String.join(", ", others)));
        }
    }

    private String combined(Step.Combined combined) {
        String after = ExplainPage.coloured(style, combined.after().name());
        String right =
                combined.rightAfter() ? "soft: lighter sublayers may change it" : "hard: only a veto could change it";
        if (combined.after() == CalloutAction.BLOCK && !combined.rightAfter()) {
            right = "hard: nothing can change it";
        }
        if (combined.veto()) {
            return after + " by " + combined.filterKey() + ", a veto against the hard permit";
        }
        if (combined.before() != combined.after()) {
            String from = combined.before() == null
                    ? ""
                    : " instead of " + combined.before().name();
            return after + from + " by " + combined.filterKey() + ", " + right;
        }
        if (combined.rightBefore() != combined.rightAfter()) {
            return after + " stays, and is now " + right;
        }
        return combined.rightBefore()
                ? after + " stays, " + right
                : after + " stays: the right to change it was cleared further up";
    }
}
