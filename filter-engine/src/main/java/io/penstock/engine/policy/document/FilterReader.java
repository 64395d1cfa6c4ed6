// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.BuiltInSublayers;
import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Sublayer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads filters (spec 1.8). One that names several layers becomes one filter per layer. */
final class FilterReader {
    static final List<String> KEYS = List.of(
            "filterKey",
            "displayData",
            "flags",
            "providerKey",
            "layerKey",
            "subLayerKey",
            "weight",
            "filterCondition",
            "action",
            "providerContextKey",
            "rawContext",
            "filterId",
            "effectiveWeight");
    private static final String LAYER_PREFIX = "FWPM_LAYER_";

    private final ObjectReader objects;
    private final ErrorSink errors;
    private final ConditionReader conditions;
    private final ObjectKeys keys;
    private final FilterIds ids;
    private final List<Filter> filters = new ArrayList<>();
    private final Map<String, Members> places = new HashMap<>();
    private final Map<Node, CommentReader.Written> written = new IdentityHashMap<>();

    FilterReader(ObjectReader objects, NamedSets sets, ErrorSink errors, boolean strictDuplicates, List<Node> nodes) {
        this.objects = objects;
        this.errors = errors;
        conditions = new ConditionReader(errors, strictDuplicates, sets);
        keys = new ObjectKeys("filterKey", "FWP_E_FILTER_NOT_FOUND", errors);
        ids = new FilterIds(nodes, errors);
        for (Node node : nodes) {
            Members.of(node, "filter", KEYS, errors).ifPresent(this::read);
        }
    }

    List<Filter> filters() {
        return filters;
    }

    /** Where each filter stands. */
    Map<String, Members> places() {
        return places;
    }

    /** What came of each filter of the document. */
    Map<Node, CommentReader.Written> written() {
        return written;
    }

    private void read(Members members) {
        String key = members.requiredText("filterKey").map(ObjectKeys::normal).orElse(null);
        members.required("layerKey");
        List<Layer> layers = LayerReader.layers(members, "layerKey");
        if (members.get("layerKey") instanceof Node.Sequence none
                && none.items().isEmpty()) {
            errors.add(none, "an empty list as layerKey", "one layer or more");
        }
        String name = key == null ? "" : DisplayData.name(members, key);
        String provider = objects.providerKeys().reference(members).orElse(null);
        String subLayer = subLayer(members);
        Action action = ActionReader.read(members, objects.calloutKeys()).orElse(null);
        Set<FilterFlag> flags = FlagsReader.read(members, action);
        String context = objects.contextKeys().reference(members).orElse(null);
        long rawContext = rawContext(members, context);
        refuseWrongPlace(members, subLayer, action, layers);
        boolean named = key != null && action != null;
        if (layers.isEmpty()) {
            WeightReader.effective(members, Layer.all().getFirst(), List.of());
        }
        for (Layer layer : layers) {
            ConditionReader.Read read = conditions.read(members.list("filterCondition"), layer);
            List<Condition> tests = read.conditions();
            long weight = WeightReader.effective(members, layer, tests);
            if (named) {
                String own = layers.size() == 1 ? key : key + "@" + layer.key().substring(LAYER_PREFIX.length());
                keys.declare(own, members.place("filterKey"));
                written.putIfAbsent(members.mapping(), new CommentReader.Written(own, read.numbers()));
                places.put(own, members);
                filters.add(new Filter(
                        ids.next(members),
                        own,
                        name,
                        layer,
                        subLayer,
                        weight,
                        tests,
                        action,
                        flags,
                        context,
                        provider,
                        rawContext));
            }
        }
    }

    private long rawContext(Members members, String providerContext) {
        Node given = members.get("rawContext");
        if (given == null) {
            return 0;
        }
        OptionalLong value = given instanceof Node.Scalar scalar
                ? NumberText.unsigned(scalar.text().strip(), Long.SIZE)
                : OptionalLong.empty();
        if (value.isEmpty() || value.getAsLong() != 0 && providerContext != null) {
            errors.add(
                    given,
                    value.isEmpty() ? given.kind() + " as rawContext" : "rawContext beside providerContextKey",
                    "a number of 64 bits, or a provider context");
            return 0;
        }
        return value.getAsLong();
    }

    private String subLayer(Members members) {
        String key = members.text("subLayerKey").map(ObjectKeys::normal).orElse(Sublayer.UNIVERSAL);
        Optional<Sublayer> builtIn = BuiltInSublayers.byKey(key);
        if (builtIn.isPresent()) {
            return builtIn.get().subLayerKey();
        }
        List<String> others =
                BuiltInSublayers.all().stream().map(Sublayer::subLayerKey).toList();
        objects.subLayerKeys().exists(key, members.place("subLayerKey"), others);
        return key;
    }

    private void refuseWrongPlace(Members members, String subLayer, Action action, List<Layer> layers) {
        if (action != null && subLayer.equals(Sublayer.INSPECTION) && !(action instanceof Action.CalloutInspection)) {
            errors.add(
                    members.place("action"),
                    "FWP_E_ACTION_INCOMPATIBLE_WITH_SUBLAYER: " + action.key() + " in " + Sublayer.INSPECTION,
                    "FWP_ACTION_CALLOUT_INSPECTION, or another sublayer");
        }
        CalloutObject callout = action == null ? null : objects.callout(action.callout());
        for (Layer layer : layers) {
            if (callout != null
                    && !callout.applicableLayers().isEmpty()
                    && !callout.applicableLayers().contains(layer)) {
                errors.add(
                        members.place("layerKey"),
                        "FWP_E_INCOMPATIBLE_LAYER: callout '" + callout.calloutKey() + "' is not for layer "
                                + layer.key(),
                        "a layer of its applicableLayer");
            }
        }
    }

    /** Numbers filters as they stand; what an import numbered keeps its number, the others follow above. */
    private static final class FilterIds {
        private final ErrorSink errors;
        private final Set<Long> taken = new HashSet<>();
        private long last;

        FilterIds(List<Node> nodes, ErrorSink errors) {
            this.errors = errors;
            for (Node node : nodes) {
                if (node instanceof Node.Mapping filter && filter.get("filterId") instanceof Node.Scalar id) {
                    OptionalLong number = NumberText.unsigned(id.text().strip(), 63);
                    last = Math.max(last, number.orElse(0));
                }
            }
        }

        long next(Members filter) {
            Node given = filter.get("filterId");
            if (given == null) {
                return ++last;
            }
            OptionalLong id = given instanceof Node.Scalar scalar
                    ? NumberText.unsigned(scalar.text().strip(), 62)
                    : OptionalLong.empty();
            if (id.isEmpty() || id.getAsLong() == 0 || !taken.add(id.getAsLong())) {
                errors.add(given, given.kind() + " as filterId", "a number above 0 that no other filter has");
                return ++last;
            }
            return id.getAsLong();
        }
    }
}
