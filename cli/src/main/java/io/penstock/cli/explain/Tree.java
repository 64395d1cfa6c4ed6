// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.explain;

import io.penstock.cli.report.Styling;
import io.penstock.reclassify.TraceLine;
import java.util.ArrayList;
import java.util.List;

/** Lines with a depth, drawn with the branches between them once all are there. One thread. */
final class Tree {
    private final Styling style;
    private final List<TraceLine> lines = new ArrayList<>();

    Tree(Styling style) {
        this.style = style;
    }

    /** A line at the margin. */
    void root(String text) {
        lines.add(new TraceLine(0, text));
    }

    /** A line below the last one of a smaller depth. */
    void add(int depth, String text) {
        lines.add(new TraceLine(depth, text));
    }

    /** The lines so far, without branches. */
    List<TraceLine> lines() {
        return List.copyOf(lines);
    }

    String text() {
        StringBuilder page = new StringBuilder();
        for (int at = 0; at < lines.size(); at++) {
            TraceLine line = lines.get(at);
            StringBuilder branches = new StringBuilder();
            for (int depth = 1; depth <= line.depth(); depth++) {
                boolean own = depth == line.depth();
                branches.append(isLast(at, depth) ? own ? "└─ " : "   " : own ? "├─ " : "│  ");
            }
            page.append(style.dim(branches.toString())).append(line.text()).append('\n');
        }
        return page.toString();
    }

    /** Whether no line of this depth follows before a smaller one. */
    private boolean isLast(int at, int depth) {
        for (int next = at + 1; next < lines.size() && lines.get(next).depth() >= depth; next++) {
            if (lines.get(next).depth() == depth) {
                return false;
            }
        }
        return true;
    }
}
