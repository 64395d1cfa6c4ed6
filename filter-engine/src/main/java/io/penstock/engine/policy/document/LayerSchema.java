// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import static io.penstock.engine.policy.document.Schema.anyOf;
import static io.penstock.engine.policy.document.Schema.names;
import static io.penstock.engine.policy.document.Schema.of;
import static io.penstock.engine.policy.document.Schema.pattern;
import static io.penstock.engine.policy.document.Schema.ref;
import static io.penstock.engine.policy.document.Schema.withoutPrefix;

import io.penstock.engine.condition.Field;
import io.penstock.engine.policy.Layer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Layers in the schema, and which fields conditions may test there: an editor offers those of the layer and no others. */
final class LayerSchema {
    private static final String FIELD_PREFIX = "FWPM_CONDITION_";
    private static final String LAYER_PREFIX = "FWPM_LAYER_";

    private LayerSchema() {}

    /** {@code layer}, and for each set of fields that layers share, the names of those layers and of those fields. */
    static Map<String, Object> definitions() {
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions.put(
                "layer", anyOf(names(keys(Layer.all())), pattern(Schema.GUID), pattern("^FWPS_LAYER_[A-Z0-9_]+$")));
        definitions.put("anyField", names(fields(Field.all())));
        groups().forEach((fields, layers) -> {
            String name = nameOf(layers);
            definitions.put("layers-" + name, names(keys(layers)));
            definitions.put("fields-" + name, names(fields(fields)));
        });
        return definitions;
    }

    /** Rules of a filter: the fields of its conditions are those of its layers; where no layer is named by a known name, any. */
    static List<Object> fieldRules() {
        List<Object> rules = new ArrayList<>();
        List<Object> known = new ArrayList<>();
        for (List<Layer> layers : groups().values()) {
            Map<String, Object> named = ref("layers-" + nameOf(layers));
            known.add(named);
            rules.add(of("if", isLayer(named), "then", conditionsOn(ref("fields-" + nameOf(layers)))));
        }
        rules.add(of("if", of("not", isLayer(anyOf(known))), "then", conditionsOn(ref("anyField"))));
        return rules;
    }

    private static Map<String, Object> isLayer(Map<String, Object> named) {
        Map<String, Object> one = anyOf(named, of("type", "array", "contains", named));
        return of("required", List.of("layerKey"), "properties", of("layerKey", one));
    }

    private static Map<String, Object> conditionsOn(Map<String, Object> fields) {
        Map<String, Object> key = anyOf(fields, pattern(Schema.GUID));
        return of("properties", of("filterCondition", of("items", of("properties", of("fieldKey", key)))));
    }

    /** Layers by the fields that they have, those without any among them. */
    private static Map<List<Field>, List<Layer>> groups() {
        Map<List<Field>, List<Layer>> groups = new LinkedHashMap<>();
        for (Layer layer : Layer.all()) {
            groups.computeIfAbsent(layer.fields(), fields -> new ArrayList<>()).add(layer);
        }
        return groups;
    }

    private static String nameOf(List<Layer> layers) {
        return layers.getFirst().key().substring(LAYER_PREFIX.length());
    }

    private static List<String> keys(List<Layer> layers) {
        return withoutPrefix(layers.stream().map(Layer::key).toList(), LAYER_PREFIX);
    }

    /** Every name that the reader takes for one of these fields. */
    static List<String> fields(Collection<Field> fields) {
        List<String> keys = new ArrayList<>(fields.stream().map(Field::key).toList());
        Field.aliases().entrySet().stream()
                .filter(alias -> keys.contains(FIELD_PREFIX + alias.getValue()))
                .map(alias -> FIELD_PREFIX + alias.getKey())
                .sorted()
                .forEach(keys::add);
        return withoutPrefix(keys.stream().distinct().toList(), FIELD_PREFIX);
    }
}
