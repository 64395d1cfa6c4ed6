// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import static io.penstock.engine.policy.document.Schema.anyOf;
import static io.penstock.engine.policy.document.Schema.described;
import static io.penstock.engine.policy.document.Schema.names;
import static io.penstock.engine.policy.document.Schema.object;
import static io.penstock.engine.policy.document.Schema.of;
import static io.penstock.engine.policy.document.Schema.oneOrMany;
import static io.penstock.engine.policy.document.Schema.orNothing;
import static io.penstock.engine.policy.document.Schema.pattern;
import static io.penstock.engine.policy.document.Schema.ref;
import static io.penstock.engine.policy.document.Schema.withoutPrefix;

import io.penstock.engine.condition.MatchType;
import io.penstock.engine.policy.BuiltInSublayers;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Sublayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Filters in the schema: their members, actions, weights, flags and conditions. */
final class FilterSchema {
    private FilterSchema() {}

    static Map<String, Object> filter() {
        Map<String, Object> filter = object(
                FilterReader.KEYS,
                List.of("filterKey", "layerKey", "action"),
                of(
                        "filterKey",
                                described(
                                        "A readable name or a GUID, once in the policy. With several layers it becomes"
                                                + " one filter per layer, <filterKey>@<layer>.",
                                        ref("key")),
                        "displayData",
                                described("What people see; behind a GUID a name must be given.", ref("displayData")),
                        "flags",
                                described(
                                        "One flag or a list. CLEAR_ACTION_RIGHT makes a permit hard and a block a"
                                                + " veto.",
                                        flags()),
                        "providerKey",
                                described("The provider that owns the filter; changes no verdict.", ref("optionalKey")),
                        "layerKey",
                                described(
                                        "The layer at which the filter is asked, or a list of layers.",
                                        anyOf(
                                                ref("layer"),
                                                of(
                                                        "type",
                                                        "array",
                                                        "items",
                                                        ref("layer"),
                                                        "minItems",
                                                        1,
                                                        "uniqueItems",
                                                        true))),
                        "subLayerKey",
                                described(
                                        "The sublayer, one of the policy or a built-in one; FWPM_SUBLAYER_UNIVERSAL if"
                                                + " none.",
                                        subLayer()),
                        "weight",
                                described(
                                        "Order within the sublayer: a range 0..15, a number of 64 bits, or nothing"
                                                + " for the automatic weight.",
                                        weight()),
                        "filterCondition",
                                described(
                                        "Conditions; none: always matches. Those on one field are alternatives,"
                                                + " different fields must all hold.",
                                        orNothing(Schema.list(anyOf(ref("condition"), SetSchema.phrase())))),
                        "action", described("What becomes of what matches.", action()),
                        "providerContextKey", described("Configuration for the filter's callout.", ref("optionalKey")),
                        "rawContext",
                                described("64 bits for the filter's callout instead.", orNothing(Schema.unsigned(64))),
                        "filterId",
                                described(
                                        "Of an import: breaks ties of weight, lower first.",
                                        anyOf(
                                                of("type", "integer", "minimum", 1),
                                                pattern("^\\s*" + Schema.DIGITS + "\\s*$"),
                                                Schema.nothing())),
                        "effectiveWeight",
                                described(
                                        "Of an import: used as it is.",
                                        anyOf(
                                                Schema.unsigned(64),
                                                typedWeight("FWP_UINT64", "uint64", 64),
                                                Schema.nothing()))));
        List<Object> rules = new ArrayList<>();
        rules.add(PolicySchema.nameBehindGuid("filterKey"));
        rules.addAll(LayerSchema.fieldRules());
        filter.put("allOf", rules);
        return filter;
    }

    private static Map<String, Object> flags() {
        List<String> known = new ArrayList<>(withoutPrefix(
                Arrays.stream(FilterFlag.values()).map(FilterFlag::key).toList(), FlagsReader.PREFIX));
        known.addAll(List.of("NONE", FlagsReader.PREFIX + "NONE"));
        return orNothing(oneOrMany(names(known)));
    }

    private static Map<String, Object> subLayer() {
        List<String> builtIn =
                BuiltInSublayers.all().stream().map(Sublayer::subLayerKey).toList();
        return anyOf(names(builtIn), ref("optionalKey"));
    }

    private static Map<String, Object> weight() {
        return anyOf(
                of("type", "integer", "minimum", 0, "maximum", 15),
                pattern("^\\s*(0*([0-9]|1[0-5])|0[xX]0*[0-9A-Fa-f])\\s*$"),
                of("const", "FWP_EMPTY"),
                typedWeight("FWP_UINT64", "uint64", 64),
                typedWeight("FWP_UINT8", "uint8", 8),
                object(WeightReader.KEYS, List.of("type"), weightOf("FWP_EMPTY")),
                Schema.nothing());
    }

    private static Map<String, Object> typedWeight(String type, String member, int bits) {
        Map<String, Object> properties = weightOf(type);
        properties.put(member, Schema.unsigned(bits));
        return object(WeightReader.KEYS, List.of("type", member), properties);
    }

    private static Map<String, Object> weightOf(String type) {
        return of("type", of("const", type), "uint8", ref("scalar"), "uint64", ref("scalar"));
    }

    private static Map<String, Object> action() {
        String prefix = "FWP_ACTION_";
        List<String> callouts = ActionReader.TYPES.stream()
                .filter(type -> type.contains("_CALLOUT_"))
                .toList();
        List<String> others = ActionReader.TYPES.stream()
                .filter(type -> !callouts.contains(type))
                .toList();
        Map<String, Object> consulting = object(
                ActionReader.KEYS,
                ActionReader.KEYS,
                of(
                        "type", names(withoutPrefix(callouts, prefix)),
                        "calloutKey",
                                described(
                                        "The callout that is asked: a key of callouts, or a built-in one.",
                                        ref("key"))));
        Map<String, Object> deciding = object(
                ActionReader.KEYS,
                List.of("type"),
                of("type", names(withoutPrefix(others, prefix)), "calloutKey", Schema.nothing()));
        return anyOf(names(withoutPrefix(others, prefix)), deciding, consulting);
    }

    static Map<String, Object> condition() {
        List<String> types = new ArrayList<>(withoutPrefix(
                Arrays.stream(MatchType.values()).map(MatchType::key).toList(), "FWP_MATCH_"));
        Map<String, Object> condition = object(
                ConditionReader.KEYS,
                List.of("fieldKey", "conditionValue"),
                of(
                        "fieldKey", described("The field that is tested, of the layer's schema.", of("type", "string")),
                        "matchType",
                                described(
                                        "How; RANGE for a range and EQUAL for all else if not given.",
                                        orNothing(names(types))),
                        "conditionValue", described("A value of the field's type at the layer.", of())));
        List<Object> rules = new ArrayList<>();
        ValueSchema.groups()
                .forEach((name, fields) -> rules.add(of(
                        "if",
                        of(
                                "required",
                                List.of("fieldKey"),
                                "properties",
                                of("fieldKey", names(LayerSchema.fields(fields)))),
                        "then",
                        of("properties", of("conditionValue", ref(name))))));
        condition.put("allOf", rules);
        return condition;
    }
}
