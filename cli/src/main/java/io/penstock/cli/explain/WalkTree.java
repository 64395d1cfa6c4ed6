// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.explain;

import io.penstock.cli.report.Styling;
import io.penstock.engine.classify.DecisionTrace.Step;
import io.penstock.engine.policy.Policy;
import java.util.List;
import java.util.Locale;

/** A walk as a tree: its visits, and what happened between them. */
final class WalkTree {
    private final Policy policy;
    private final Tree tree;
    private final Styling style;

    WalkTree(Policy policy, Tree tree, Styling style) {
        this.policy = policy;
        this.tree = tree;
        this.style = style;
    }

    void write(List<Step> steps) {
        if (steps.isEmpty()) {
            tree.root(style.dim("not classified at any layer"));
        }
        for (WalkPart part : WalkParts.of(steps)) {
            switch (part) {
                case WalkPart.Visit visit -> new VisitTree(policy, visit, tree, style).write();
                case WalkPart.Event event -> tree.root(event(event.step()));
            }
        }
    }

    private String event(Step.Between step) {
        return switch (step) {
            case Step.Standing(String layer, String filter, boolean blocked) ->
                (layer == null ? "authorisation" : Names.layer(layer))
                        + ": not visited again, an earlier packet of the flow was "
                        + (blocked ? style.red("blocked") : style.green("permitted"))
                        + (filter == null ? ", no filter decided" : " by " + filter);
            case Step.Pended(String filter, String callout) ->
                style.yellow("pended") + " for callout " + callout + " by " + filter;
            case Step.Answered(String filter, String callout, var answer) ->
                "callout " + callout + " answers " + style.yellow(answer.name().toLowerCase(Locale.ROOT));
            case Step.Injected(String callout) -> style.yellow("a clone") + " that callout " + callout + " injects:";
            case Step.Unvisited(List<String> layers) ->
                style.dim("not visited, since the walk ends here: "
                        + String.join(", ", layers.stream().map(Names::layer).toList()));
        };
    }
}
