// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import java.util.ArrayList;
import java.util.List;

/**
 * The comments about one node of a document, each from its {@code #} to the end of its line: on lines before the node, at the end of its line, and inside it behind all
 * else. Filled while the document is read, then only looked at. One thread.
 */
final class NodeComments {
    private List<String> before = List.of();
    private List<String> beside = List.of();
    private List<String> behind = List.of();

    void addBefore(String comment) {
        before = with(before, comment);
    }

    void addBeside(String comment) {
        beside = with(beside, comment);
    }

    void addBehind(String comment) {
        behind = with(behind, comment);
    }

    /** Most nodes have none, so a list is only made for those that have. */
    private static List<String> with(List<String> comments, String comment) {
        List<String> all = comments.isEmpty() ? new ArrayList<>(1) : comments;
        all.add(comment);
        return all;
    }

    List<String> before() {
        return before;
    }

    List<String> beside() {
        return beside;
    }

    List<String> behind() {
        return behind;
    }

    boolean isEmpty() {
        return before.isEmpty() && beside.isEmpty() && behind.isEmpty();
    }
}
