// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.AutomaticWeight;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Sublayer;
import io.penstock.engine.policy.document.export.ExportElement;
import io.penstock.engine.policy.document.export.ExportException;
import io.penstock.engine.policy.document.export.ExportedSublayers;
import io.penstock.engine.spec.ObjectKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** Takes the filters of an export into a policy (spec 1.8, 9.3): effective weights and ids as the machine had them, so that the order is the machine's. */
final class ImportedFilters {
    /** More than any machine is known to have; a policy of more could not be kept as a document. */
    static final int MOST_FILTERS = 50_000;

    static final int MOST_CONDITIONS = 500_000;

    private final String source;
    private final ImportNotes notes;
    private final Function<String, Optional<Layer>> layers;
    private final ImportedConditions conditions;
    private final ImportedFlags flags;
    private final List<Filter> filters = new ArrayList<>();
    private final Map<String, Integer> lines = new HashMap<>();
    private final Set<Long> ids = new HashSet<>();
    private final Set<String> disabledHere = new HashSet<>();
    private int leftOut;

    /**
     * Begins with none.
     *
     * @param layers the layer of a key
     */
    ImportedFilters(String source, ImportNotes notes, Function<String, Optional<Layer>> layers) {
        this.source = source;
        this.notes = notes;
        this.layers = layers;
        conditions = new ImportedConditions(source, notes);
        flags = new ImportedFlags(notes);
    }

    void add(ExportElement element) throws ExportException {
        String key = ObjectKey.normal(element.text("filterKey"));
        refuseExcess(element, key);
        String filter = "filter " + key;
        List<ExportElement> tests =
                element.child("filterCondition").map(ExportElement::children).orElse(List.of());
        Layer layer = layers.apply(element.text("layerKey")).orElse(null);
        Action action = action(filter, element);
        String subLayer = ExportedSublayers.full(element.text("subLayerKey"));
        String why = misfit(element.text("layerKey"), layer, subLayer, action);
        if (!why.isEmpty()) {
            leftOut++;
            notes.add(filter, "", Carriage.INERT, "left out whole: " + why);
            conditions.leaveOut(filter, tests);
            return;
        }
        carry(filter, key, element, layer, subLayer, action, conditions.read(filter, layer, tests));
    }

    /** Why no policy can hold the filter; empty where one can. */
    private static String misfit(String layerKey, Layer layer, String subLayer, Action action) {
        if (layer == null) {
            return "layer " + layerKey + " is none of the 99";
        }
        if (action == null) {
            return "it has no action that is known";
        }
        boolean foreign = subLayer.equals(Sublayer.INSPECTION) && !action.isInspection();
        return foreign ? Sublayer.INSPECTION + " takes inspection filters only" : "";
    }

    private void refuseExcess(ExportElement element, String key) throws ExportException {
        if (ObjectKey.isAbsent(key)) {
            throw new ExportException(source, element.line(), 1, "a filter without a filterKey — expected its GUID");
        }
        Integer first = lines.putIfAbsent(key, element.line());
        if (first != null) {
            throw new ExportException(
                    source,
                    element.line(),
                    1,
                    "filter " + key + " stands twice, first in line " + first + " — expected each filter once");
        }
        if (lines.size() > MOST_FILTERS || notes.conditions() > MOST_CONDITIONS) {
            throw new ExportException(
                    source,
                    element.line(),
                    1,
                    "too large a policy — expected at most " + MOST_FILTERS + " filters and " + MOST_CONDITIONS
                            + " conditions");
        }
    }

    /** Where each filter begins, those that were left out too. */
    Map<String, Integer> lines() {
        return Map.copyOf(lines);
    }

    private Action action(String filter, ExportElement element) {
        ExportElement given = element.child("action").orElse(element);
        String type = given.text("type");
        String named = ObjectKey.normal(given.text("filterType"));
        boolean consults = type.startsWith("FWP_ACTION_CALLOUT_");
        if (!consults) {
            notes.leftOut(filter, "filterType", ObjectKey.isAbsent(named) ? "" : named);
        }
        String callout = consults && !ObjectKey.isAbsent(named) ? ObjectReader.known(named) : null;
        return ActionReader.action(type, ExportNodes.scalar(type, given), callout, new ErrorSink(source))
                .orElse(null);
    }

    private void carry(
            String filter,
            String key,
            ExportElement element,
            Layer layer,
            String subLayer,
            Action action,
            ImportedConditions.Read tests) {
        String context = present(element.text("providerContextKey"));
        Set<FilterFlag> given = flags.read(filter, items(element.child("flags").orElse(null)), action, context != null);
        if (!tests.whole()) {
            given.add(FilterFlag.DISABLED);
            disabledHere.add(key);
        }
        String name = ImportedObjects.name(filter, key, element, notes);
        filters.add(new Filter(
                id(filter, element),
                key,
                name,
                layer,
                subLayer,
                weight(filter, element, layer, tests.conditions()),
                tests.conditions(),
                action,
                given,
                context,
                present(element.text("providerKey")),
                context == null ? number(element.text("rawContext")).orElse(0) : 0));
        ImportedObjects.leaveOutData(filter, element, notes);
    }

    private static List<ExportElement> items(ExportElement list) {
        return list == null ? List.of() : list.children();
    }

    private static String present(String key) {
        return ObjectKey.isAbsent(key) ? null : ObjectKey.normal(key);
    }

    private static OptionalLong number(String text) {
        return NumberText.unsigned(text, Long.SIZE);
    }

    /** 0 where the export has none that can be used; {@link #filters} numbers those behind all others. */
    private long id(String filter, ExportElement element) {
        OptionalLong id = NumberText.unsigned(element.text("filterId"), 62);
        if (id.isPresent() && id.getAsLong() > 0 && ids.add(id.getAsLong())) {
            return id.getAsLong();
        }
        notes.add(filter, "filterId", Carriage.APPROXIMATED, "none of its own: numbered here, behind all others");
        return 0;
    }

    private long weight(String filter, ExportElement element, Layer layer, List<Condition> tests) {
        OptionalLong effective = element.child("effectiveWeight")
                .map(weight -> number(weight.text("uint64")))
                .orElse(OptionalLong.empty());
        if (effective.isPresent()) {
            return effective.getAsLong();
        }
        notes.add(filter, "effectiveWeight", Carriage.APPROXIMATED, "not in the export: taken from its weight");
        ExportElement weight = element.child("weight").orElse(element);
        OptionalLong exact = number(weight.text("uint64"));
        OptionalLong range = NumberText.unsigned(weight.text("uint8"), 4);
        if (exact.isPresent()) {
            return exact.getAsLong();
        }
        return range.isPresent()
                ? AutomaticWeight.inRange((int) range.getAsLong(), layer, tests)
                : AutomaticWeight.of(layer, tests);
    }

    /** Every filter that was taken, each with a number of its own. */
    List<Filter> filters() {
        long last = ids.stream().mapToLong(Long::longValue).max().orElse(0);
        List<Filter> numbered = new ArrayList<>(filters.size());
        for (Filter filter : filters) {
            numbered.add(filter.filterId() == 0 ? filter.withFilterId(++last) : filter);
        }
        return numbered;
    }

    /** Keys of the filters that a condition which could not be carried disables here. */
    Set<String> disabledHere() {
        return disabledHere;
    }

    /** How many could not be taken. */
    int leftOut() {
        return leftOut;
    }
}
