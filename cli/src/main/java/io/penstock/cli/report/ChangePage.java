// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import io.penstock.reclassify.Breakdown;
import io.penstock.reclassify.CalloutAnswers;
import io.penstock.reclassify.ChangeGroup;
import io.penstock.reclassify.ComparedPolicy;
import io.penstock.reclassify.Comparison;
import io.penstock.reclassify.ComparisonCounts;
import io.penstock.reclassify.Decision;
import io.penstock.reclassify.ReclassificationReport;
import io.penstock.reclassify.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A re-classification as a person reads it: how many packets compare how, then each group with its first packet. */
public final class ChangePage {
    private static final int MOST_GROUPS = 12;
    private static final int MOST_SHARES = 3;

    private final ReclassificationReport report;
    private final Styling style;
    private final List<String> lines = new ArrayList<>();

    private ChangePage(ReclassificationReport report, Styling style) {
        this.report = report;
        this.style = style;
    }

    /** The page, lines ended. */
    public static String of(ReclassificationReport report, boolean coloured) {
        ChangePage page = new ChangePage(report, Styling.of(coloured));
        page.write();
        return String.join("\n", page.lines) + "\n";
    }

    private void write() {
        lines.add(style.bold("penstock reclassify"));
        lines.add(style.dim("old policy  ") + policy(report.oldPolicy()));
        lines.add(style.dim("new policy  ") + policy(report.newPolicy()));
        lines.add("");
        counts();
        answers("old", report.oldPolicy());
        answers("new", report.newPolicy());
        groups(Comparison.CHANGED, "changed: another action");
        groups(Comparison.MOVED, "moved: the same action, by another filter or at another layer");
        groups(
                Comparison.UNKNOWN,
                "unknown: hangs on a callout without code or recorded outcome, or on how full it was");
        if (report.otherPackets() > 0) {
            lines.add("");
            lines.add(style.dim(number(report.otherPackets()) + " packets are in more groups than are told"));
        }
    }

    private static String policy(ComparedPolicy policy) {
        String version = policy.version().isEmpty() ? "" : ", version " + policy.shortVersion();
        String unknown = policy.unknownCallouts().isEmpty()
                ? ""
                : "; no answer from " + String.join(", ", policy.unknownCallouts());
        return policy.name() + version + unknown;
    }

    private void counts() {
        ComparisonCounts counts = report.counts();
        Columns columns = new Columns("ntn");
        columns.row(number(counts.packets()), "packets", "");
        columns.row(number(counts.unchanged()), "unchanged", percent(counts.unchanged()));
        columns.row(number(counts.moved()), "moved", percent(counts.moved()));
        columns.row(number(counts.changed()), "changed", percent(counts.changed()));
        columns.row(number(counts.unknown()), "unknown", percent(counts.unknown()));
        lines.addAll(columns.lines());
    }

    private void answers(String side, ComparedPolicy policy) {
        for (CalloutAnswers callout : policy.answers()) {
            List<String> told = new ArrayList<>();
            tell(told, callout.recorded(), " recorded");
            tell(told, callout.expired(), " expired");
            tell(told, callout.overflowed(), " without room");
            tell(told, callout.computed(), " answered by its code now");
            tell(told, callout.unknown(), " unknown");
            lines.add(style.dim(side + " policy, callout ") + callout.callout() + ": " + String.join(", ", told));
        }
    }

    private static void tell(List<String> told, long count, String what) {
        if (count > 0) {
            told.add(number(count) + what);
        }
    }

    private void groups(Comparison comparison, String title) {
        List<ChangeGroup> groups = report.groups(comparison);
        if (groups.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(style.bold(title));
        groups.stream().limit(MOST_GROUPS).forEach(this::group);
        if (groups.size() > MOST_GROUPS) {
            long rest = groups.stream()
                    .skip(MOST_GROUPS)
                    .mapToLong(ChangeGroup::packets)
                    .sum();
            lines.add(style.dim("  and " + (groups.size() - MOST_GROUPS) + " more groups, " + number(rest)
                    + " packets (--json, --report)"));
        }
    }

    private void group(ChangeGroup group) {
        lines.add("  " + style.bold(number(group.packets())) + (group.packets() == 1 ? " packet: " : " packets: ")
                + decision(group.from()) + " -> " + decision(group.to()));
        lines.add(style.dim("      first  ") + group.first().name().text() + ": "
                + group.first().text());
        lines.add(style.dim("      flows  ") + shares(group.flows()));
    }

    private String decision(Decision decision) {
        String action = decision.action().isEmpty() ? "not recorded" : decision.action();
        String coloured = switch (decision.action()) {
            case "permit" -> style.green(action);
            case "block" -> style.red(action);
            default -> style.yellow(action);
        };
        String at = decision.layer().isEmpty() ? "" : " at " + decision.layer().replaceFirst("^FWPM_LAYER_", "");
        return coloured + (decision.filter().isEmpty() ? "" : " by " + decision.filter()) + at;
    }

    private static String shares(Breakdown breakdown) {
        List<String> told = new ArrayList<>();
        breakdown.shares().stream()
                .limit(MOST_SHARES)
                .forEach(share -> told.add(share.name() + " (" + number(share.packets()) + ")"));
        long rest = breakdown.packets()
                - breakdown.shares().stream()
                        .limit(MOST_SHARES)
                        .mapToLong(Share::packets)
                        .sum();
        if (rest > 0) {
            told.add("others (" + number(rest) + ")");
        }
        return String.join(", ", told);
    }

    private String percent(long part) {
        long all = report.counts().packets();
        return all == 0 ? "" : String.format(Locale.ROOT, "%.2f %%", 100.0 * part / all);
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
