// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

import java.util.List;
import java.util.Map;

/**
 * What a file of events held, and what became of it: nothing goes unsaid.
 *
 * @param source the file
 * @param format what it is
 * @param types by type of event, in the order of their first appearance
 * @param notes what was not understood, in the order of first appearance; faults beyond the first {@value EventTally#MOST_NOTES} kinds count as one
 */
public record EventReport(String source, Format format, Map<String, EventCount> types, List<EventNote> notes) {
    /** What a file of events is. */
    public enum Format {
        XML,
        JSON
    }

    /** All types together. */
    public EventCount all() {
        return types.values().stream().reduce(EventCount.NONE, EventCount::plus);
    }
}
