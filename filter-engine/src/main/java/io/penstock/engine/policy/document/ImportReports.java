// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.classify.FieldKnowledge;
import io.penstock.engine.classify.FieldKnowledge.Degree;
import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.Field;
import io.penstock.engine.policy.BuiltInCallout;
import io.penstock.engine.policy.BuiltInCallouts;
import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.ImportReport.CalloutCount;
import io.penstock.engine.policy.document.ImportReport.LayerCount;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Sums up an import. */
final class ImportReports {
    private final Policy policy;
    private final Set<String> disabledHere;

    private ImportReports(Policy policy, Set<String> disabledHere) {
        this.policy = policy;
        this.disabledHere = disabledHere;
    }

    /**
     * The report on a policy.
     *
     * @param unregistered callouts whose code did not run on the machine
     */
    static ImportReport of(
            String source, Policy policy, ImportNotes notes, ImportedFilters filters, Set<String> unregistered) {
        ImportReports reports = new ImportReports(policy, filters.disabledHere());
        return new ImportReport(
                source,
                policy.providers().size(),
                policy.sublayers().size(),
                policy.callouts().size(),
                policy.providerContexts().size(),
                policy.filters().size(),
                filters.leftOut(),
                notes.conditions(),
                notes.carried(),
                notes.all(),
                reports.layers(),
                reports.callouts(policy::isInert),
                reports.callouts(filter -> !policy.isInert(filter)
                        && unregistered.contains(filter.action().callout())));
    }

    private List<LayerCount> layers() {
        Map<Integer, LayerCount> byLayer = new TreeMap<>();
        for (Filter filter : policy.filters()) {
            byLayer.merge(filter.layer().ordinal(), one(filter), (sum, one) -> plus(filter.layer(), sum, one));
        }
        return List.copyOf(byLayer.values());
    }

    private LayerCount one(Filter filter) {
        Layer layer = filter.layer();
        boolean here = disabledHere.contains(filter.filterKey());
        if (!filter.isEnabled() && !here) {
            return new LayerCount(layer, 1, 0, 0, 0, 0);
        }
        if (policy.isInert(filter)) {
            return new LayerCount(layer, 0, 1, 0, 0, 0);
        }
        Degree degree = here ? Degree.UNTOLD : degree(filter);
        return switch (degree) {
            case UNTOLD -> new LayerCount(layer, 0, 0, 1, 0, 0);
            case PARTLY -> new LayerCount(layer, 0, 0, 0, 1, 0);
            case TOLD -> new LayerCount(layer, 0, 0, 0, 0, 1);
        };
    }

    private static LayerCount plus(Layer layer, LayerCount a, LayerCount b) {
        return new LayerCount(
                layer,
                a.noPart() + b.noPart(),
                a.inert() + b.inert(),
                a.never() + b.never(),
                a.approximated() + b.approximated(),
                a.exact() + b.exact());
    }

    /** A filter is told as much as the worst of its fields, and a field as much as the best of its alternatives, if not all are told alike. */
    private static Degree degree(Filter filter) {
        if (!filter.layer().isIndicated()) {
            return Degree.UNTOLD;
        }
        Map<Field, Degree> fields = new HashMap<>();
        for (Condition condition : filter.conditions()) {
            Degree degree = FieldKnowledge.of(filter.layer(), condition).degree();
            fields.merge(condition.field(), degree, (a, b) -> a == b ? a : Degree.PARTLY);
        }
        return fields.values().stream().reduce(Degree.TOLD, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }

    private List<CalloutCount> callouts(Predicate<Filter> which) {
        Map<String, CalloutCount> counts = new LinkedHashMap<>();
        for (Filter filter : policy.filters()) {
            String key = filter.action().callout();
            if (key != null && filter.isEnabled() && which.test(filter)) {
                counts.merge(
                        key,
                        count(key),
                        (sum, one) -> new CalloutCount(key, sum.name(), sum.builtIn(), sum.note(), sum.filters() + 1));
            }
        }
        return List.copyOf(counts.values());
    }

    private CalloutCount count(String key) {
        Optional<BuiltInCallout> builtIn = BuiltInCallouts.byKey(key);
        String name = policy.callout(key).map(CalloutObject::name).orElse(key);
        return new CalloutCount(
                key,
                name,
                builtIn.isPresent(),
                builtIn.map(BuiltInCallout::note).orElse(""),
                1);
    }
}
