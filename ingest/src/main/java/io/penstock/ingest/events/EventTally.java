// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts what became of events while a file is read. Bounded, whatever the file calls them. */
final class EventTally {
    static final int MOST_NOTES = 500;

    private static final int MOST_TYPES = 500;
    private static final int LONGEST = 120;
    private static final String REST = "of other types";

    private final Map<String, EventCount> types = new LinkedHashMap<>();
    private final Map<Fault, EventNote> notes = new LinkedHashMap<>();

    private record Fault(String type, String what, boolean lost) {}

    /** An event that was taken, with what was not understood of it. */
    void taken(String type, List<String> doubts, int line) {
        Set<String> once = new LinkedHashSet<>(doubts);
        count(type, once.isEmpty() ? new EventCount(1, 0, 0, 0) : new EventCount(0, 1, 0, 0));
        once.forEach(what -> note(type, what, false, line));
    }

    /** An event that could not be taken. */
    void lost(String type, String what, int line) {
        count(type, new EventCount(0, 0, 1, 0));
        note(type, what, true, line);
    }

    /** What is no net event. */
    void other(String type) {
        count(type, new EventCount(0, 0, 0, 1));
    }

    /** What is wrong with no event alone. */
    void note(String type, String what, int line) {
        note(type, what, false, line);
    }

    private void count(String type, EventCount one) {
        String name = cut(type);
        types.merge(types.size() < MOST_TYPES || types.containsKey(name) ? name : REST, one, EventCount::plus);
    }

    private void note(String type, String what, boolean lost, int line) {
        Fault fault = new Fault(cut(type), cut(what), lost);
        if (notes.size() >= MOST_NOTES && !notes.containsKey(fault)) {
            fault = new Fault(REST, "other faults", lost);
        }
        notes.merge(
                fault,
                new EventNote(fault.type, fault.what, lost, 1, line),
                (before, one) ->
                        new EventNote(before.type(), before.what(), before.lost(), before.count() + 1, before.line()));
    }

    private static String cut(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
    }

    EventReport report(String source, EventReport.Format format) {
        return new EventReport(
                source, format, Collections.unmodifiableMap(new LinkedHashMap<>(types)), List.copyOf(notes.values()));
    }
}
