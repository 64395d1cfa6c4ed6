// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.policy.BuiltInSublayers;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.PolicySettings;
import io.penstock.engine.policy.Sublayer;
import io.penstock.engine.policy.document.export.ExportElement;
import io.penstock.engine.policy.document.export.ExportException;
import io.penstock.engine.policy.document.export.ExportObject;
import io.penstock.engine.policy.document.export.ExportReader;
import io.penstock.engine.policy.document.export.ExportedSublayers;
import io.penstock.engine.policy.document.export.ListCount;
import io.penstock.engine.spec.FwpException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A Windows machine's policy, taken from what {@code netsh wfp show filters} or {@code show state} wrote (spec 9), and what became of each object on the
 * way. The same objects give the same policy, whatever the encoding and the ends of lines.
 *
 * @param policy the policy
 * @param report what was carried over exactly, approximated, inert or left out
 * @param unregistered keys of the callouts that the export lists and whose code did not run on the machine
 * @param lines line of the export, from 1, where each filter begins, by its key
 */
public record PolicyImport(Policy policy, ImportReport report, Set<String> unregistered, Map<String, Integer> lines) {
    private static final int MOST_OBJECTS = 50_000;
    private static final int MOST_CHARACTERS = 32 << 20;

    /**
     * Reads an export of any size; what is kept of it is bounded.
     *
     * @param source what errors call it, usually the file's name
     * @param in read to its end, not closed
     * @param weights weights of sublayers by key, 0 to 65,535, for those that the export does not tell: {@code show filters} tells none
     * @throws ExportException if it is no export, or one of more objects than a policy can have, with the place
     * @throws IOException if the bytes cannot be read
     * @throws IllegalArgumentException if a given weight is outside its range
     */
    public static PolicyImport read(String source, InputStream in, Map<String, Integer> weights)
            throws ExportException, IOException {
        Collector collector = new Collector(source, new ExportedSublayers(weights));
        ExportReader.read(source, in, collector::add, collector::miscounted);
        return collector.done();
    }

    /** Sorts the objects of an export by kind. */
    private static final class Collector {
        private final String source;
        private final ExportedSublayers sublayers;
        private final ImportNotes notes = new ImportNotes();
        private final ImportedObjects objects = new ImportedObjects(notes);
        private final ImportedFilters filters;
        private int found;
        private long characters;

        private Collector(String source, ExportedSublayers sublayers) {
            this.source = source;
            this.sublayers = sublayers;
            filters = new ImportedFilters(source, notes, objects::layer);
        }

        private void add(ExportObject object) throws ExportException {
            ExportElement element = object.element();
            switch (object.kind()) {
                case LAYER -> objects.layer(element);
                case PROVIDER -> objects.provider(element);
                case CALLOUT -> objects.callout(element);
                case PROVIDER_CONTEXT -> objects.context(element);
                case FILTER -> filters.add(element);
                case SUBLAYER -> {}
                case SESSION, NET_EVENT, LOGGED_EVENT -> {
                    return;
                }
            }
            found++;
            sublayers.add(object);
            characters += characters(element);
            if (objects.count() > MOST_OBJECTS || characters > MOST_CHARACTERS) {
                throw new ExportException(
                        source,
                        element.line(),
                        1,
                        "too large a policy — expected at most " + MOST_OBJECTS + " objects beside the filters, and "
                                + MOST_CHARACTERS + " characters in all");
            }
        }

        private static long characters(ExportElement element) {
            long sum = element.text().length();
            for (ExportElement child : element.children()) {
                sum += characters(child);
            }
            return sum;
        }

        private void miscounted(ListCount list) {
            notes.add(
                    "line " + list.line(),
                    list.element(),
                    Carriage.LEFT_OUT,
                    "numItems says " + list.declared() + ", the list holds " + list.found() + ": these count");
        }

        private PolicyImport done() throws ExportException {
            if (found == 0) {
                throw new ExportException(
                        source, 1, 1, "no object of a policy — expected what netsh wfp show filters or state writes");
            }
            List<Filter> all = filters.filters();
            objects.standIn(all);
            List<Sublayer> listed = sublayers.sublayers();
            listed.forEach(sublayer -> objects.standInProvider(sublayer.providerKey()));
            for (Sublayer sublayer : listed) {
                if (sublayers.assumed().contains(sublayer.subLayerKey())) {
                    boolean known =
                            BuiltInSublayers.byKey(sublayer.subLayerKey()).isPresent();
                    String as = known ? "the weight that it has on other machines" : "a weight of 32768";
                    String what = "not in the export: given " + as;
                    notes.add("sublayer " + sublayer.subLayerKey(), "weight", Carriage.APPROXIMATED, what);
                }
            }
            try {
                Policy policy = Policy.of(
                        PolicySettings.DEFAULT,
                        List.copyOf(objects.providers()),
                        listed,
                        List.copyOf(objects.callouts()),
                        List.copyOf(objects.contexts()),
                        all);
                Set<String> unregistered = objects.unregistered();
                return new PolicyImport(
                        policy,
                        ImportReports.of(source, policy, notes, filters, unregistered),
                        unregistered,
                        filters.lines());
            } catch (FwpException impossible) {
                throw new ExportException(
                        source, 1, 1, impossible.getMessage() + " — expected a policy as a machine has it");
            }
        }
    }
}
