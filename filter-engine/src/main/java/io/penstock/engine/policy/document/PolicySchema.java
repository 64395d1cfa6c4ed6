// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import static io.penstock.engine.policy.document.Schema.anyOf;
import static io.penstock.engine.policy.document.Schema.described;
import static io.penstock.engine.policy.document.Schema.list;
import static io.penstock.engine.policy.document.Schema.names;
import static io.penstock.engine.policy.document.Schema.object;
import static io.penstock.engine.policy.document.Schema.of;
import static io.penstock.engine.policy.document.Schema.oneOrMany;
import static io.penstock.engine.policy.document.Schema.orNothing;
import static io.penstock.engine.policy.document.Schema.pattern;
import static io.penstock.engine.policy.document.Schema.ref;

import io.penstock.engine.policy.ProviderContextType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema (draft 2020-12) of policy documents (spec 1, 3), for editors: made of the tables that the reader itself goes by, so that both know the same keys, layers, fields,
 * flags and names. It takes every document that the reader takes, but not only those: what stands between objects (references, duplicates, weights) the reader
 * tells alone. {@code docs/policy.md} names the differences. Stateless; any thread.
 */
public final class PolicySchema {
    private PolicySchema() {}

    /** The schema as JSON, the same text in every run. */
    public static String json() {
        Map<String, Object> schema = of(
                "$schema",
                Schema.DRAFT,
                "$id",
                "urn:penstock:schema:policy",
                "title",
                "Penstock policy",
                "description",
                "A policy in the vocabulary of the Windows Filtering Platform; docs/policy.md tells what each"
                        + " key means.");
        schema.putAll(document());
        schema.put("$defs", definitions());
        return SchemaText.of(schema);
    }

    static Map<String, Object> document() {
        return object(
                PolicyDocument.KEYS,
                List.of(),
                of(
                        "policy", described("A name for people; no part of the version.", ref("optionalKey")),
                        "description", described("A text for people; no part of the version.", of()),
                        "include",
                                described(
                                        "Documents that belong to the policy, by their paths from this one; the last"
                                                + " part of a path may be a pattern such as *.yaml.",
                                        orNothing(oneOrMany(pattern("\\S")))),
                        "settings",
                                described(
                                        "What holds for the policy as a whole.", orNothing(SettingsSchema.settings())),
                        "providers",
                                described(
                                        "Who made the objects that name them; no part of the version.",
                                        objects("provider")),
                        "subLayers",
                                described(
                                        "Ordered groups of filters, the heaviest asked first; the built-in ones are"
                                                + " there without being listed.",
                                        objects("subLayer")),
                        "callouts", described("Code that filters consult.", objects("callout")),
                        "providerContexts", described("Configuration for callouts.", objects("providerContext")),
                        "sets",
                                described(
                                        "Named addresses and ports: $name as a condition's value stands for all"
                                                + " members, as alternatives.",
                                        orNothing(SetSchema.sets())),
                        "filters", described("Rules: where, in which order, when, and what then.", objects("filter"))));
    }

    private static Map<String, Object> objects(String name) {
        return orNothing(list(ref(name)));
    }

    static Map<String, Object> definitions() {
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions.put("key", of("type", List.of("string", "number", "boolean"), "pattern", "\\S"));
        definitions.put("optionalKey", of("type", List.of("string", "number", "boolean", "null"), "pattern", "\\S"));
        definitions.put("displayData", displayData());
        definitions.put("provider", provider());
        definitions.put("subLayer", subLayer());
        definitions.put("callout", callout());
        definitions.put("providerContext", providerContext());
        definitions.put("filter", FilterSchema.filter());
        definitions.put("condition", FilterSchema.condition());
        definitions.putAll(LayerSchema.definitions());
        definitions.putAll(ValueSchema.definitions());
        return definitions;
    }

    /** Behind a GUID people want a name. */
    static Map<String, Object> nameBehindGuid(String key) {
        return of(
                "if",
                of("required", List.of(key), "properties", of(key, pattern(Schema.GUID))),
                "then",
                of("required", List.of("displayData")));
    }

    private static Map<String, Object> displayData() {
        return orNothing(object(DisplayData.KEYS, List.of("name"), of("name", ref("key"), "description", of())));
    }

    private static Map<String, Object> provider() {
        Map<String, Object> provider = object(
                ObjectReader.PROVIDER,
                List.of("providerKey"),
                of(
                        "providerKey", ref("key"),
                        "displayData", ref("displayData"),
                        "serviceName", described("The Windows service of the provider.", ref("optionalKey"))));
        provider.put("allOf", List.of(nameBehindGuid("providerKey")));
        return provider;
    }

    private static Map<String, Object> subLayer() {
        return object(
                ObjectReader.SUBLAYER,
                List.of("subLayerKey", "weight"),
                of(
                        "subLayerKey", ref("key"),
                        "displayData", ref("displayData"),
                        "providerKey", ref("optionalKey"),
                        "weight",
                                described(
                                        "0..65535, heavier first, then in the order of the document.",
                                        Schema.unsigned(16))));
    }

    private static Map<String, Object> callout() {
        return object(
                ObjectReader.CALLOUT,
                List.of("calloutKey"),
                of(
                        "calloutKey", ref("key"),
                        "displayData", ref("displayData"),
                        "providerKey", ref("optionalKey"),
                        "applicableLayer",
                                described(
                                        "Where the callout may be named; none: anywhere.",
                                        orNothing(oneOrMany(ref("layer")))),
                        "inert",
                                described(
                                        "Whether it has no code here: its filters are skipped, and verdicts say"
                                                + " uncertain.",
                                        anyOf(
                                                of("type", List.of("boolean", "null")),
                                                names(List.of("true", "false"))))));
    }

    private static Map<String, Object> providerContext() {
        Map<String, Object> context = object(
                ObjectReader.CONTEXT,
                List.of("providerContextKey"),
                of(
                        "providerContextKey", ref("key"),
                        "displayData", ref("displayData"),
                        "providerKey", ref("optionalKey"),
                        "type",
                                described(
                                        "FWPM_GENERAL_CONTEXT if none.", orNothing(names(ProviderContextType.keys()))),
                        "data", described("What the callout understands.", of("type", List.of("object", "null")))));
        context.put("allOf", List.of(nameBehindGuid("providerContextKey")));
        return context;
    }
}
