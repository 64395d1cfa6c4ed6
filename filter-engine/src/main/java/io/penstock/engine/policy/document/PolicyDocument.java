// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.policy.CalloutObject;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.Provider;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.engine.policy.Sublayer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The front door of policy documents (spec 1, 3, 9.3): YAML 1.2 or JSON in, a validated policy out, or every error with its place. The vocabulary is WFP's;
 * {@code docs/policy.md} describes each key. Stateless; any thread.
 */
public final class PolicyDocument {
    /** Most bytes that a document may have. */
    public static final int MAX_BYTES = NodeTree.MAX_BYTES;

    static final List<String> KEYS = List.of(
            "policy",
            "description",
            "include",
            "settings",
            "providers",
            "subLayers",
            "callouts",
            "providerContexts",
            "sets",
            "filters");

    private PolicyDocument() {}

    /**
     * Reads a document of at most 16 MiB.
     *
     * @param source what errors call the document, usually its file name
     * @param document UTF-8
     * @throws PolicyErrors if anything is wrong with it; nothing of it is used then
     */
    public static Policy parse(String source, byte[] document) throws PolicyErrors {
        return parse(source, document, key -> null);
    }

    /**
     * Reads a document, and has the callouts that are at hand check how it uses them ({@link Callout#check}).
     *
     * @param code the callout of a key, or null where its code is elsewhere
     * @throws PolicyErrors if anything is wrong with it; nothing of it is used then
     */
    public static Policy parse(String source, byte[] document, Function<String, Callout> code) throws PolicyErrors {
        return located(source, document, null, code).policy();
    }

    /**
     * Where an object stands.
     *
     * @param source the document, as errors name it
     * @param line from 1
     */
    public record Place(String source, int line) {}

    /**
     * A policy, where its filters stand, and what was written beside it.
     *
     * @param places place of each filter by its key
     * @param included documents that the document includes, in the order in which they were read
     * @param comments of the document and of those that it includes
     */
    public record Located(Policy policy, Map<String, Place> places, List<String> included, PolicyComments comments) {
        public Located {
            places = Map.copyOf(places);
            included = List.copyOf(included);
        }
    }

    /**
     * As {@link #parse(String, byte[], Function)}, with the places of the filters, and with what the document includes.
     *
     * @param file where the document was read, so that what it includes is looked for there; null for one that is no file and can include nothing
     * @throws PolicyErrors if anything is wrong with it; nothing of it is used then
     */
    public static Located located(String source, byte[] document, Path file, Function<String, Callout> code)
            throws PolicyErrors {
        ErrorSink errors = new ErrorSink(source);
        NodeTree.Budget budget = new NodeTree.Budget();
        Located located = NodeTree.of(source, document, errors, budget)
                .map(root -> located(root, new IncludedDocuments(source, file, budget, errors), errors, code))
                .orElse(null);
        errors.throwIfAny();
        return located;
    }

    /** The policy of a part of another document, or null after telling the sink what is wrong. */
    static Policy policy(Node root, ErrorSink errors) {
        IncludedDocuments none = new IncludedDocuments("", null, new NodeTree.Budget(), errors);
        Located located = located(root, none, errors, key -> null);
        return located == null ? null : located.policy();
    }

    private static Located located(
            Node root, IncludedDocuments includes, ErrorSink errors, Function<String, Callout> code) {
        Members document = Members.of(root, "policy", KEYS, errors).orElse(null);
        if (document == null) {
            return null;
        }
        document.text("policy");
        List<Members> parts = includes.with(document);
        Members members = MergedDocument.of(parts, errors);
        SettingsReader.Read settings = SettingsReader.read(members.get("settings"), errors);
        ObjectReader objects = new ObjectReader(members, errors);
        NamedSets sets = new NamedSets(members.get("sets"), errors);
        FilterReader filters =
                new FilterReader(objects, sets, errors, settings.strictDuplicates(), members.list("filters"));
        if (!errors.isEmpty()) {
            return null;
        }
        Policy policy = Policy.of(
                settings.settings(),
                objects.providers(),
                objects.sublayers(),
                objects.callouts(),
                objects.contexts(),
                filters.filters());
        new CalloutCheck(code, filters.places(), objects.contextPlaces(), errors).check(policy);
        Map<String, Place> places = new HashMap<>();
        filters.places().forEach((key, at) -> places.put(key, place(at.mapping())));
        return new Located(
                policy, places, includes.names(), CommentReader.read(parts, written(members, objects, filters)));
    }

    /** What came of the objects of a document without errors: of each one, in their order. */
    private static Map<Node, CommentReader.Written> written(
            Members document, ObjectReader objects, FilterReader filters) {
        Map<Node, CommentReader.Written> written = new IdentityHashMap<>(filters.written());
        written(document.list("providers"), objects.providers(), Provider::providerKey, written);
        written(document.list("subLayers"), objects.sublayers(), Sublayer::subLayerKey, written);
        written(document.list("callouts"), objects.callouts(), CalloutObject::calloutKey, written);
        written(document.list("providerContexts"), objects.contexts(), ProviderContext::providerContextKey, written);
        return written;
    }

    private static <T> void written(
            List<Node> nodes, List<T> objects, Function<T, String> key, Map<Node, CommentReader.Written> written) {
        for (int i = 0; i < nodes.size(); i++) {
            written.put(nodes.get(i), new CommentReader.Written(key.apply(objects.get(i)), List.of()));
        }
    }

    private static Place place(Node node) {
        return new Place(node.source(), node.line());
    }

    /** A policy as YAML that reads back to the same version. */
    public static String yaml(Policy policy) {
        return yaml(policy, PolicyComments.NONE);
    }

    /**
     * The same with comments, which read back to the same places.
     *
     * @param comments those about what the policy does not have are left out
     */
    public static String yaml(Policy policy, PolicyComments comments) {
        return new YamlWriter(comments).write(policy);
    }

    /** A policy as JSON that reads back to the same version: the members of {@link #yaml}, in the same order. */
    public static String json(Policy policy) {
        ErrorSink errors = new ErrorSink("policy");
        byte[] document = yaml(policy).getBytes(StandardCharsets.UTF_8);
        return NodeTree.of("policy", document, errors)
                .map(JsonWriter::write)
                .orElseThrow(() -> new IllegalArgumentException("a policy beyond the bounds of documents"));
    }
}
