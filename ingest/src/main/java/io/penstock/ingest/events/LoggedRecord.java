// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

import java.util.Map;

/**
 * One event of an event log, in whatever form it was written, its values as text.
 *
 * @param eventId text of the event's id, empty where there is none
 * @param recordId text of EventRecordID
 * @param time text of its time
 * @param computer the machine
 * @param fields the event's own, by name
 * @param line where it starts, from 1
 */
record LoggedRecord(
        String eventId, String recordId, String time, String computer, Map<String, String> fields, int line) {
    /** As reports name it: {@code 5157}, or another event of the log. */
    String type() {
        return eventId.isEmpty() ? "object without an event id" : eventId;
    }
}
