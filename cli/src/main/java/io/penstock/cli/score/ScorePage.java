// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.score;

import io.penstock.cli.explain.Names;
import io.penstock.cli.report.Styling;
import io.penstock.cli.score.EventOutcome.Disagreement;
import io.penstock.cli.score.EventOutcome.FilterMatch;
import io.penstock.engine.policy.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A score for a person. */
public final class ScorePage {
    private ScorePage() {}

    /** The lines. */
    public static List<String> lines(EventScore score, Styling style) {
        List<String> lines = new ArrayList<>();
        long other = score.incomparable().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        lines.add(style.bold("agreement " + number(score.agreed()) + " of " + number(score.comparable())) + ", "
                + number(other) + " not comparable");
        if (score.agreed() > 0) {
            lines.add("  by the same filter " + number(score.agreed(FilterMatch.SAME)) + ", by another "
                    + number(score.agreed(FilterMatch.OTHER)) + ", the event names none "
                    + number(score.agreed(FilterMatch.NOT_NAMED)));
        }
        score.incomparable().forEach((why, count) -> lines.add("  not comparable " + number(count) + ": " + why));
        for (EventScore.Group group : score.groups()) {
            Disagreement one = group.first();
            lines.add("");
            lines.add(style.bold(number(group.count()) + " × ")
                    + Names.layer(one.layer().key()) + ": Windows "
                    + style.yellow(one.windows().name()) + ", here "
                    + style.yellow(one.here().name())
                    + decider(one.hereFilter()) + (one.uncertain() ? " (uncertain: an inert filter matches)" : ""));
            lines.add("  why: " + one.why());
            lines.add(style.dim("  first: line " + group.line() + ", " + group.event()));
        }
        if (score.ungrouped() > 0) {
            lines.add("");
            lines.add(number(score.ungrouped()) + " more, of too many kinds to list");
        }
        return lines;
    }

    private static String decider(Filter filter) {
        return filter == null ? ", no filter decides" : " by " + Names.filter(filter);
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
