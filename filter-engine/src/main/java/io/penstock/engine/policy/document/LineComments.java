// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.util.List;
import java.util.stream.Stream;

/**
 * The comments about one line of a policy's canonical spelling, each from its {@code #} on.
 *
 * @param before on lines before it
 * @param beside at its end; there is room for one, so the others stand before it
 * @param behind after all that belongs to the line, as deep as that
 */
record LineComments(List<String> before, List<String> beside, List<String> behind) {
    static final LineComments NONE = new LineComments(List.of(), List.of(), List.of());

    LineComments {
        before = List.copyOf(before);
        beside = List.copyOf(beside);
        behind = List.copyOf(behind);
    }

    static LineComments of(NodeComments comments) {
        return new LineComments(comments.before(), comments.beside(), comments.behind());
    }

    static LineComments before(List<String> comments) {
        return new LineComments(comments, List.of(), List.of());
    }

    static LineComments behind(List<String> comments) {
        return new LineComments(List.of(), List.of(), comments);
    }

    /** These and others about the same line. */
    LineComments and(LineComments others) {
        return new LineComments(
                joined(before, others.before), joined(beside, others.beside), joined(behind, others.behind));
    }

    /** The same on lines before it, for a line that has no room for them. */
    LineComments allBefore() {
        return before(joined(joined(before, beside), behind));
    }

    /** The same about a line to which no other belongs: behind it nothing can stand that would be taken to be about it. */
    LineComments atLeaf() {
        return new LineComments(joined(before, behind), beside, List.of());
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
