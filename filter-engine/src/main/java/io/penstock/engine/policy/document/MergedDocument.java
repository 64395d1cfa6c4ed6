// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Several documents as one: their objects one behind the other, each where it stood, and their settings together. */
final class MergedDocument {
    private static final List<String> LISTS =
            List.of("providers", "subLayers", "callouts", "providerContexts", "filters");

    private MergedDocument() {}

    /** The members of all parts; of a single part its own. */
    static Members of(List<Members> parts, ErrorSink errors) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        Node.Mapping last = parts.getLast().mapping();
        List<Node.Member> members = new ArrayList<>();
        for (String key : LISTS) {
            List<Node> items =
                    parts.stream().flatMap(part -> part.list(key).stream()).toList();
            members.add(member(last, key, new Node.Sequence(items, last.source(), last.line(), last.column())));
        }
        members.add(member(last, "settings", settings(parts, last, errors)));
        members.add(member(last, "sets", sets(parts, last, errors)));
        Node merged = new Node.Mapping(members, last.source(), last.line(), last.column());
        return Members.of(merged, "policy", PolicyDocument.KEYS, errors).orElseThrow();
    }

    private static Node.Member member(Node at, String key, Node value) {
        return new Node.Member(new Node.Scalar(key, true, at.source(), at.line(), at.column()), value);
    }

    private static Node settings(List<Members> parts, Node at, ErrorSink errors) {
        Map<String, Node.Scalar> set = new HashMap<>();
        List<Node.Member> all = new ArrayList<>();
        for (Members part : parts) {
            for (Node.Member setting : mapping(part, "settings", errors)) {
                Node.Scalar before = set.putIfAbsent(setting.key().text(), setting.key());
                if (before == null) {
                    all.add(setting);
                } else {
                    errors.add(
                            setting.key(),
                            "FWP_E_ALREADY_EXISTS: setting " + setting.key().kind() + " stands twice, first at "
                                    + errors.place(before, setting.key()),
                            "each setting once");
                }
            }
        }
        return new Node.Mapping(all, at.source(), at.line(), at.column());
    }

    /** Names that stand twice are told where sets are defined. */
    private static Node sets(List<Members> parts, Node at, ErrorSink errors) {
        List<Members> sets =
                parts.stream().flatMap(part -> sets(part, errors).stream()).toList();
        List<Node.Member> kinds = new ArrayList<>();
        for (String kind : NamedSets.KINDS) {
            List<Node.Member> named = new ArrayList<>();
            sets.forEach(part -> named.addAll(mapping(part, kind, errors)));
            kinds.add(member(at, kind, new Node.Mapping(named, at.source(), at.line(), at.column())));
        }
        return new Node.Mapping(kinds, at.source(), at.line(), at.column());
    }

    private static Optional<Members> sets(Members part, ErrorSink errors) {
        Node sets = part.get("sets");
        return sets == null ? Optional.empty() : Members.of(sets, NamedSets.WHAT, NamedSets.KINDS, errors);
    }

    private static List<Node.Member> mapping(Members part, String key, ErrorSink errors) {
        Node node = part.get(key);
        if (node instanceof Node.Mapping mapping) {
            return mapping.members();
        }
        if (node != null) {
            errors.add(node, node.kind() + " as " + key, "a mapping");
        }
        return List.of();
    }
}
