// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.stream.counts.DiscardField;
import io.penstock.stream.counts.DiscardTotal;
import io.penstock.stream.counts.DiscardTotals;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Spells discard counts: as a table for people and as JSON for programs. */
public final class DiscardsReport {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String LAYER_PREFIX = "FWPM_LAYER_";
    private static final double PERCENT = 100;

    private DiscardsReport() {}

    /** The table, with a line of totals at its end. */
    public static List<String> lines(DiscardTotals totals, boolean coloured) {
        List<DiscardTotal> rows = totals.lines();
        if (rows.isEmpty()) {
            return List.of("no discards");
        }
        long packets = rows.stream().mapToLong(DiscardTotal::packets).sum();
        long bytes = rows.stream().mapToLong(DiscardTotal::bytes).sum();
        Columns columns = new Columns("nnn" + "t".repeat(Math.max(1, totals.by().size())));
        columns.row(cells(
                "packets",
                "share",
                "bytes",
                totals.by().stream().map(DiscardField::key).toList()));
        for (DiscardTotal row : rows) {
            List<String> values =
                    row.values().stream().map(DiscardsReport::cell).toList();
            columns.row(cells(number(row.packets()), share(row.packets(), packets), number(row.bytes()), values));
        }
        columns.row(number(packets), share(packets, packets), number(bytes), "total");
        Styling styling = Styling.of(coloured);
        List<String> lines = new ArrayList<>(columns.lines());
        lines.set(0, styling.bold(lines.getFirst()));
        lines.set(lines.size() - 1, styling.bold(lines.getLast()));
        lines.addFirst(styling.dim("discards of packets captured from " + DiscardField.moment(totals.firstNanos())
                + " to " + DiscardField.moment(totals.endNanos())));
        return lines;
    }

    private static String[] cells(String packets, String share, String bytes, List<String> values) {
        List<String> cells = new ArrayList<>(List.of(packets, share, bytes));
        cells.addAll(values);
        return cells.toArray(String[]::new);
    }

    private static String cell(String value) {
        return value == null ? "-" : value.replace(LAYER_PREFIX, "");
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", PERCENT * part / whole);
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** The array of one object a line, without a line break: the fields, {@code count} (packets) and {@code bytes}. */
    public static String json(DiscardTotals totals) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (DiscardTotal row : totals.lines()) {
                json.writeStartObject();
                for (int i = 0; i < totals.by().size(); i++) {
                    json.writeStringField(totals.by().get(i).key(), row.values().get(i));
                }
                json.writeNumberField("count", row.packets());
                json.writeNumberField("bytes", row.bytes());
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
