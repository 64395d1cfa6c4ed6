// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.explain;

import io.penstock.cli.report.Styling;
import io.penstock.engine.classify.DecisionTrace.Step;
import io.penstock.engine.policy.Policy;
import io.penstock.reclassify.PacketExplainer;
import io.penstock.reclassify.TraceLine;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks as lines for reports that hold many of them: what {@link ExplainPage} shows, bounded. Of filters that do not match in a row only the first few are told
 * one by one, and very long lines and walks are cut, visibly. Any thread.
 */
public final class WalkLines implements PacketExplainer {
    private static final int MOST_MISSES = 4;
    private static final int MOST_LINES = 600;
    private static final int LONGEST = 400;
    private static final String MISS = "✗ ";
    private static final int FILTER_DEPTH = 2;

    @Override
    public String line(byte[] row) {
        return PacketLine.of(row);
    }

    @Override
    public List<TraceLine> trace(Policy policy, List<Step> steps) {
        Tree tree = new Tree(Styling.PLAIN);
        new WalkTree(policy, tree, Styling.PLAIN).write(steps);
        return cut(withoutMostMisses(tree.lines()));
    }

    private static List<TraceLine> withoutMostMisses(List<TraceLine> lines) {
        List<TraceLine> told = new ArrayList<>();
        int misses = 0;
        for (TraceLine line : lines) {
            if (isMiss(line)) {
                misses++;
            } else if (line.depth() <= FILTER_DEPTH) {
                rest(told, misses);
                misses = 0;
            }
            if (misses <= MOST_MISSES) {
                told.add(shortened(line));
            }
        }
        rest(told, misses);
        return told;
    }

    private static boolean isMiss(TraceLine line) {
        return line.depth() == FILTER_DEPTH && line.text().startsWith(MISS);
    }

    private static void rest(List<TraceLine> told, int misses) {
        if (misses > MOST_MISSES) {
            told.add(new TraceLine(FILTER_DEPTH, MISS + (misses - MOST_MISSES) + " more that do not match"));
        }
    }

    private static TraceLine shortened(TraceLine line) {
        return line.text().length() <= LONGEST
                ? line
                : new TraceLine(line.depth(), line.text().substring(0, LONGEST) + "…");
    }

    private static List<TraceLine> cut(List<TraceLine> lines) {
        if (lines.size() <= MOST_LINES) {
            return lines;
        }
        List<TraceLine> told = new ArrayList<>(lines.subList(0, MOST_LINES));
        told.add(new TraceLine(0, "… " + (lines.size() - MOST_LINES) + " more lines"));
        return told;
    }
}
