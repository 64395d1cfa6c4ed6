// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Keeps the notes of one import, and counts its conditions. */
final class ImportNotes {
    private final List<ImportNote> notes = new ArrayList<>();
    private final Map<Carriage, Integer> conditions = new EnumMap<>(Carriage.class);

    ImportNotes() {
        conditions.put(Carriage.EXACT, 0);
        conditions.put(Carriage.APPROXIMATED, 0);
        conditions.put(Carriage.INERT, 0);
    }

    void add(String object, String field, Carriage carriage, String what) {
        notes.add(new ImportNote(object, field, carriage, what));
    }

    /** Notes a member that no verdict depends on, unless it is empty. */
    void leftOut(String object, String field, String text) {
        if (!text.isEmpty()) {
            add(object, field, Carriage.LEFT_OUT, "no verdict depends on it");
        }
    }

    /** Counts a condition, and notes it where it did not come over as it was. */
    void condition(String object, String field, Carriage carriage, String what) {
        conditions.merge(carriage, 1, Integer::sum);
        if (carriage != Carriage.EXACT) {
            add(object, field, carriage, what);
        }
    }

    int conditions() {
        return conditions.values().stream().mapToInt(Integer::intValue).sum();
    }

    Map<Carriage, Integer> carried() {
        return new EnumMap<>(conditions);
    }

    List<ImportNote> all() {
        return List.copyOf(notes);
    }
}
