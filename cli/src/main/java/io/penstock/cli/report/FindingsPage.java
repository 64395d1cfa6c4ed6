// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import io.penstock.worker.signature.rule.Rule;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What signatures found in a capture, as a page for a person. */
public final class FindingsPage {
    private static final int WIDTH = 100;

    private final Styling style;
    private final StringBuilder page = new StringBuilder();

    private FindingsPage(Styling style) {
        this.style = style;
    }

    /**
     * What was read and what was found.
     *
     * @param bytes of all packets, on the wire
     * @param rules taken
     * @param refused rules that were not
     * @param stopped how often a rule's tests took too many steps
     * @param counts findings of each rule that has some
     */
    public record Content(
            String capture,
            long packets,
            long bytes,
            int rules,
            int refused,
            long stopped,
            String search,
            double seconds,
            Map<Rule, Long> counts) {}

    /** The page, with its last line break. */
    public static String of(Content content, boolean coloured) {
        return new FindingsPage(coloured ? Styling.COLOURED : Styling.PLAIN).print(content);
    }

    private String print(Content content) {
        String title = "penstock signatures";
        page.append(style.bold("━━ " + title + " " + "━".repeat(WIDTH - title.length() - 4)))
                .append('\n');
        line(style.bold(number(content.packets())) + " packets, " + number(content.bytes()) + " bytes in "
                + content.capture());
        line(style.bold(number(content.rules())) + " rules, " + refused(content) + ", contents looked for by "
                + content.search());
        line(String.format(
                Locale.ROOT,
                "%.2f s: %s packets/s, %.1f Mbit/s",
                content.seconds(),
                number(Math.round(content.packets() / content.seconds())),
                content.bytes() * 8 / content.seconds() / 1e6));
        if (content.stopped() > 0) {
            line(style.yellow("! ") + number(content.stopped())
                    + " times a rule was stopped: its tests took too many steps on the bytes at hand");
        }
        page.append('\n');
        findings(content.counts());
        return page.toString();
    }

    private String refused(Content content) {
        return content.refused() == 0
                ? "none refused"
                : style.yellow(number(content.refused()) + " refused (above, with the reason)");
    }

    private void findings(Map<Rule, Long> counts) {
        page.append(style.bold("Findings, by rule")).append('\n');
        if (counts.isEmpty()) {
            line(style.dim("none"));
            return;
        }
        Columns columns = new Columns("nntt").row("findings", "sid", "action", "message");
        counts.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Rule, Long> entry) -> -entry.getValue())
                        .thenComparing(entry -> entry.getKey().sid()))
                .forEach(entry -> columns.row(
                        number(entry.getValue()),
                        Long.toString(entry.getKey().sid()),
                        entry.getKey().action().name().toLowerCase(Locale.ROOT),
                        entry.getKey().message()));
        List<String> lines = columns.lines();
        line(style.dim(lines.getFirst()));
        lines.stream().skip(1).forEach(this::line);
    }

    private void line(String text) {
        page.append("  ").append(text).append('\n');
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
