// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the errors of one document, so that all of them are told at once. */
final class ErrorSink {
    /** Nobody reads more; a hostile document must not fill the memory with complaints. */
    static final int LIMIT = 1000;

    private final String source;
    /** A filter that names several layers is read once for each: what is wrong at all of them is told once. */
    private final Set<PolicyError> errors = new LinkedHashSet<>();

    /** Documents in the order in which they were begun. */
    private final List<String> begun = new ArrayList<>();

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
        add(at.source().isEmpty() ? source : at.source(), at.line(), at.column(), text, expected, nearest);
    }

    /** From here on a document is read whose errors come behind those of the documents before. */
    void begin(String document) {
        begun.add(document);
    }

    void add(String document, int line, int column, String text, String expected, String nearest) {
        if (errors.size() < LIMIT) {
            errors.add(new PolicyError(document, line, column, text, expected, nearest));
        }
    }

    /** A sink of its own, for what is tried and told in other words. */
    ErrorSink apart() {
        return new ErrorSink(source);
    }

    /** Another place as an error there would name it. */
    String place(Node other, Node there) {
        return other.source().equals(there.source())
                ? "line " + other.line()
                : other.source() + ":" + other.line() + ":" + other.column();
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
                    .sorted(Comparator.comparingInt((PolicyError error) -> begun.indexOf(error.source()))
                            .thenComparingInt(PolicyError::line)
                            .thenComparingInt(PolicyError::column))
                    .toList());
        }
    }
}
