// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.util.List;
import java.util.Optional;

/** Reads the members of one object of a document, telling the sink what is missing, unknown or of another kind. */
final class Members {
    private final Node.Mapping mapping;
    private final String what;
    private final ErrorSink errors;

    private Members(Node.Mapping mapping, String what, ErrorSink errors) {
        this.mapping = mapping;
        this.what = what;
        this.errors = errors;
    }

    /**
     * The members of a node that should be a mapping with no other keys than these.
     *
     * @param what how errors call the object, for example {@code filter}
     */
    static Optional<Members> of(Node node, String what, List<String> keys, ErrorSink errors) {
        if (!(node instanceof Node.Mapping mapping)) {
            errors.add(
                    node, node.kind() + " where a " + what + " should be", "a mapping with " + String.join(", ", keys));
            return Optional.empty();
        }
        for (Node.Member member : mapping.members()) {
            String key = member.key().text();
            if (!keys.contains(key)) {
                String nearest = NearestName.of(key, keys);
                errors.add(
                        member.key(),
                        "unknown key " + member.key().kind() + " in a " + what,
                        String.join(", ", keys),
                        nearest);
            }
        }
        return Optional.of(new Members(mapping, what, errors));
    }

    Node.Mapping mapping() {
        return mapping;
    }

    ErrorSink errors() {
        return errors;
    }

    /** The value of a key, or null where it is absent or nothing. */
    Node get(String key) {
        Node node = mapping.get(key);
        return node instanceof Node.Scalar scalar && scalar.isNull() ? null : node;
    }

    /** Where a key's value stands, or the object itself where it is absent. */
    Node place(String key) {
        Node node = mapping.get(key);
        return node == null ? mapping : node;
    }

    /** The value of a key that must be there. */
    Optional<Node> required(String key) {
        Node node = get(key);
        if (node == null) {
            errors.add(place(key), what + " without " + key, key);
        }
        return Optional.ofNullable(node);
    }

    /** The text of a key that must be there. */
    Optional<String> requiredText(String key) {
        return required(key).flatMap(node -> textOf(node, key));
    }

    /** The text of a key, empty where it is absent or not a text. */
    Optional<String> text(String key) {
        Node node = get(key);
        return node == null ? Optional.empty() : textOf(node, key);
    }

    private Optional<String> textOf(Node node, String key) {
        if (node instanceof Node.Scalar scalar && !scalar.text().isBlank()) {
            return Optional.of(scalar.text().strip());
        }
        String found = node instanceof Node.Scalar ? "an empty text" : node.kind();
        errors.add(node, found + " as " + key, "a word");
        return Optional.empty();
    }

    /** The items of a key's list; a single value counts as a list of one. */
    List<Node> oneOrMany(String key) {
        Node node = get(key);
        if (node == null) {
            return List.of();
        }
        return node instanceof Node.Sequence list ? list.items() : List.of(node);
    }

    /** The items of a key's list, empty where it is absent. */
    List<Node> list(String key) {
        Node node = get(key);
        if (node == null) {
            return List.of();
        }
        if (node instanceof Node.Sequence list) {
            return list.items();
        }
        errors.add(node, node.kind() + " as " + key, "a list");
        return List.of();
    }
}
