// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.score;

import io.penstock.ingest.events.EventCount;
import io.penstock.ingest.events.EventNote;
import io.penstock.ingest.events.EventReport;
import java.util.ArrayList;
import java.util.List;

/** What became of a file of events, for a person. */
public final class EventReportPage {
    private EventReportPage() {}

    /** The lines. */
    public static List<String> lines(EventReport report) {
        List<String> lines = new ArrayList<>();
        EventCount all = report.all();
        lines.add(report.source() + ": " + counts(all));
        report.types().forEach((type, count) -> lines.add("  " + type + ": " + counts(count)));
        for (EventNote note : report.notes()) {
            lines.add("  " + (note.lost() ? "not understood" : "noted") + " " + note.count() + " × " + note.type()
                    + ": " + note.what() + " (first in line " + note.line() + ")");
        }
        return lines;
    }

    private static String counts(EventCount count) {
        return count.taken() + " taken, " + count.approximated() + " approximated, " + count.notUnderstood()
                + " not understood, " + count.other() + " other";
    }
}
