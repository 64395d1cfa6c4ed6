// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.classify.ArbitrationCase.Stub;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads policy test cases, as YAML or JSON: indications in the form of the arbitration vectors or with a policy document of their own, and packets
 * with the verdict that is expected of them (spec 4.7). {@code docs/policy.md} describes the form. Stateless; any thread.
 */
public final class PolicyCases {
    static final List<String> TOP = List.of("format", "version", "readme", "policy", "cases");
    static final List<String> INDICATION = List.of(
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
    static final List<String> PACKET =
            List.of("id", "title", "rules", "note", "policy", "packet", "after", "callouts", "expected");

    private final ErrorSink errors;
    private final Path folder;
    private final Map<Path, Policy> files = new LinkedHashMap<>();
    private final List<PolicyCase> cases = new ArrayList<>();
    private Node sharedNode;
    private Policy sharedPolicy;

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
        sharedNode = top.get("policy");
        sharedPolicy = sharedNode == null ? null : document(sharedNode);
        for (Node node : top.list("cases")) {
            boolean packet = node instanceof Node.Mapping mapping && mapping.get("packet") != null;
            Members.of(node, "case", packet ? PACKET : INDICATION, errors)
                    .ifPresent(packet ? this::packet : this::indication);
        }
        if (top.required("cases").isPresent() && cases.isEmpty() && errors.isEmpty()) {
            errors.add(top.place("cases"), "no cases", "at least one");
        }
    }

    private void indication(Members members) {
        String id = members.requiredText("id").orElse("");
        members.required("layer");
        Layer layer = LayerReader.layers(members, "layer").stream().findFirst().orElse(null);
        Map<String, String> expected = expected(members, IndicationCase.EXPECTED);
        Map<String, Stub> stubs = StubReader.read(members);
        if (layer == null) {
            return;
        }
        boolean vector = members.get("policy") == null && sharedNode == null;
        Policy policy = vector ? new VectorPolicy(errors, layer).read(members, stubs.keySet()) : policy(members);
        IndicationValues values = new IndicationValues(errors, layer);
        values.read(members.get("values"));
        if (policy != null) {
            cases.add(new IndicationCase(
                    id, title(members), policy, layer, values.values(), Map.copyOf(stubs), expected));
        }
    }

    private void packet(Members members) {
        String id = members.requiredText("id").orElse("");
        Map<String, String> expected = expected(members, PacketCase.EXPECTED);
        PacketReader packets = new PacketReader(errors);
        members.list("after").forEach(packets::read);
        packets.read(members.mapping().get("packet"));
        Map<String, Stub> stubs = StubReader.read(members);
        if (members.get("policy") == null && sharedNode == null) {
            errors.add(members.mapping(), "a packet without a policy", "policy: a file or a document");
        }
        Policy policy = policy(members);
        if (policy != null) {
            cases.add(
                    new PacketCase(id, title(members), policy, packets.packets(), Map.copyOf(stubs), layers(expected)));
        }
    }

    private static String title(Members members) {
        return members.text("title").orElse("");
    }

    /** The case's own policy or the file's; null after an error. */
    private Policy policy(Members members) {
        return members.get("policy") == null ? sharedPolicy : document(members.get("policy"));
    }

    /** Layers may be named shortly; verdicts name them in full. */
    private static Map<String, String> layers(Map<String, String> expected) {
        expected.computeIfPresent(
                "layer", (member, key) -> Layer.byKey(key).map(Layer::key).orElse(key));
        return expected;
    }

    private Map<String, String> expected(Members members, List<String> keys) {
        return members.required("expected")
                .flatMap(node -> Members.of(node, "expectation", keys, errors))
                .map(PolicyCases::spelled)
                .orElseGet(LinkedHashMap::new);
    }

    private static Map<String, String> spelled(Members members) {
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

    /** A policy document, inline or as a file beside the cases; null after an error. Each file is read once. */
    private Policy document(Node node) {
        if (!(node instanceof Node.Scalar name)) {
            return PolicyDocument.policy(node, errors);
        }
        Path file = folder.resolve(name.text());
        if (!files.containsKey(file)) {
            files.put(file, file(node, file));
        }
        return files.get(file);
    }

    private Policy file(Node node, Path file) {
        try {
            return PolicyDocument.located(file.toString(), Files.readAllBytes(file), file, key -> null)
                    .policy();
        } catch (IOException e) {
            errors.add(node, "policy file " + file + " cannot be read", "a file beside the cases");
        } catch (PolicyErrors e) {
            e.errors().forEach(error -> errors.add(node, error.toString()));
        }
        return null;
    }
}
