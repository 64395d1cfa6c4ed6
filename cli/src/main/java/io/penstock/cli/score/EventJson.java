// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.score;

import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.cli.score.EventOutcome.Disagreement;
import io.penstock.cli.score.EventOutcome.FilterMatch;
import io.penstock.engine.policy.Filter;
import io.penstock.ingest.events.EventCount;
import io.penstock.ingest.events.EventNote;
import io.penstock.ingest.events.EventReport;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** Scores and reports on files of events, as members of one JSON object. */
public final class EventJson {
    private EventJson() {}

    /** Writes {@code file}, {@code types} and {@code notes}. */
    public static void report(JsonGenerator json, EventReport report) throws IOException {
        json.writeStringField("file", report.source());
        json.writeObjectFieldStart("types");
        for (Map.Entry<String, EventCount> type : report.types().entrySet()) {
            json.writeObjectFieldStart(type.getKey());
            json.writeNumberField("taken", type.getValue().taken());
            json.writeNumberField("approximated", type.getValue().approximated());
            json.writeNumberField("notUnderstood", type.getValue().notUnderstood());
            json.writeNumberField("other", type.getValue().other());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeArrayFieldStart("notes");
        for (EventNote note : report.notes()) {
            json.writeStartObject();
            json.writeStringField("type", note.type());
            json.writeStringField("what", note.what());
            json.writeBooleanField("lost", note.lost());
            json.writeNumberField("count", note.count());
            json.writeNumberField("line", note.line());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Writes {@code agreed}, {@code comparable}, {@code byFilter}, {@code notComparable} and {@code disagreements}. */
    public static void score(JsonGenerator json, EventScore score) throws IOException {
        json.writeNumberField("agreed", score.agreed());
        json.writeNumberField("comparable", score.comparable());
        json.writeObjectFieldStart("byFilter");
        json.writeNumberField("same", score.agreed(FilterMatch.SAME));
        json.writeNumberField("other", score.agreed(FilterMatch.OTHER));
        json.writeNumberField("notNamed", score.agreed(FilterMatch.NOT_NAMED));
        json.writeEndObject();
        json.writeArrayFieldStart("notComparable");
        for (Map.Entry<String, Long> one : score.incomparable().entrySet()) {
            json.writeStartObject();
            json.writeStringField("why", one.getKey());
            json.writeNumberField("count", one.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("disagreements");
        for (EventScore.Group group : score.groups()) {
            disagreement(json, group);
        }
        json.writeEndArray();
        json.writeNumberField("notListed", score.ungrouped());
    }

    private static void disagreement(JsonGenerator json, EventScore.Group group) throws IOException {
        Disagreement one = group.first();
        json.writeStartObject();
        json.writeNumberField("count", group.count());
        json.writeStringField("layer", one.layer().key());
        json.writeStringField("windows", one.windows().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("windowsFilterId", one.windowsFilterId());
        filter(json, "windowsFilter", one.windowsFilter());
        json.writeStringField("here", one.here().name().toLowerCase(Locale.ROOT));
        filter(json, "hereFilter", one.hereFilter());
        json.writeStringField(
                "cause", one.cause().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.writeStringField("why", one.why());
        json.writeBooleanField("uncertain", one.uncertain());
        json.writeNumberField("firstLine", group.line());
        json.writeStringField("first", group.event());
        json.writeEndObject();
    }

    private static void filter(JsonGenerator json, String name, Filter filter) throws IOException {
        if (filter == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, filter.filterKey());
        }
    }
}
