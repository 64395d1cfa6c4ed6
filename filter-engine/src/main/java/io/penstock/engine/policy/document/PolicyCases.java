// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.classify.ArbitrationCase.Answer;
import io.penstock.engine.classify.ArbitrationCase.Stub;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads policy test cases, in the form of the arbitration vectors or with a policy document of their own, as YAML or JSON. {@code docs/policy.md}
 * describes the form. Stateless; any thread.
 */
public final class PolicyCases {
    private static final List<String> TOP = List.of("format", "version", "readme", "policy", "cases");
    private static final List<String> CASE = List.of(
            "id",
            "title",
            "basis",
            "rules",
            "note",
            "policy",
            "layer",
            "values",
            "sublayers",
            "filters",
            "callouts",
            "expected");
    private static final List<String> EXPECTED = List.of(
            "finalAction",
            "effectiveVerdict",
            "decidingFilter",
            "writeRightAfter",
            "veto",
            "absorbed",
            "evaluatedFilters",
            "invokedCalloutFilters");

    private final ErrorSink errors;
    private final Path folder;
    private final List<PolicyCase> cases = new ArrayList<>();

    private PolicyCases(ErrorSink errors, Path folder) {
        this.errors = errors;
        this.folder = folder;
    }

    /**
     * Reads the cases of a document.
     *
     * @param source what errors call the document
     * @param folder where policy files that cases name are looked for
     * @throws PolicyErrors if anything is wrong, in the cases or in a policy that they name
     */
    public static List<PolicyCase> read(String source, byte[] document, Path folder) throws PolicyErrors {
        ErrorSink errors = new ErrorSink(source);
        PolicyCases reader = new PolicyCases(errors, folder);
        NodeTree.of(source, document, errors)
                .flatMap(root -> Members.of(root, "case file", TOP, errors))
                .ifPresent(reader::all);
        errors.throwIfAny();
        return List.copyOf(reader.cases);
    }

    private void all(Members top) {
        Node shared = top.get("policy");
        for (Node node : top.list("cases")) {
            Members.of(node, "case", CASE, errors).ifPresent(members -> one(members, shared));
        }
        if (top.required("cases").isPresent() && cases.isEmpty() && errors.isEmpty()) {
            errors.add(top.place("cases"), "no cases", "at least one");
        }
    }

    private void one(Members members, Node shared) {
        String id = members.requiredText("id").orElse("");
        members.required("layer");
        Layer layer = LayerReader.layers(members, "layer").stream().findFirst().orElse(null);
        Map<String, String> expected = members.required("expected")
                .flatMap(node -> Members.of(node, "expectation", EXPECTED, errors))
                .map(PolicyCases::expected)
                .orElse(Map.of());
        Map<String, Stub> stubs = StubReader.read(members);
        Node own = members.get("policy") == null ? shared : members.get("policy");
        Policy policy = layer == null
                ? null
                : own == null ? new VectorPolicy(errors, layer).read(members, stubs.keySet()) : document(own);
        FieldValues values = layer == null ? null : values(members, layer);
        if (policy != null && values != null) {
            cases.add(new PolicyCase(id, members.text("title").orElse(""), policy, layer, values, stubs, expected));
        }
    }

    private static Map<String, String> expected(Members members) {
        Map<String, String> expected = new LinkedHashMap<>();
        for (Node.Member member : members.mapping().members()) {
            expected.put(
                    member.key().text(),
                    switch (member.value()) {
                        case Node.Sequence list ->
                            list.items().stream()
                                    .map(item -> item instanceof Node.Scalar scalar ? scalar.text() : item.kind())
                                    .toList()
                                    .toString();
                        case Node.Scalar scalar -> scalar.isNull() ? "null" : scalar.text();
                        case Node.Mapping mapping -> mapping.kind();
                    });
        }
        return expected;
    }

