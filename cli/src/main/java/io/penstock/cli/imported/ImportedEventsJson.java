// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.imported;

import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.ingest.events.EventReport;
import io.penstock.ingest.recorded.EventFate;
import io.penstock.ingest.recorded.EventImport;
import java.io.IOException;

/** What became of the items of an imported file, as members of one JSON object. */
public final class ImportedEventsJson {
    private ImportedEventsJson() {}

    /** Writes them: {@code items} is the sum of {@code published}, {@code undecided}, {@code undated}, {@code unreadable} and {@code other}. */
    public static void write(JsonGenerator json, EventReport report, EventImport events) throws IOException {
        json.writeNumberField("items", report.all().all());
        json.writeNumberField("published", ImportedEventsPage.published(events));
        json.writeNumberField("undecided", events.count(EventFate.UNDECIDED));
        json.writeNumberField("undated", events.count(EventFate.UNDATED));
        json.writeNumberField("unreadable", report.all().notUnderstood());
        json.writeNumberField("other", report.all().other());
        json.writeNumberField("drops", events.count(EventFate.DISCARD));
        json.writeNumberField("blocked", events.count(EventFate.BLOCKED_CONNECTION));
        json.writeNumberField("permitted", events.count(EventFate.CONNECTION));
        json.writeNumberField("packets", events.packets());
        json.writeArrayFieldStart("hosts");
        for (String host : events.hosts()) {
            json.writeString(host);
        }
        json.writeEndArray();
    }
}
