// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The comments of a policy's documents by what they are about: an object by its key, a line of it, a setting, a part of the document (ADR 57). They are no part of the
 * policy: two documents that differ in comments alone have one version. {@link PolicyDocument#yaml(io.penstock.engine.policy.Policy, PolicyComments)} prints those
 * about what a policy has. Immutable; any thread.
 */
public final class PolicyComments {
    /** Nobody has written any. */
    public static final PolicyComments NONE = new PolicyComments(Map.of());

    /** The document as a whole. */
    static final Subject DOCUMENT = new Subject("", "");

    private final Map<Subject, Map<String, LineComments>> bySubject;

    /**
     * What comments are about.
     *
     * @param section key of the document's part, {@code filters}; empty for the document
     * @param key of an object or setting in it, empty for the part itself
     */
    record Subject(String section, String key) {}

    private PolicyComments(Map<Subject, Map<String, LineComments>> bySubject) {
        this.bySubject = bySubject;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return bySubject.isEmpty();
    }

    /**
     * The comments about one subject by the name of their line in its canonical spelling, parts of lists numbered: {@code filterCondition/0/matchType}. The subject's first
     * line, and the subject as a whole, are the empty name.
     */
    Map<String, LineComments> about(Subject subject) {
        return bySubject.getOrDefault(subject, Map.of());
    }

    /** The comments about the first line of a subject. */
    LineComments aboutLine(Subject subject) {
        return about(subject).getOrDefault("", LineComments.NONE);
    }

    /** Gathers comments in the order in which they are to be printed. One thread. */
    static final class Builder {
        private final Map<Subject, Map<String, LineComments>> bySubject = new LinkedHashMap<>();

        void add(Subject subject, String line, LineComments comments) {
            if (!comments.equals(LineComments.NONE)) {
                bySubject.computeIfAbsent(subject, s -> new LinkedHashMap<>()).merge(line, comments, LineComments::and);
            }
        }

        PolicyComments build() {
            return bySubject.isEmpty() ? NONE : new PolicyComments(bySubject);
        }
    }
}
