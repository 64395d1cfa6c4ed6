// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import io.penstock.cli.report.RunSummary.DiscardCount;
import io.penstock.cli.report.RunSummary.Fates;
import io.penstock.cli.report.RunSummary.FindingCount;
import io.penstock.cli.report.RunSummary.Latency;
import io.penstock.cli.report.RunSummary.Pends;
import io.penstock.cli.report.RunSummary.TopFlow;
import java.util.List;
import java.util.Locale;

/** The summary as a page for a person: what came, what became of it, why, and whether the books balance. */
public final class SummaryPage {
    private static final int WIDTH = 100;
    private static final int BAR = 40;
    private static final int MOST_LINES = 15;
    private static final String LAYER = "FWPM_LAYER_";

    private final RunSummary summary;
    private final Styling style;
    private final StringBuilder page = new StringBuilder();

    private SummaryPage(RunSummary summary, Styling style) {
        this.summary = summary;
        this.style = style;
    }

    /**
     * The page, with its last line break.
     *
     * @param title what was run
     */
    public static String of(RunSummary summary, String title, boolean coloured) {
        return new SummaryPage(summary, coloured ? Styling.COLOURED : Styling.PLAIN).print(title);
    }

    private String print(String title) {
        head(title);
        verdicts();
        discards();
        pends();
        findings();
        flows();
        notes();
        books();
        return page.toString();
    }

    private void head(String title) {
        page.append(style.bold("━━ " + title + " " + "━".repeat(Math.max(2, WIDTH - title.length() - 4))))
                .append('\n');
        String captures = summary.captures().size() == 1
                ? summary.captures().getFirst().file()
                : number(summary.captures().size()) + " captures";
        line(style.bold(number(summary.packets())) + " packets, " + number(summary.bytes()) + " bytes, "
                + number(summary.flows().count()) + " flows in " + captures);
        line("policy " + style.bold(summary.policy().name()) + " " + style.dim(policyId()));
        inertCallouts();
        line(String.format(
                Locale.ROOT,
                "%.2f s: %s packets/s, %.1f Mbit/s",
                summary.seconds(),
                number(Math.round(summary.packetsPerSecond())),
                summary.seconds() > 0 ? summary.bytes() * 8 / summary.seconds() / 1e6 : 0));
    }

    private void inertCallouts() {
        List<String> inert = summary.policy().inertCallouts();
        if (!inert.isEmpty()) {
            line(style.yellow("! ") + "inert, so that their filters are skipped: " + String.join(", ", shown(inert)));
            rest(inert.size(), "inert callouts (--json has all)");
        }
    }

    private String policyId() {
        return summary.policy().version().isEmpty() ? "none" : summary.policy().shortVersion();
    }

    private void verdicts() {
        section("Verdicts");
        Fates fates = summary.fates();
        List<String> lines = new Columns("tnnt")
                .row("permit", number(fates.permit()), percent(fates.permit()), bar(fates.permit()))
                .row("block", number(fates.block()), percent(fates.block()), bar(fates.block()))
                .row("absorb", number(fates.absorb()), percent(fates.absorb()), bar(fates.absorb()))
                .row("malformed", number(fates.malformed()), percent(fates.malformed()), bar(fates.malformed()))
                .lines();
        line(style.green(lines.get(0)));
        line(style.red(lines.get(1)));
        line(style.cyan(lines.get(2)));
        line(style.yellow(lines.get(3)));
        if (fates.uncertain() > 0) {
            line(style.yellow("! ") + number(fates.uncertain())
                    + " of them uncertain: a filter of an inert callout would have matched");
        }
    }

    private void discards() {
        section("Discards, by reason, layer and filter");
        if (summary.discards().isEmpty()) {
            line(style.dim("none"));
            return;
        }
        Columns columns = new Columns("nttt").row("packets", "reason", "layer", "filter");
        for (DiscardCount discard : shown(summary.discards())) {
            String callout = discard.callout() == null ? "" : " (callout " + discard.callout() + ")";
            columns.row(
                    number(discard.count()),
                    discard.reason(),
                    layer(discard.layer()),
                    (discard.filter() == null ? "-" : discard.filter()) + callout);
        }
        table(columns);
        rest(summary.discards().size(), "causes (--json has all)");
    }

    private void pends() {
        Pends pends = summary.pends();
        section("Pended for callouts");
        line(number(pends.pended()) + " pended, " + number(pends.completed()) + " completed, " + number(pends.expired())
                + " expired, " + number(summary.injected()) + " injected");
        Latency latency = pends.latency();
        if (latency != null) {
            line("answered within  p50 " + millis(latency.p50()) + "   p99 " + millis(latency.p99()) + "   p99.9 "
                    + millis(latency.p999()) + "   max " + millis(latency.max()));
        }
    }