    /** A policy document, inline or as a file beside the cases; null after an error. */
    private Policy document(Node node) {
        if (!(node instanceof Node.Scalar name)) {
            return PolicyDocument.policy(node, errors);
        }
        Path file = folder.resolve(name.text());
        try {
            return PolicyDocument.parse(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            errors.add(node, "policy file " + file + " cannot be read", "a file beside the cases");
        } catch (PolicyErrors e) {
            e.errors().forEach(error -> errors.add(node, error.toString()));
        }
        return null;
    }

    /** The indication's values, by field; what is not given is empty. */
    private FieldValues values(Members members, Layer layer) {
        FieldValues values = new FieldValues();
        if (members.get("values") == null) {
            return values;
        }
        if (!(members.get("values") instanceof Node.Mapping given)) {
            errors.add(members.get("values"), "values that are no mapping", "fieldKey: value");
            return values;
        }
        for (Node.Member member : given.members()) {
            Optional<Field> field =
                    Field.byKey(member.key().text()).filter(f -> layer.typeOf(f).isPresent());
            if (field.isEmpty()) {
                List<String> schema = layer.fields().stream().map(Field::key).toList();
                String nearest = NearestName.of(member.key().text(), schema);
                errors.add(
                        member.key(),
                        "unknown field " + member.key().kind() + " at layer " + layer.key(),
                        "a field of its schema",
                        nearest);
            } else {
                ConditionValue value = new ValueReader(
                                field.get(), layer.typeOf(field.get()).orElseThrow(), errors)
                        .read(member.value());
                set(values, field.get(), value, member.value());
            }
        }
        return values;
    }

    private void set(FieldValues values, Field field, ConditionValue value, Node at) {
        switch (value) {
            case null -> {}
            case ConditionValue.Empty() -> values.setEmpty(field);
            case ConditionValue.Number(var type, long number) -> values.setNumber(field, number);
            case ConditionValue.Wide(long high, long low) -> values.setWide(field, high, low);
            case ConditionValue.Blob blob -> values.setObject(field, blob.bytes());
            case ConditionValue.Text(var type, String text) -> values.setObject(field, text);
            default -> errors.add(at, at.kind() + " as the value of " + field.key(), "one value");
        }
    }

    /** Reads what stubbed callouts answer. */
    private static final class StubReader {
        private static final List<String> STUB = List.of("registered", "returns", "returnsWhenRightCleared");
        private static final List<String> RETURNS = List.of("actionType", "clearWriteRight", "absorb");
        private static final Answer SILENT = new Answer(null, false, false);

        private StubReader() {}

        static Map<String, Stub> read(Members members) {
            Map<String, Stub> stubs = new LinkedHashMap<>();
            if (members.get("callouts") instanceof Node.Mapping callouts) {
                for (Node.Member callout : callouts.members()) {
                    Members.of(callout.value(), "callout", STUB, members.errors())
                            .ifPresent(stub ->
                                    stubs.put(ObjectKeys.normal(callout.key().text()), stub(stub)));
                }
            }
            return stubs;
        }

        private static Stub stub(Members members) {
            boolean registered = !members.text("registered").orElse("true").equals("false");
            Answer answer = answer(members, "returns", SILENT);
            return new Stub(registered, answer, answer(members, "returnsWhenRightCleared", answer));
        }

        private static Answer answer(Members stub, String key, Answer otherwise) {
            Node node = stub.get(key);
            return node == null
                    ? otherwise
                    : Members.of(node, key, RETURNS, stub.errors())
                            .map(StubReader::answer)
                            .orElse(SILENT);
        }

        private static Answer answer(Members members) {
            String action = members.text("actionType").orElse("UNCHANGED");
            String name = action.startsWith("FWP_ACTION_") ? action.substring("FWP_ACTION_".length()) : action;
            CalloutAction value = null;
            for (CalloutAction known : CalloutAction.values()) {
                value = known.name().equals(name) ? known : value;
            }
            if (value == null && !name.equals("UNCHANGED")) {
                members.errors()
                        .add(
                                members.place("actionType"),
                                "unknown answer '" + action + "'",
                                "FWP_ACTION_… or UNCHANGED");
            }
            return new Answer(value, is(members, "clearWriteRight"), is(members, "absorb"));
        }

        private static boolean is(Members members, String key) {
            return members.text(key).orElse("false").equals("true");
        }
    }
}
