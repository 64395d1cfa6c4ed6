// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.policy.document.PolicyComments.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what the comments of a policy's documents are about. Comments on what the canonical spelling does not have go to what stands next to it: those on sets to the filters, those inside a
 * value to the line of the value, those of an included document's parts to its objects. One thread.
 */
final class CommentReader {
    private static final String FILTERS = "filters";
    private static final String CONDITIONS = "filterCondition";
    private static final String SETTINGS = "settings";
    /** The member that names an object, by the part of the document; it is the object's first line. */
    private static final Map<String, String> KEYS = Map.of(
            "providers",
            "providerKey",
            "subLayers",
            "subLayerKey",
            "callouts",
            "calloutKey",
            "providerContexts",
            "providerContextKey",
            FILTERS,
            "filterKey");

    private final Map<Node, Written> objects;
    private final PolicyComments.Builder comments = new PolicyComments.Builder();
    /** What has been read: an alias stands for nodes whose comments are written once. */
    private final Set<NodeComments> read = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * What came of an object of a document.
     *
     * @param key of the object; of a filter for several layers that of the first
     * @param conditions of a filter for each condition as written the number of the first one that came of it, else empty
     */
    record Written(String key, List<Integer> conditions) {}

    private CommentReader(Map<Node, Written> objects) {
        this.objects = objects;
    }

    /**
     * The comments of the documents of a policy.
     *
     * @param parts the documents, the including one last
     * @param objects all their objects, by identity
     */
    static PolicyComments read(List<Members> parts, Map<Node, Written> objects) {
        CommentReader reader = new CommentReader(objects);
        reader.document(parts.getLast().mapping());
        parts.subList(0, parts.size() - 1).forEach(part -> reader.included(part.mapping()));
        return reader.comments.build();
    }

    private void document(Node.Mapping root) {
        boolean first = true;
        for (Node.Member member : root.members()) {
            LineComments own = take(member.key());
            if (first) {
                comments.add(PolicyComments.DOCUMENT, "", LineComments.before(own.before()));
                own = new LineComments(List.of(), own.beside(), List.of());
                first = false;
            }
            part(member, own);
        }
        LineComments whole = take(root);
        comments.add(
                PolicyComments.DOCUMENT,
                "",
                LineComments.behind(whole.allBefore().before()));
    }

    private void part(Node.Member member, LineComments own) {
        String section = member.key().text();
        switch (section) {
            case "policy", "description", "include" ->
                comments.add(
                        PolicyComments.DOCUMENT,
                        "",
                        withInner(own, member.value()).allBefore());
            case "sets" ->
                comments.add(
                        new Subject(FILTERS, ""),
                        "",
                        withInner(own, member.value()).allBefore());
            default -> {
                LineComments end = take(member.value());
                comments.add(
                        new Subject(section, ""),
                        "",
                        own.and(LineComments.behind(end.allBefore().before())));
                subjects(section, member.value()).forEach(one -> subject(one, List.of()));
            }
        }
    }

    /** An included document begins and ends with its own objects, and so do its parts. */
    private void included(Node.Mapping root) {
        List<String> waiting = new ArrayList<>();
        Subject last = null;
        for (Node.Member member : root.members()) {
            waiting.addAll(take(member.key()).allBefore().before());
            List<Placed> subjects = subjects(member.key().text(), member.value());
            if (subjects.isEmpty()) {
                waiting.addAll(withInner(LineComments.NONE, member.value()).before());
                continue;
            }
            for (Placed one : subjects) {
                subject(one, waiting);
                waiting.clear();
                last = one.subject();
            }
            comments.add(
                    last,
                    "",
                    LineComments.behind(take(member.value()).allBefore().before()));
        }
        waiting.addAll(take(root).allBefore().before());
        if (last == null) {
            comments.add(PolicyComments.DOCUMENT, "", LineComments.before(waiting));
        } else {
            comments.add(last, "", LineComments.behind(waiting));
        }
    }

    /** An object or setting of a document. */
    private record Placed(Subject subject, Node key, Node value) {}

    private List<Placed> subjects(String section, Node value) {
        if (section.equals(SETTINGS) && value instanceof Node.Mapping settings) {
            return settings.members().stream()
                    .map(one -> new Placed(new Subject(section, setting(one)), one.key(), one.value()))
                    .toList();
        }
        if (value instanceof Node.Sequence list) {
            return list.items().stream()
                    .filter(objects::containsKey)
                    .map(one -> new Placed(new Subject(section, objects.get(one).key()), one, one))
                    .toList();
        }
        return List.of();
    }

    /** Its key; empty for the one that is for the reader of a document alone. */
    private static String setting(Node.Member member) {
        String key = member.key().text();
        return key.equals(SettingsReader.STRICT_DUPLICATES) ? "" : key;
    }

    /**
     * One object or setting.
     *
     * @param waiting comments of the document that stand before all of its own
     */
    private void subject(Placed placed, List<String> waiting) {
        Subject subject = placed.subject();
        comments.add(subject, "", LineComments.before(waiting).and(take(placed.key())));
        if (!(placed.value() instanceof Node.Mapping object)) {
            return;
        }
        for (Node.Member member : object.members()) {
            String name = member.key().text();
            if (name.equals(CONDITIONS) && member.value() instanceof Node.Sequence list) {
                conditions(subject, member.key(), list, objects.get(object).conditions());
            } else {
                comments.add(subject, lineOf(subject.section(), name), withInner(take(member.key()), member.value()));
            }
        }
    }

    /** The line that says what a member says. */
    private static String lineOf(String section, String member) {
        if (member.equals(KEYS.get(section))) {
            return "";
        }
        return section.equals(FILTERS) && member.equals("weight") ? "effectiveWeight" : member;
    }

    private void conditions(Subject subject, Node key, Node.Sequence list, List<Integer> numbers) {
        comments.add(
                subject,
                CONDITIONS,
                take(key).and(LineComments.behind(take(list).allBefore().before())));
        for (int i = 0; i < list.items().size(); i++) {
            Node condition = list.items().get(i);
            String line = CONDITIONS + "/" + numbers.get(i);
            comments.add(subject, line, take(condition));
            if (condition instanceof Node.Mapping members) {
                for (Node.Member member : members.members()) {
                    String name = member.key().text();
                    comments.add(
                            subject,
                            name.equals("fieldKey") ? line : line + "/" + name,
                            withInner(take(member.key()), member.value()));
                }
            }
        }
    }

    /** Comments about a line, and those inside its value before it. */
    private LineComments withInner(LineComments own, Node value) {
        List<String> inner = new ArrayList<>();
        inner(value, inner);
        return own.and(LineComments.before(inner));
    }

    private void inner(Node value, List<String> into) {
        LineComments own = take(value);
        into.addAll(own.before());
        into.addAll(own.beside());
        switch (value) {
            case Node.Scalar none -> {}
            case Node.Sequence list -> list.items().forEach(item -> inner(item, into));
            case Node.Mapping mapping ->
                mapping.members().forEach(member -> {
                    inner(member.key(), into);
                    inner(member.value(), into);
                });
        }
        into.addAll(own.behind());
    }

    /** The comments of a node that have not been read yet. */
    private LineComments take(Node node) {
        NodeComments about = node.comments();
        return about.isEmpty() || !read.add(about) ? LineComments.NONE : LineComments.of(about);
    }
}
