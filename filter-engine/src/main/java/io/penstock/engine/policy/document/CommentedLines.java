// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.document;

import io.penstock.engine.policy.document.PolicyComments.Subject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The lines of a policy's canonical spelling with the comments about them. A comment is printed where reading finds it to be about the same line again. One thread. */
final class CommentedLines {
    private final PolicyComments comments;
    private final StringBuilder out = new StringBuilder();
    private final List<Line> object = new ArrayList<>();

    /**
     * A line of an object.
     *
     * @param name by which comments know it
     * @param text with its indentation
     */
    private record Line(String name, String text) {
        int indent() {
            return text.length() - text.stripLeading().length();
        }

        /** Whether it belongs to another line. */
        boolean isWithin(String other) {
            return other.isEmpty() ? !name.isEmpty() : name.startsWith(other + "/");
        }
    }

    CommentedLines(PolicyComments comments) {
        this.comments = comments;
    }

    /** Comments about the document, that stand before all else. */
    void begin() {
        print(comments.aboutLine(PolicyComments.DOCUMENT).before(), 0);
    }

    /** Comments about the document, that stand behind all else. */
    String end() {
        print(comments.aboutLine(PolicyComments.DOCUMENT).behind(), 0);
        return out.toString();
    }

    /** A part of the document, and what prints what it has. */
    void section(String section, Runnable parts) {
        LineComments about = comments.aboutLine(new Subject(section, ""));
        print(section + ":", 0, about);
        parts.run();
        print(about.behind(), 2);
    }

    /** A part of the document that has nothing. */
    void emptySection(String section) {
        print(section + ": []", 0, comments.aboutLine(new Subject(section, "")).atLeaf());
    }

    /** A line of the object that {@link #finish} ends. */
    void line(String name, String text) {
        object.add(new Line(name, text));
    }

    /** Prints the lines of an object or setting. Comments about lines that it does not have stand before it. */
    void finish(Subject subject) {
        Map<String, LineComments> about = comments.about(subject);
        if (about.isEmpty()) {
            object.forEach(line -> out.append(line.text()).append('\n'));
        } else {
            print(subject, about);
        }
        object.clear();
    }

    private void print(Subject subject, Map<String, LineComments> about) {
        LineComments first = comments.aboutLine(subject).and(LineComments.before(homeless(about)));
        for (int i = 0; i < object.size(); i++) {
            Line line = object.get(i);
            Line next = i + 1 < object.size() ? object.get(i + 1) : null;
            LineComments own = i == 0 ? first : about.getOrDefault(line.name(), LineComments.NONE);
            boolean leaf = next == null || !next.isWithin(line.name());
            print(line.text(), line.indent(), leaf ? own.atLeaf() : own);
            for (String name = line.name(); !name.isEmpty(); ) {
                name = outer(name);
                if (next == null || !next.isWithin(name)) {
                    int depth = name.isEmpty() ? 0 : name.split("/", -1).length;
                    print(about.getOrDefault(name, LineComments.NONE).behind(), 4 + 2 * depth);
                }
            }
        }
    }

    private List<String> homeless(Map<String, LineComments> about) {
        Set<String> printed = new HashSet<>();
        object.forEach(line -> printed.add(line.name()));
        return about.entrySet().stream()
                .filter(one -> !printed.contains(one.getKey()))
                .flatMap(one -> one.getValue().allBefore().before().stream())
                .toList();
    }

    private static String outer(String name) {
        int end = name.lastIndexOf('/');
        return end < 0 ? "" : name.substring(0, end);
    }

    private void print(String line, int indent, LineComments about) {
        print(about.before(), indent);
        if (about.beside().isEmpty()) {
            out.append(line).append('\n');
        } else {
            print(about.beside().subList(1, about.beside().size()), indent);
            out.append(line).append(' ').append(about.beside().getFirst()).append('\n');
        }
    }

    private void print(List<String> lines, int indent) {
        lines.forEach(line -> out.repeat(' ', indent).append(line).append('\n'));
    }
}