    private void findings() {
        if (summary.findings().isEmpty()) {
            return;
        }
        section("Findings");
        Columns columns = new Columns("ntt").row("count", "callout", "found");
        for (FindingCount finding : shown(summary.findings())) {
            columns.row(number(finding.count()), finding.callout(), finding.key());
        }
        table(columns);
        rest(summary.findings().size(), "kinds of findings (--json has all)");
    }

    private void flows() {
        if (summary.flows().top().isEmpty()) {
            return;
        }
        section("Largest flows");
        Columns columns = new Columns("nnttt").row("bytes", "packets", "flow", "", "by filter");
        for (TopFlow flow : summary.flows().top()) {
            columns.row(
                    number(flow.bytes()),
                    number(flow.packets()),
                    flow.ends(),
                    flow.blocked() ? "blocked" : "",
                    flow.filter() == null ? "-" : flow.filter());
        }
        table(columns);
    }

    private void notes() {
        if (summary.notes().isEmpty() && summary.damage().isEmpty()) {
            return;
        }
        section("Notes");
        shown(summary.damage()).forEach(damage -> line(style.yellow("! ") + damage));
        rest(summary.damage().size(), "damaged captures");
        shown(summary.notes()).forEach(this::line);
        rest(summary.notes().size(), "notes");
    }

    private void books() {
        section("Books");
        Fates fates = summary.fates();
        Pends pends = summary.pends();
        boolean fatesHold = summary.packets() == fates.total();
        boolean pendsHold = pends.pended() == pends.completed() + pends.expired();
        boolean blocksHold = fates.block() == summary.discarded();
        String sum = number(fates.permit()) + " permit + " + number(fates.block()) + " block + "
                + number(fates.absorb()) + " absorb + " + number(fates.malformed()) + " malformed";
        List<String> lines = new Columns("nttt")
                .row(number(summary.packets()), "packets", equals(fatesHold), sum)
                .row(
                        number(pends.pended()),
                        "pended",
                        equals(pendsHold),
                        number(pends.completed()) + " completed + " + number(pends.expired()) + " expired")
                .row(number(fates.block()), "blocked", equals(blocksHold), number(summary.discarded()) + " discarded")
                .lines();
        line(mark(fatesHold) + lines.get(0));
        line(mark(pendsHold) + lines.get(1));
        line(mark(blocksHold) + lines.get(2));
        page.append(
                        summary.balances()
                                ? style.green("✓ The books balance")
                                        + ": every packet has one fate, every pend one end, "
                                        + "every block one discard."
                                : style.red("✗ The books do not balance")
                                        + ": that is a mistake in Penstock, please report it.")
                .append('\n');
    }

    private static String equals(boolean holds) {
        return holds ? "=" : "≠";
    }

    private String mark(boolean holds) {
        return holds ? style.green("✓ ") : style.red("✗ ");
    }

    private void table(Columns columns) {
        List<String> lines = columns.lines();
        line(style.dim(lines.getFirst()));
        lines.stream().skip(1).forEach(this::line);
    }

    private void section(String title) {
        page.append('\n')
                .append(style.bold("── " + title + " "))
                .append(style.dim("─".repeat(Math.max(2, WIDTH - title.length() - 4))))
                .append('\n');
    }

    private void line(String text) {
        page.append("   ").append(text).append('\n');
    }

    private void rest(int all, String what) {
        if (all > MOST_LINES) {
            line(style.dim("and " + number(all - MOST_LINES) + " more " + what));
        }
    }

    private static <T> List<T> shown(List<T> all) {
        return all.subList(0, Math.min(all.size(), MOST_LINES));
    }

    private String percent(long count) {
        long all = summary.packets();
        return all == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100.0 * count / all);
    }

    /** Whatever is there at all shows. */
    private String bar(long count) {
        long all = summary.packets();
        if (count == 0 || all == 0) {
            return "";
        }
        return "█".repeat((int) Math.max(1, Math.round((double) BAR * count / all)));
    }

    private static String layer(String key) {
        if (key == null) {
            return "-";
        }
        return key.startsWith(LAYER) ? key.substring(LAYER.length()) : key;
    }

    private static String millis(long micros) {
        return String.format(Locale.ROOT, micros < 10_000 ? "%.2f ms" : "%,.0f ms", micros / 1000.0);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
