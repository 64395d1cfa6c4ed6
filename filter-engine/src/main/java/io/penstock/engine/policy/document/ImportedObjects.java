// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.policy.BuiltInCallout;
import io.penstock.engine.policy.BuiltInCallouts;
import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Provider;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.engine.policy.ProviderContextType;
import io.penstock.engine.policy.document.export.ExportElement;
import io.penstock.engine.spec.ObjectKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Takes what filters refer to out of an export: layers, providers, callouts and provider contexts; and stands in for what it does not list. */
final class ImportedObjects {
    private static final String REGISTERED = "FWPM_CALLOUT_FLAG_REGISTERED";
    private static final Set<String> CONTEXT_HEAD = Set.of(
            "providerContextKey", "displayData", "flags", "providerKey", "providerData", "type", "providerContextId");
    private static final Map<String, Object> EMPTY = Map.of();

    private final ImportNotes notes;
    private final Map<String, Layer> layersById = new HashMap<>();
    private final Map<String, Provider> providers = new LinkedHashMap<>();
    private final Map<String, CalloutObject> callouts = new LinkedHashMap<>();
    private final Set<String> unregistered = new TreeSet<>();
    private final Map<String, ProviderContext> contexts = new LinkedHashMap<>();

    ImportedObjects(ImportNotes notes) {
        this.notes = notes;
    }

    /** A layer whose key is not known may still be known by its run-time id (spec 2.1). */
    void layer(ExportElement element) {
        String key = ObjectKey.normal(element.text("layerKey"));
        NumberText.unsigned(element.text("layerId"), 16).ifPresent(id -> {
            if (Layer.byKey(key).isEmpty()) {
                Layer.byStableId((int) id).ifPresent(layer -> layersById.put(key, layer));
            }
        });
    }

    Optional<Layer> layer(String key) {
        return Layer.byKey(key).or(() -> Optional.ofNullable(layersById.get(ObjectKey.normal(key))));
    }

    void provider(ExportElement element) {
        String key = ObjectKey.normal(element.text("providerKey"));
        String object = "provider " + key;
        String service = element.text("serviceName");
        String name = name(object, key, element, notes);
        if (isNew(object, providers.putIfAbsent(key, new Provider(key, name, service.isEmpty() ? null : service)))) {
            leaveOutData(object, element, notes);
            leaveOutFlags(object, element);
        }
    }

    void callout(ExportElement element) {
        String key = ObjectReader.known(ObjectKey.normal(element.text("calloutKey")));
        String object = "callout " + key;
        boolean runs = element.child("flags").map(ExportElement::children).orElse(List.of()).stream()
                .anyMatch(flag -> flag.text().equals(REGISTERED));
        Optional<BuiltInCallout> builtIn = BuiltInCallouts.byKey(key);
        boolean inert = builtIn.map(b -> b.behaviour() == BuiltInCallout.Behaviour.INERT)
                .orElse(runs);
        String applicable = element.text("applicableLayer");
        Optional<Layer> layer = layer(applicable);
        CalloutObject callout = new CalloutObject(
                key,
                name(object, key, element, notes),
                layer.map(List::of).orElse(List.of()),
                inert,
                providerOf(element));
        if (isNew(object, callouts.putIfAbsent(key, callout))) {
            if (!runs) {
                unregistered.add(key);
            }
            if (layer.isEmpty()) {
                String what = "layer " + applicable + " is none of the 99: applicable to any";
                notes.add(object, "applicableLayer", Carriage.APPROXIMATED, what);
            }
            leaveOutData(object, element, notes);
            leaveOutFlags(object, element);
        }
    }

    void context(ExportElement element) {
        String key = ObjectKey.normal(element.text("providerContextKey"));
        String object = "provider context " + key;
        Map<String, Object> data = new LinkedHashMap<>();
        for (ExportElement child : element.children()) {
            if (!CONTEXT_HEAD.contains(child.name())) {
                data.put(child.name(), ExportNodes.data(child));
            }
        }
        String type = element.text("type");
        boolean known = ProviderContextType.byKey(type).isPresent();
        if (!known) {
            data.put("type", type);
            notes.add(object, "type", Carriage.APPROXIMATED, "unknown type: kept with its data");
        }
        ProviderContext context = new ProviderContext(
                key,
                known ? type : ProviderContextType.GENERAL.key(),
                data,
                name(object, key, element, notes),
                providerOf(element));
        if (isNew(object, contexts.putIfAbsent(key, context))) {
            leaveOutData(object, element, notes);
            leaveOutFlags(object, element);
        }
    }

