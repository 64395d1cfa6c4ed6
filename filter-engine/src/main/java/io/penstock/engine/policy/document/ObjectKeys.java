// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.spec.ObjectKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys of one kind of object in a document: each once, and what refers to them must find them. */
final class ObjectKeys {
    private final String member;
    private final String notFound;
    private final ErrorSink errors;
    private final Map<String, Node> keys = new HashMap<>();

    /**
     * Keys of one kind.
     *
     * @param member name of the member that holds the key
     * @param notFound WFP's error for a reference to none
     */
    ObjectKeys(String member, String notFound, ErrorSink errors) {
        this.member = member;
        this.notFound = notFound;
        this.errors = errors;
    }

    /** A key as policies hold it: GUIDs in lower case and braces, so that two spellings of one are the same. */
    static String normal(String key) {
        return ObjectKey.normal(key);
    }

    /** Takes the key of an object; empty after an error. */
    Optional<String> declare(Members members) {
        Optional<String> key = members.requiredText(member).map(ObjectKeys::normal);
        key.ifPresent(k -> declare(k, members.place(member)));
        return key;
    }

    void declare(String key, Node at) {
        Node before = keys.putIfAbsent(key, at);
        if (before != null) {
            errors.add(
                    at,
                    "FWP_E_ALREADY_EXISTS: " + member + " '" + key + "' stands twice, first at "
                            + errors.place(before, at),
                    "each key once");
        }
    }

    /** The key that a member refers to, empty where it is absent or, with an error, where no object has it. */
    Optional<String> reference(Members members) {
        Optional<String> key = members.text(member).map(ObjectKeys::normal);
        return key.filter(k -> exists(k, members.place(member), List.of()));
    }

    /** Whether an object of the document has this key; tells if none has. */
    boolean exists(String key, Node at, List<String> others) {
        if (keys.containsKey(key)) {
            return true;
        }
        Set<String> known = new HashSet<>(keys.keySet());
        known.addAll(others);
        errors.add(
                at, notFound + ": " + member + " '" + key + "'", "a key of this document", NearestName.of(key, known));
        return false;
    }

    boolean contains(String key) {
        return keys.containsKey(key);
    }
}
