// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.explain;

import io.penstock.cli.report.Styling;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.policy.Layer;
import java.util.List;

/** An explanation as a tree for a person: each visit, its sublayers, their filters, and what each came to. */
public final class ExplainPage {
    private final Explanation explanation;
    private final Tree tree;
    private final Styling style;

    private ExplainPage(Explanation explanation, Styling style) {
        this.explanation = explanation;
        this.style = style;
        tree = new Tree(style);
    }

    /** The page, lines ended. */
    public static String of(Explanation explanation, List<WhyNot> whyNot, Styling style) {
        return new ExplainPage(explanation, style).page(whyNot);
    }

    private String page(List<WhyNot> whyNot) {
        head();
        new WalkTree(explanation.policy(), tree, style).write(explanation.steps());
        whyNot.forEach(this::whyNot);
        return tree.text();
    }

    private void head() {
        tree.root(style.dim("packet   ") + explanation.packet());
        tree.root(style.dim("policy   ") + explanation.policyName() + ", version "
                + explanation.policy().version().substring(0, 12));
        tree.root(style.dim("verdict  ") + verdict(explanation.verdict()));
        tree.root("");
    }

    private String verdict(Verdict verdict) {
        String fate = coloured(style, verdict.fate().name());
        StringBuilder text = new StringBuilder(style.bold(fate));
        if (verdict.filterKey() != null) {
            text.append(" by ").append(verdict.filterKey());
        }
        if (verdict.layer() != null) {
            text.append(" at ").append(Names.layer(verdict.layer().key()));
        }
        if (verdict.subLayerKey() != null) {
            text.append(", sublayer ").append(verdict.subLayerKey());
        }
        if (verdict.reason() != null) {
            text.append(": ").append(verdict.reason());
        }
        if (verdict.layer() == null && verdict.reason() == null) {
            text.append(": no filter decided");
        }
        return text.append(verdict.uncertain() ? " (uncertain: an inert filter matches)" : "")
                .toString();
    }

    private void whyNot(WhyNot why) {
        tree.root("");
        String at = why.filter().layer().key();
        tree.root(style.bold("why not " + why.filter().filterKey()) + " at " + Names.layer(at) + ": " + why.text());
        Layer layer = why.filter().layer();
        boolean suffix = explanation.policy().settings().prefixIsSuffix();
        ConditionLines lines = new ConditionLines(layer, suffix, style);
        lines.of(why.conditions()).forEach(line -> tree.add(1, line));
    }

    /** A decision in its colour. */
    static String coloured(Styling style, String action) {
        return switch (action) {
            case "PERMIT" -> style.green(action);
            case "BLOCK", "MALFORMED" -> style.red(action);
            case "ABSORB" -> style.yellow(action);
            default -> action;
        };
    }
}
