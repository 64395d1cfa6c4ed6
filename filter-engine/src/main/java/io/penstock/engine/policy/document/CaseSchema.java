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
import static io.penstock.engine.policy.document.Schema.withoutPrefix;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.classify.Fate;
import io.penstock.engine.condition.Field;
import io.penstock.engine.policy.FilterFlag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema (draft 2020-12) of policy test cases ({@code *.test.yaml}; spec 4.7), for editors: made of the lists of keys that the reader itself goes by. What a
 * packet's line says, whether a value fits its field, and what a named policy file holds the reader tells alone. Stateless; any thread.
 */
public final class CaseSchema {
    private static final String FLAG_PREFIX = "FWPM_FILTER_FLAG_";

    private CaseSchema() {}

    /** The schema as JSON, the same text in every run. */
    public static String json() {
        Map<String, Object> schema = of(
                "$schema",
                Schema.DRAFT,
                "$id",
                "urn:penstock:schema:policy-cases",
                "title",
                "Penstock policy test cases",
                "description",
                "What a policy shall do with packets and indications; docs/policy.md tells what each key means.");
        schema.putAll(object(
                PolicyCases.TOP,
                List.of("cases"),
                of(
                        "format", described("A name for people.", of()),
                        "version", described("A number for people.", of()),
                        "readme", described("A text for people.", of()),
                        "policy",
                                described("The policy of the cases that have none of their own.", ref("policyOrFile")),
                        "cases", described("At least one.", cases()))));
        Map<String, Object> definitions = PolicySchema.definitions();
        definitions.put("policy", PolicySchema.document());
        definitions.put("policyOrFile", orNothing(anyOf(pattern("\\S"), ref("policy"))));
        definitions.put("flag", anyOf(of("type", "boolean"), names(List.of("true", "false"))));
        definitions.put("packet", packet());
        definitions.put("stubs", stubs());
        definitions.put("packetCase", packetCase());
        definitions.put("indicationCase", indicationCase());
        schema.put("$defs", definitions);
        return SchemaText.of(schema);
    }

    /** A case with a packet is about its walk; others are about an indication at a layer. */
    private static Map<String, Object> cases() {
        Map<String, Object> cases = list(
                of("if", of("required", List.of("packet")), "then", ref("packetCase"), "else", ref("indicationCase")));
        cases.put("minItems", 1);
        return cases;
    }

    private static Map<String, Object> packetCase() {
        return object(
                PolicyCases.PACKET,
                List.of("id", "packet", "expected"),
                of(
                        "id", ref("key"),
                        "title", of(),
                        "rules", of(),
                        "note", of(),
                        "policy", ref("policyOrFile"),
                        "packet", described("The packet whose verdict is expected.", ref("packet")),
                        "after", described("Packets of the same host before it.", orNothing(list(ref("packet")))),
                        "callouts", ref("stubs"),
                        "expected", verdict()));
    }

    private static Map<String, Object> indicationCase() {
        return object(
                PolicyCases.INDICATION,
                List.of("id", "layer", "expected"),
                of(
                        "id", ref("key"),
                        "title", of(),
                        "basis", of(),
                        "rules", of(),
                        "note", of(),
                        "policy", ref("policyOrFile"),
                        "layer", described("Where the values are shown.", ref("layer")),
                        "values", described("What fields are; the others are empty.", values()),
                        "sublayers", described("With filters, in place of a policy.", orNothing(list(sublayer()))),
                        "filters", described("By number, each saying whether it matches.", orNothing(list(filter()))),
                        "callouts", ref("stubs"),
                        "expected", outcome()));
    }

    private static Map<String, Object> values() {
        Map<String, Object> field = anyOf(names(LayerSchema.fields(Field.all())), pattern(Schema.GUID));
        return orNothing(of("type", "object", "propertyNames", field));
    }

    private static Map<String, Object> sublayer() {
        return object(
                VectorPolicy.SUBLAYER, List.of("key", "weight"), of("key", ref("key"), "weight", Schema.unsigned(16)));
    }

    private static Map<String, Object> filter() {
        List<String> flags = new ArrayList<>(List.of(FLAG_PREFIX + "NONE"));
        Arrays.stream(FilterFlag.values()).map(FilterFlag::key).forEach(flags::add);
        return object(
                VectorPolicy.FILTER,
                List.of("id", "sublayer", "weight", "matches", "action"),
                of(
                        "id", Schema.unsigned(62),
                        "sublayer", ref("key"),
                        "weight", Schema.unsigned(64),
                        "matches", ref("flag"),
                        "action", names(withoutPrefix(ActionReader.TYPES, "FWP_ACTION_")),
                        "flags", orNothing(oneOrMany(names(withoutPrefix(flags, FLAG_PREFIX)))),
                        "callout", ref("optionalKey")));
    }

    private static Map<String, Object> packet() {
        return anyOf(
                pattern("\\S"),
                object(
                        PacketReader.KEYS,
                        List.of("hex"),
                        of(
                                "hex", described("Its bytes.", ref("key")),
                                "link",
                                        names(PacketReader.LINKS.keySet().stream()
                                                .sorted()
                                                .toList()),
                                "direction",
                                        names(PacketReader.DIRECTIONS.keySet().stream()
                                                .sorted()
                                                .toList()))));
    }

    /** What is not named is not registered. */
    private static Map<String, Object> stubs() {
        Map<String, Object> answer = object(
                StubReader.RETURNS,
                List.of(),
                of("actionType", names(answers()), "clearWriteRight", ref("flag"), "absorb", ref("flag")));
        Map<String, Object> stub = object(
                StubReader.STUB,
                List.of(),
                of(
                        "registered", ref("flag"),
                        "returns", described("What it answers.", answer),
                        "returnsWhenRightCleared", described("What it answers without the right.", answer)));
        return described(
                "What stubs of callouts answer, by callout; others are not registered.",
                orNothing(of("type", "object", "additionalProperties", stub)));
    }

    private static List<String> answers() {
        List<String> answers = new ArrayList<>();
        Arrays.stream(CalloutAction.values()).map(CalloutAction::name).forEach(answers::add);
        answers.add("UNCHANGED");
        answers.addAll(answers.stream().map(name -> "FWP_ACTION_" + name).toList());
        return answers;
    }

    private static Map<String, Object> verdict() {
        return object(
                PacketCase.EXPECTED,
                List.of(),
                of(
                        "action",
                                names(Arrays.stream(Fate.values())
                                        .map(Fate::key)
                                        .toList()),
                        "layer", orNothing(ref("layer")),
                        "sublayer", ref("optionalKey"),
                        "filter", ref("optionalKey"),
                        "callout", ref("optionalKey"),
                        "reason", ref("optionalKey"),
                        "terminating", ref("flag"),
                        "uncertain", ref("flag")));
    }

    private static Map<String, Object> outcome() {
        return object(
                IndicationCase.EXPECTED,
                List.of(),
                of(
                        "finalAction", names(List.of("PERMIT", "BLOCK", "NONE")),
                        "effectiveVerdict", names(List.of("PERMIT", "BLOCK")),
                        "decidingFilter", ref("optionalKey"),
                        "writeRightAfter", ref("flag"),
                        "veto", ref("flag"),
                        "absorbed", ref("flag"),
                        "evaluatedFilters", list(ref("key")),
                        "invokedCalloutFilters", list(ref("key"))));
    }
}
