// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/** Collects the errors of one document, so that all of them are told at once. */
final class ErrorSink {
    /** Nobody reads more; a hostile document must not fill the memory with complaints. */
    static final int LIMIT = 1000;

    private final String source;
    /** A filter that names several layers is read once for each: what is wrong at all of them is told once. */
    private final Set<PolicyError> errors = new LinkedHashSet<>();

    ErrorSink(String source) {
        this.source = source;
    }

    void add(Node at, String text) {
        add(at, text, "", "");
    }

    void add(Node at, String text, String expected) {
        add(at, text, expected, "");
    }

    void add(Node at, String text, String expected, String nearest) {
        add(at.line(), at.column(), text, expected, nearest);
    }

    void add(int line, int column, String text, String expected, String nearest) {
        if (errors.size() < LIMIT) {
            errors.add(new PolicyError(source, line, column, text, expected, nearest));
        }
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    /** The first error's text, empty where there is none. */
    String first() {
        return errors.isEmpty() ? "" : errors.iterator().next().text();
    }

    int count() {
        return errors.size();
    }

    /** Ends the reading if anything was wrong. */
    void throwIfAny() throws PolicyErrors {
        if (!errors.isEmpty()) {
            throw new PolicyErrors(errors.stream()
                    .sorted(Comparator.comparingInt(PolicyError::line).thenComparingInt(PolicyError::column))
                    .toList());
        }
    }
}
