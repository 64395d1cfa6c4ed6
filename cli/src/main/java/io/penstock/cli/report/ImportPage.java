// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import io.penstock.engine.policy.document.Carriage;
import io.penstock.engine.policy.document.ImportNote;
import io.penstock.engine.policy.document.ImportReport;
import io.penstock.engine.policy.document.ImportReport.CalloutCount;
import io.penstock.engine.policy.document.ImportReport.LayerCount;
import io.penstock.engine.policy.document.PolicyImport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The report on an import for a person: what there is, how it came over, and what a verdict therefore cannot promise. */
public final class ImportPage {
    private static final int SHORT_VERSION = 12;

    private final PolicyImport imported;
    private final ImportReport report;
    private final Styling styling;
    private final List<String> lines = new ArrayList<>();

    private ImportPage(PolicyImport imported, Styling styling) {
        this.imported = imported;
        this.report = imported.report();
        this.styling = styling;
    }

    /**
     * The page.
     *
     * @param output where the policy was written, or null
     */
    public static List<String> lines(PolicyImport imported, String output, boolean coloured) {
        ImportPage page = new ImportPage(imported, coloured ? Styling.COLOURED : Styling.PLAIN);
        page.head(output);
        page.conditions();
        page.layers();
        page.callouts();
        page.promises();
        page.leftOut();
        return page.lines;
    }

    private void head(String output) {
        lines.add(styling.bold(report.source()) + ": " + number(report.filters()) + " filters, "
                + number(report.sublayers()) + " sublayers, " + number(report.callouts()) + " callouts, "
                + number(report.providers()) + " providers, " + number(report.providerContexts())
                + " provider contexts");
        String version = imported.policy().version().substring(0, SHORT_VERSION);
        lines.add("policy " + version + (output == null ? "; -o FILE writes it" : ", written to " + output));
        if (report.leftOut() > 0) {
            lines.add(styling.red(number(report.leftOut()) + " filters left out whole, see below"));
        }
    }

    private void title(String text) {
        lines.add("");
        lines.add(styling.bold(text));
    }

    private void conditions() {
        title(number(report.conditions()) + " conditions");
        Columns columns = new Columns("tntt")
                .row("", carried(Carriage.EXACT), "exact", "captured packets tell what they test")
                .row("", carried(Carriage.APPROXIMATED), "approximated", "it is told in part, or by a stand-in")
                .row("", carried(Carriage.INERT), "inert", "nothing tells it: they never hold here");
        lines.addAll(columns.lines());
    }

    private String carried(Carriage carriage) {
        return number(report.carried().get(carriage));
    }

    private void layers() {
        title("filters by layer");
        Columns columns = new Columns("tnnnnnn")
                .row("layer", "filters", "exact", "approximated", "never match", "inert callout", "no part");
        for (LayerCount layer : report.layers()) {
            columns.row(
                    brief(layer.layer().key()),
                    number(layer.filters()),
                    dash(layer.exact()),
                    dash(layer.approximated()),
                    dash(layer.never()),
                    dash(layer.inert()),
                    dash(layer.noPart()));
        }
        columns.row(
                "all",
                number(report.filters()),
                dash(sum(LayerCount::exact)),
                dash(sum(LayerCount::approximated)),
                dash(sum(LayerCount::never)),
                dash(sum(LayerCount::inert)),
                dash(sum(LayerCount::noPart)));
        lines.addAll(columns.lines());
    }

    private int sum(ToIntFunction<LayerCount> part) {
        return report.layers().stream().mapToInt(part).sum();
    }

    private void callouts() {
        if (!report.inertCallouts().isEmpty()) {
            title("inert callouts: no code here; their filters are skipped, and the verdict is uncertain where one"
                    + " matches");
            lines.addAll(table(report.inertCallouts()));
        }
        if (!report.unregistered().isEmpty()) {
            title("callouts without code on the machine: their filters block, or permit where they say so");
            lines.addAll(table(report.unregistered()));
        }
    }

    private static List<String> table(List<CalloutCount> callouts) {
        Columns columns = new Columns("tntt").row("callout", "filters", "name", "on Windows");
        for (CalloutCount callout : callouts) {
            String name = callout.name().equals(callout.calloutKey()) ? "-" : callout.name();
            String note = callout.builtIn() ? callout.note() : "not one of Windows' own";
            columns.row(callout.calloutKey(), number(callout.filters()), name, note);
        }
        return columns.lines();
    }

    private void promises() {
        int never = sum(LayerCount::never);
        int inert = sum(LayerCount::inert);
        title("what a verdict cannot promise");
        lines.add(number(never) + " filters never match here, and " + number(inert) + " are skipped. Where the machine"
                + " would have decided by one of them, the verdict is that of the next filter, or none.");
        Columns columns = new Columns("nttt");
        grouped(Carriage.INERT).forEach((what, count) -> row(columns, what, count));
        grouped(Carriage.APPROXIMATED).forEach((what, count) -> row(columns, what, count));
        lines.addAll(columns.lines());
    }

    private static void row(Columns columns, ImportNote note, int count) {
        columns.row(
                number(count),
                note.carriage().name().toLowerCase(Locale.ROOT),
                (note.object() + " " + brief(note.field())).strip(),
                note.what());
    }

    /** Like notes counted together, their objects by kind alone, the most frequent first. */
    private Map<ImportNote, Integer> grouped(Carriage carriage) {
        Map<ImportNote, Integer> counts = new LinkedHashMap<>();
        for (ImportNote note : report.notes()) {
            if (note.carriage() == carriage) {
                counts.merge(new ImportNote(kind(note.object()), note.field(), carriage, note.what()), 1, Integer::sum);
            }
        }
        Map<ImportNote, Integer> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<ImportNote, Integer>comparingByValue(Comparator.reverseOrder()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    private static String kind(String object) {
        int key = object.lastIndexOf(' ');
        return key < 0 ? object : object.substring(0, key);
    }

    private void leftOut() {
        Map<ImportNote, Integer> groups = grouped(Carriage.LEFT_OUT);
        if (groups.isEmpty()) {
            return;
        }
        title("left out");
        Columns columns = new Columns("ntt");
        groups.forEach(
                (note, count) -> columns.row(number(count), (note.object() + " " + note.field()).strip(), note.what()));
        lines.addAll(columns.lines());
    }

    private static String brief(String key) {
        return key.replaceFirst("^FWPM_(LAYER|CONDITION)_", "");
    }

    private static String dash(int count) {
        return count == 0 ? "-" : number(count);
    }

    private static String number(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
