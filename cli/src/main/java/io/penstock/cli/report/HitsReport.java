// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.engine.policy.Filter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Spells the packets that filters decided, version by version: as tables for people and as JSON for programs. */
public final class HitsReport {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String LAYER_PREFIX = "FWPM_LAYER_";

    private HitsReport() {}

    /** The tables. */
    public static List<String> lines(List<FilterHits> versions, boolean coloured) {
        if (versions.isEmpty()) {
            return List.of("no packet has its verdict there");
        }
        Styling styling = Styling.of(coloured);
        List<String> lines = new ArrayList<>();
        for (FilterHits hits : versions) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add(styling.bold(title(hits)));
            lines.addAll(table(hits));
            if (!hits.neverHit().isEmpty()) {
                lines.add(styling.yellow("never hit: " + number(hits.neverHit().size()) + " filters"));
                Columns never = new Columns("ttt");
                hits.neverHit().forEach(filter -> never.row("  " + filter.filterKey(), layer(filter), action(filter)));
                lines.addAll(never.lines());
            }
        }
        return lines;
    }

    private static String title(FilterHits hits) {
        String revisions =
                hits.revisions().stream().map(revision -> "@" + revision).collect(Collectors.joining(", "));
        String version = hits.version().isEmpty() ? "no policy" : "version " + RevisionText.brief(hits.version());
        return version + (revisions.isEmpty() ? "" : " (" + revisions + ")") + ": " + number(hits.packets())
                + " packets, " + number(hits.packets() - hits.undecided()) + " decided by a filter";
    }

    private static List<String> table(FilterHits hits) {
        if (hits.rows().isEmpty()) {
            return List.of();
        }
        Columns columns =
                new Columns("nnnnttt").row("packets", "permit", "block", "absorb", "filter", "layer", "action");
        for (FilterHits.Row row : hits.rows()) {
            columns.row(
                    number(row.packets()),
                    number(row.permit()),
                    number(row.block()),
                    number(row.absorb()),
                    row.filterKey(),
                    row.filter() == null ? "-" : layer(row.filter()),
                    row.filter() == null ? "-" : action(row.filter()));
        }
        return columns.lines();
    }

    private static String layer(Filter filter) {
        return filter.layer().key().replace(LAYER_PREFIX, "");
    }

    private static String action(Filter filter) {
        return filter.action()
                .key()
                .replace("FWP_ACTION_", "")
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ');
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** The array of one object a version, on one line, without a line break. */
    public static String json(List<FilterHits> versions) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (FilterHits hits : versions) {
                write(json, hits);
            }
            json.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, FilterHits hits) throws IOException {
        json.writeStartObject();
        json.writeStringField("policyVersion", hits.version());
        json.writeArrayFieldStart("revisions");
        for (long revision : hits.revisions()) {
            json.writeNumber(revision);
        }
        json.writeEndArray();
        json.writeNumberField("packets", hits.packets());
        json.writeNumberField("undecided", hits.undecided());
        json.writeArrayFieldStart("hits");
        for (FilterHits.Row row : hits.rows()) {
            json.writeStartObject();
            json.writeStringField("filter", row.filterKey());
            json.writeStringField(
                    "layer", row.filter() == null ? null : row.filter().layer().key());
            json.writeNumberField("packets", row.packets());
            json.writeNumberField("permit", row.permit());
            json.writeNumberField("block", row.block());
            json.writeNumberField("absorb", row.absorb());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("neverHit");
        for (Filter filter : hits.neverHit()) {
            json.writeStartObject();
            json.writeStringField("filter", filter.filterKey());
            json.writeStringField("layer", filter.layer().key());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
