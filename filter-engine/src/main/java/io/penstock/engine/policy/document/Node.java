// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.util.List;

/** A document as a tree that remembers where each part stands: in which document, and there at which line and column, from 1. */
sealed interface Node {
    /** What errors call the document. */
    String source();

    int line();

    int column();

    /** What a person wrote about it. */
    NodeComments comments();

    /** What a reader calls this kind of node. */
    String kind();

    /**
     * A word, number or text.
     *
     * @param plain whether it stands without quotes, so that {@code true}, {@code null} and numbers mean themselves
     */
    record Scalar(String text, boolean plain, String source, int line, int column, NodeComments comments)
            implements Node {
        Scalar(String text, boolean plain, String source, int line, int column) {
            this(text, plain, source, line, column, new NodeComments());
        }

        boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        @Override
        public String kind() {
            return isNull() ? "nothing" : "'" + shortened(text) + "'";
        }

        private static String shortened(String text) {
            String line = text.replaceAll("\\p{Cntrl}", "?");
            return line.length() <= 80 ? line : line.substring(0, 77) + "...";
        }
    }

    /** A list. */
    record Sequence(List<Node> items, String source, int line, int column, NodeComments comments) implements Node {
        Sequence(List<Node> items, String source, int line, int column) {
            this(items, source, line, column, new NodeComments());
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Members in the order of the document; keys are unique. */
    record Mapping(List<Member> members, String source, int line, int column, NodeComments comments) implements Node {
        Mapping(List<Member> members, String source, int line, int column) {
            this(members, source, line, column, new NodeComments());
        }

        @Override
        public String kind() {
            return "a mapping";
        }

        /** The value of a key, or null where the key is absent. */
        Node get(String key) {
            for (Member member : members) {
                if (member.key().text().equals(key)) {
                    return member.value();
                }
            }
            return null;
        }
    }

    /** A key with its value. Comments before and beside the two are the key's. */
    record Member(Scalar key, Node value) {}
}
