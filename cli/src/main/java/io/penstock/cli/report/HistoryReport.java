// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.stream.control.ActivatedRevision;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Spells a cluster's history of policies, the newest revision first: as a table for people and as JSON for programs. */
public final class HistoryReport {
    private static final JsonFactory JSON = new JsonFactory();

    private HistoryReport() {}

    /** The table. */
    public static List<String> lines(List<ActivatedRevision> revisions, boolean coloured) {
        if (revisions.isEmpty()) {
            return List.of("no policy was activated yet");
        }
        Styling styling = Styling.of(coloured);
        Columns columns = new Columns("nttntt").row("revision", "version", "activated", "filters", "by", "");
        long active = revisions.getLast().revision();
        revisions.reversed().forEach(revision -> columns.row(cells(revision, active)));
        List<String> lines = new ArrayList<>(columns.lines());
        lines.set(0, styling.bold(lines.getFirst()));
        return lines;
    }

    private static String[] cells(ActivatedRevision revision, long active) {
        List<String> notes = new ArrayList<>();
        if (revision.revision() == active) {
            notes.add("active");
        }
        if (revision.restored() != 0) {
            notes.add("as revision " + revision.restored());
        }
        if (!revision.name().equals("default")) {
            notes.add("name " + revision.name());
        }
        return new String[] {
            Long.toString(revision.revision()),
            RevisionText.brief(revision.version()),
            RevisionText.time(revision.timeMs()),
            revision.filters() < 0 ? "-" : String.format(Locale.ROOT, "%,d", revision.filters()),
            revision.writer().isEmpty() ? "-" : revision.writer(),
            String.join(", ", notes)
        };
    }

    /** The array of one object a revision, on one line, without a line break. */
    public static String json(List<ActivatedRevision> revisions) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (ActivatedRevision revision : revisions.reversed()) {
                json.writeStartObject();
                members(json, revision);
                json.writeBooleanField("active", revision.equals(revisions.getLast()));
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** The members of a revision; what is not known is null. */
    static void members(JsonGenerator json, ActivatedRevision revision) throws IOException {
        json.writeNumberField("revision", revision.revision());
        json.writeStringField("policyVersion", revision.version());
        json.writeStringField("name", revision.name());
        if (revision.timeMs() == 0) {
            json.writeNullField("time");
        } else {
            json.writeStringField(
                    "time", Instant.ofEpochMilli(revision.timeMs()).toString());
        }
        json.writeStringField("writer", revision.writer().isEmpty() ? null : revision.writer());
        if (revision.filters() < 0) {
            json.writeNullField("filters");
        } else {
            json.writeNumberField("filters", revision.filters());
        }
        if (revision.restored() == 0) {
            json.writeNullField("restored");
        } else {
            json.writeNumberField("restored", revision.restored());
        }
    }
}
