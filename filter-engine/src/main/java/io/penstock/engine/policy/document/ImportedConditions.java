// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.classify.FieldKnowledge;
import io.penstock.engine.condition.Condition;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.document.export.ExportElement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the conditions of exported filters, and tells of each how it came over. */
final class ImportedConditions {
    private final String source;
    private final ImportNotes notes;
    /** Machines have the same few conditions in hundreds of filters. */
    private final Map<Condition, Condition> known = new HashMap<>();

    /**
     * Those of one filter.
     *
     * @param conditions what could be carried, in the order of the file
     * @param whole whether that is all of them
     */
    record Read(List<Condition> conditions, boolean whole) {}

    ImportedConditions(String source, ImportNotes notes) {
        this.source = source;
        this.notes = notes;
    }

    /** Reads those of a filter at this layer. */
    Read read(String filter, Layer layer, List<ExportElement> items) {
        List<Condition> conditions = new ArrayList<>();
        for (ExportElement item : items) {
            ErrorSink faults = new ErrorSink(source);
            List<Condition> one = new ConditionReader(faults, false, new NamedSets(null, faults))
                    .read(List.of(ExportNodes.node(item)), layer)
                    .conditions();
            if (one.isEmpty()) {
                inert(filter, item, "it cannot be carried, so that its filter is disabled here: " + faults.first());
            } else {
                Condition condition = known.computeIfAbsent(one.getFirst(), c -> c);
                conditions.add(condition);
                FieldKnowledge knowledge = FieldKnowledge.of(layer, condition);
                notes.condition(filter, condition.field().key(), carriage(knowledge), knowledge.why());
            }
        }
        return new Read(conditions, conditions.size() == items.size());
    }

    /** Counts those of a filter that is left out whole. */
    void leaveOut(String filter, List<ExportElement> items) {
        items.forEach(item -> inert(filter, item, "its filter is left out"));
    }

    private void inert(String filter, ExportElement item, String what) {
        notes.condition(filter, item.text("fieldKey"), Carriage.INERT, what);
    }

    private static Carriage carriage(FieldKnowledge knowledge) {
        return switch (knowledge.degree()) {
            case TOLD -> Carriage.EXACT;
            case PARTLY -> Carriage.APPROXIMATED;
            case UNTOLD -> Carriage.INERT;
        };
    }
}
