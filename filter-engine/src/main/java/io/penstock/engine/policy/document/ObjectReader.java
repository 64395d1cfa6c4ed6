// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.policy.BuiltInCallout;
import io.penstock.engine.policy.BuiltInCallouts;
import io.penstock.engine.policy.BuiltInSublayers;
import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.Provider;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.engine.policy.ProviderContextType;
import io.penstock.engine.policy.Sublayer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Reads what filters refer to: providers, sublayers, callouts and provider contexts (spec 1.7, 1.10, 1.11). */
final class ObjectReader {
    static final List<String> PROVIDER = List.of("providerKey", "displayData", "serviceName");
    static final List<String> SUBLAYER = List.of("subLayerKey", "displayData", "providerKey", "weight");
    static final List<String> CALLOUT = List.of("calloutKey", "displayData", "providerKey", "applicableLayer", "inert");
    static final List<String> CONTEXT = List.of("providerContextKey", "displayData", "providerKey", "type", "data");
    private static final List<String> CONTEXT_TYPES = ProviderContextType.keys();

    private final ErrorSink errors;
    private final ObjectKeys providerKeys;
    private final ObjectKeys subLayerKeys;
    private final ObjectKeys calloutKeys;
    private final ObjectKeys contextKeys;
    private final List<Provider> providers = new ArrayList<>();
    private final List<Sublayer> sublayers = new ArrayList<>();
    private final Map<String, CalloutObject> callouts = new HashMap<>();
    private final List<CalloutObject> calloutsInOrder = new ArrayList<>();
    private final List<ProviderContext> contexts = new ArrayList<>();
    private final Map<String, Node> contextPlaces = new HashMap<>();

    ObjectReader(Members document, ErrorSink errors) {
        this.errors = errors;
        providerKeys = new ObjectKeys("providerKey", "FWP_E_PROVIDER_NOT_FOUND", errors);
        subLayerKeys = new ObjectKeys("subLayerKey", "FWP_E_SUBLAYER_NOT_FOUND", errors);
        calloutKeys = new ObjectKeys("calloutKey", "FWP_E_CALLOUT_NOT_FOUND", errors);
        contextKeys = new ObjectKeys("providerContextKey", "FWP_E_PROVIDER_CONTEXT_NOT_FOUND", errors);
        for (Node node : document.list("providers")) {
            Members.of(node, "provider", PROVIDER, errors).ifPresent(this::provider);
        }
        for (Node node : document.list("subLayers")) {
            Members.of(node, "sublayer", SUBLAYER, errors).ifPresent(this::sublayer);
        }
        for (Node node : document.list("callouts")) {
            Members.of(node, "callout", CALLOUT, errors).ifPresent(this::callout);
        }
        for (Node node : document.list("providerContexts")) {
            Members.of(node, "provider context", CONTEXT, errors).ifPresent(this::context);
        }
    }

    ObjectKeys providerKeys() {
        return providerKeys;
    }

    ObjectKeys subLayerKeys() {
        return subLayerKeys;
    }

    ObjectKeys calloutKeys() {
        return calloutKeys;
    }

    ObjectKeys contextKeys() {
        return contextKeys;
    }

    List<Provider> providers() {
        return providers;
    }

    List<Sublayer> sublayers() {
        return sublayers;
    }

    List<CalloutObject> callouts() {
        return calloutsInOrder;
    }

    /** The callout of a key, Windows' own among them, or null. */
    CalloutObject callout(String key) {
        CalloutObject listed = callouts.get(key);
        return listed != null || key == null
                ? listed
                : BuiltInCallouts.object(key).orElse(null);
    }

    List<ProviderContext> contexts() {
        return contexts;
    }

    /** Where the data of each provider context stands, or the context itself where it has none. */
    Map<String, Node> contextPlaces() {
        return contextPlaces;
    }

    private void provider(Members members) {
        String service = members.text("serviceName").orElse(null);
        providerKeys
                .declare(members)
                .ifPresent(key -> providers.add(new Provider(key, DisplayData.name(members, key), service)));
    }

    private void sublayer(Members members) {
        String key = members.requiredText("subLayerKey").map(ObjectKeys::normal).orElse(null);
        String provider = providerKeys.reference(members).orElse(null);
        OptionalLong weight = members.requiredText("weight")
                .map(text -> NumberText.unsigned(text, 16))
                .orElse(OptionalLong.of(0));
        if (weight.isEmpty()) {
            errors.add(
                    members.place("weight"),
                    "FWP_E_OUT_OF_BOUNDS: " + members.get("weight").kind() + " as weight",
                    "0..65535");
        }
        if (key == null) {
            return;
        }
        Sublayer builtIn = BuiltInSublayers.byKey(key).orElse(null);
        String known = builtIn == null ? key : builtIn.subLayerKey();
        String name = builtIn == null ? DisplayData.name(members, key) : known;
        if (known.equals(Sublayer.INSPECTION) && weight.orElse(0) != 0) {
            errors.add(
                    members.place("weight"), "FWP_E_BUILTIN_OBJECT: " + known + " is the lowest sublayer", "weight 0");
        }
        subLayerKeys.declare(known, members.place("subLayerKey"));
        int order = builtIn == null ? BuiltInSublayers.all().size() + sublayers.size() : builtIn.order();
        sublayers.add(new Sublayer(known, (int) weight.orElse(0), order, name, provider));
    }

    private void callout(Members members) {
        String key = members.requiredText("calloutKey")
                .map(ObjectKeys::normal)
                .map(ObjectReader::known)
                .orElse(null);
        if (key != null) {
            calloutKeys.declare(key, members.place("calloutKey"));
        }
        String provider = providerKeys.reference(members).orElse(null);
        boolean inert = members.text("inert")
                .map(text -> flag(text, members.place("inert")))
                .orElse(false);
        CalloutObject callout = new CalloutObject(
                key == null ? "" : key,
                key == null ? "" : DisplayData.name(members, key),
                LayerReader.layers(members, "applicableLayer"),
                inert,
                provider);
        if (key != null && callouts.putIfAbsent(key, callout) == null) {
            calloutsInOrder.add(callout);
        }
    }

    /** A built-in callout's key where the document spells it by GUID or alias. */
    static String known(String key) {
        return BuiltInCallouts.byKey(key).map(BuiltInCallout::calloutKey).orElse(key);
    }

    private boolean flag(String text, Node at) {
        if (!text.equals("true") && !text.equals("false")) {
            errors.add(at, "'" + text + "' as inert", "true or false");
        }
        return text.equals("true");
    }

    private void context(Members members) {
        String key = contextKeys.declare(members).orElse(null);
        String provider = providerKeys.reference(members).orElse(null);
        String type = members.text("type").orElse(CONTEXT_TYPES.getFirst());
        if (!CONTEXT_TYPES.contains(type)) {
            errors.add(
                    members.place("type"),
                    "FWP_E_PROVIDER_CONTEXT_MISMATCH: unknown type '" + type + "'",
                    "FWPM_GENERAL_CONTEXT",
                    NearestName.of(type, CONTEXT_TYPES));
        }
        Node data = members.get("data");
        if (data != null && !(data instanceof Node.Mapping)) {
            errors.add(data, data.kind() + " as data", "a mapping");
        }
        if (key != null) {
            contextPlaces.put(key, members.place("data"));
            Map<String, Object> content = data instanceof Node.Mapping m ? ContextData.of(m) : Map.of();
            contexts.add(new ProviderContext(key, type, content, DisplayData.name(members, key), provider));
        }
    }
}