    private boolean isNew(String object, Object before) {
        if (before != null) {
            notes.add(object, "", Carriage.LEFT_OUT, "it stands twice: the first counts");
        }
        return before == null;
    }

    /** Display names are localised and taken as they are; where there is none, the key serves. */
    static String name(String object, String key, ExportElement element, ImportNotes notes) {
        String name = element.child("displayData").map(d -> d.text("name")).orElse("");
        if (name.isEmpty()) {
            notes.add(object, "displayData", Carriage.APPROXIMATED, "without a name: called by its key");
        }
        return name.isEmpty() ? key : name;
    }

    private static String providerOf(ExportElement element) {
        String key = element.text("providerKey");
        return ObjectKey.isAbsent(key) ? null : ObjectKey.normal(key);
    }

    /** What any object can have and no policy keeps. */
    static void leaveOutData(String object, ExportElement element, ImportNotes notes) {
        notes.leftOut(
                object,
                "providerData",
                element.child("providerData").map(data -> data.text("data")).orElse(""));
        notes.leftOut(
                object,
                "description",
                element.child("displayData").map(d -> d.text("description")).orElse(""));
    }

    private void leaveOutFlags(String object, ExportElement element) {
        element.child("flags").map(ExportElement::children).orElse(List.of()).stream()
                .map(ExportElement::text)
                .filter(flag -> !flag.equals(REGISTERED))
                .forEach(flag -> notes.leftOut(object, "flags " + flag, flag));
    }

    /** Stands in for what filters name and the export does not list: {@code show filters} has neither callouts nor provider contexts. */
    void standIn(List<Filter> filters) {
        for (Filter filter : filters) {
            String callout = filter.action().callout();
            if (callout != null && BuiltInCallouts.byKey(callout).isEmpty() && !callouts.containsKey(callout)) {
                callouts.put(callout, new CalloutObject(callout, callout, List.of(), true));
                String what = "not in the export: whether it was registered is not known, taken as inert";
                notes.add("callout " + callout, "", Carriage.APPROXIMATED, what);
            }
            applicable(filter);
            String context = filter.providerContextKey();
            if (context != null && !contexts.containsKey(context)) {
                contexts.put(
                        context, new ProviderContext(context, ProviderContextType.GENERAL.key(), EMPTY, context, null));
                notes.add(
                        "provider context " + context,
                        "",
                        Carriage.APPROXIMATED,
                        "not in the export: kept without data");
            }
            standInProvider(filter.providerKey());
        }
        List.copyOf(callouts.values()).forEach(callout -> standInProvider(callout.providerKey()));
        List.copyOf(contexts.values()).forEach(context -> standInProvider(context.providerKey()));
    }

    /** A machine has filters at the layers of their callouts alone; where an export says otherwise, the filters are right. */
    private void applicable(Filter filter) {
        CalloutObject callout = callouts.get(filter.action().callout());
        if (callout == null
                || callout.applicableLayers().isEmpty()
                || callout.applicableLayers().contains(filter.layer())) {
            return;
        }
        List<Layer> layers = new ArrayList<>(callout.applicableLayers());
        layers.add(filter.layer());
        callouts.put(
                callout.calloutKey(),
                new CalloutObject(
                        callout.calloutKey(), callout.name(), layers, callout.inert(), callout.providerKey()));
        String what = "a filter of another layer names it: applicable to that one too";
        notes.add("callout " + callout.calloutKey(), "applicableLayer", Carriage.APPROXIMATED, what);
    }

    void standInProvider(String key) {
        if (key != null && !providers.containsKey(key)) {
            providers.put(key, new Provider(key, key, null));
            notes.add("provider " + key, "", Carriage.APPROXIMATED, "not in the export: called by its key");
        }
    }

    Collection<Provider> providers() {
        return providers.values();
    }

    Collection<CalloutObject> callouts() {
        return callouts.values();
    }

    Collection<ProviderContext> contexts() {
        return contexts.values();
    }

    /** The callouts that the export lists and whose code did not run. */
    Set<String> unregistered() {
        return Collections.unmodifiableSet(unregistered);
    }

    int count() {
        return providers.size() + callouts.size() + contexts.size();
    }
}
