// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.imported;

import io.penstock.ingest.events.EventCount;
import io.penstock.ingest.events.EventReport;
import io.penstock.ingest.recorded.EventFate;
import io.penstock.ingest.recorded.EventImport;
import java.util.List;
import java.util.Locale;

/** What became of the items of an imported file, for a person: each is in one of the four sums. */
public final class ImportedEventsPage {
    private ImportedEventsPage() {}

    /** The lines. */
    public static List<String> lines(EventReport report, EventImport events) {
        EventCount all = report.all();
        return List.of(
                line(
                        "%,d items = %,d published + %,d with nothing to publish + %,d unreadable + %,d no such events",
                        all.all(), published(events), unpublished(events), all.notUnderstood(), all.other()),
                line(
                        "  published: %,d drops (%,d packets), %,d blocked and %,d permitted connections, listens and"
                                + " binds",
                        events.count(EventFate.DISCARD),
                        events.packets(),
                        events.count(EventFate.BLOCKED_CONNECTION),
                        events.count(EventFate.CONNECTION)),
                line(
                        "  nothing to publish: %,d without a filter's decision, %,d without a time",
                        events.count(EventFate.UNDECIDED), events.count(EventFate.UNDATED)),
                "  hosts: " + (events.hosts().isEmpty() ? "none" : String.join(", ", events.hosts())));
    }

    static long published(EventImport events) {
        return events.count(EventFate.DISCARD)
                + events.count(EventFate.BLOCKED_CONNECTION)
                + events.count(EventFate.CONNECTION);
    }

    static long unpublished(EventImport events) {
        return events.count(EventFate.UNDECIDED) + events.count(EventFate.UNDATED);
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
