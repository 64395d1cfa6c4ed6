// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.stream.control.ActivatedRevision;
import io.penstock.stream.control.ActivationOutcome;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** Spells what became of an activation, for people and as JSON for programs. */
public final class ActivationReport {
    private static final JsonFactory JSON = new JsonFactory();

    private ActivationReport() {}

    /** What is in force now, and what changed with it. */
    public static List<String> lines(ActivationOutcome.Activated activated, DiffCounts counts) {
        ActivatedRevision now = activated.revision();
        return List.of(
                String.format(
                        Locale.ROOT,
                        "activated %s, %,d filters; %d partitions follow",
                        RevisionText.of(now),
                        now.filters(),
                        activated.partitions()),
                "it replaces " + RevisionText.of(activated.before()) + "; " + counts.text());
    }

    /** That nothing had to be done. */
    public static String line(ActivationOutcome.AlreadyActive already) {
        return "nothing to do: " + RevisionText.withOrigin(already.revision()) + " is this policy and active";
    }

    /**
     * Why nothing was done.
     *
     * @param expected what the writer believed to be active, as it is to be called
     */
    public static String line(ActivationOutcome.Refused refused, String expected) {
        ActivatedRevision active = refused.active();
        return "refused, nothing was changed: " + expected + " was expected to be active, but it is "
                + RevisionText.withOrigin(active)
                + "; look at what changed, and apply again or with --expect " + active.revision();
    }

    /**
     * One object, on one line, without a line break.
     *
     * @param counts what changed, null where nothing was activated
     */
    public static String json(ActivationOutcome outcome, DiffCounts counts) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            switch (outcome) {
                case ActivationOutcome.Activated activated -> {
                    json.writeStringField("outcome", "activated");
                    HistoryReport.members(json, activated.revision());
                    json.writeNumberField("partitions", activated.partitions());
                    object(json, "replaced", activated.before());
                    counts(json, counts);
                }
                case ActivationOutcome.AlreadyActive(ActivatedRevision revision) -> {
                    json.writeStringField("outcome", "unchanged");
                    HistoryReport.members(json, revision);
                }
                case ActivationOutcome.Refused(ActivatedRevision active) -> {
                    json.writeStringField("outcome", "refused");
                    object(json, "active", active);
                }
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void object(JsonGenerator json, String field, ActivatedRevision revision) throws IOException {
        if (revision.revision() == 0) {
            json.writeNullField(field);
            return;
        }
        json.writeObjectFieldStart(field);
        HistoryReport.members(json, revision);
        json.writeEndObject();
    }

    private static void counts(JsonGenerator json, DiffCounts counts) throws IOException {
        json.writeObjectFieldStart("changes");
        json.writeNumberField("added", counts.added());
        json.writeNumberField("removed", counts.removed());
        json.writeNumberField("reweighted", counts.reweighted());
        json.writeNumberField("changed", counts.changed());
        json.writeNumberField("remade", counts.remade());
        json.writeNumberField("objects", counts.objects());
        json.writeBooleanField("settings", counts.settings());
        json.writeEndObject();
    }
}
