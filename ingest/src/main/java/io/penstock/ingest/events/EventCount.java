// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.events;

/**
 * What became of the events of one type. The four add up to how many there were.
 *
 * @param taken events understood whole
 * @param approximated events taken although a member of them was not understood or not there
 * @param notUnderstood events that could not be taken
 * @param other objects of the file that are no net events: other events of the log, filters, sessions
 */
public record EventCount(long taken, long approximated, long notUnderstood, long other) {
    static final EventCount NONE = new EventCount(0, 0, 0, 0);

    EventCount plus(EventCount more) {
        return new EventCount(
                taken + more.taken,
                approximated + more.approximated,
                notUnderstood + more.notUnderstood,
                other + more.other);
    }

    /** How many there were. */
    public long all() {
        return taken + approximated + notUnderstood + other;
    }
}
