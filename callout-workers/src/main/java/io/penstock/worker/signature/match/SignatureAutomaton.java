// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.match;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/**
 * Looks for many byte patterns at once, in one pass over the bytes (Aho and Corasick, 1975). One table step per byte, however many patterns.
 * Bytes that no pattern holds share a column, so the table stays small. Immutable, so shared between threads.
 */
public final class SignatureAutomaton {
    private static final int NONE = -1;
    /** 16 Mi entries, 64 MiB. */
    private static final long MOST_ENTRIES = 1L << 24;

    /** Told of every place where a pattern ends. */
    public interface Matches {
        /**
         * A pattern occurs.
         *
         * @param pattern its index
         * @param end offset behind its last byte, from the start of what is searched
         * @return whether to go on
         */
        boolean found(int pattern, int end);
    }

    private final int[] columnOf = new int[256];
    private final int columns;
    private final int[] next;
    private final int[] patternAt;
    private final int[] shorter;
    private final int[] same;
    private int states = 1;

    /**
     * Builds the automaton.
     *
     * @param patterns none of them empty
     * @throws IllegalArgumentException if the table would pass 64 MiB
     */
    public SignatureAutomaton(List<byte[]> patterns) {
        this(patterns, false);
    }

    /** As the constructor, for patterns without capital letters of ASCII, which then match those too. */
    static SignatureAutomaton foldingCase(List<byte[]> patterns) {
        return new SignatureAutomaton(patterns, true);
    }

    private SignatureAutomaton(List<byte[]> patterns, boolean foldCase) {
        columns = assignColumns(patterns);
        if (foldCase) {
            System.arraycopy(columnOf, 'a', columnOf, 'A', 26);
        }
        int most = 1 + patterns.stream().mapToInt(pattern -> pattern.length).sum();
        if ((long) most * columns > MOST_ENTRIES) {
            throw new IllegalArgumentException("the signatures have " + (most - 1)
                    + " bytes together, which is more than can be looked for at once");
        }
        next = new int[most * columns];
        Arrays.fill(next, NONE);
        patternAt = new int[most];
        Arrays.fill(patternAt, NONE);
        shorter = new int[most];
        same = new int[patterns.size()];
        Arrays.fill(same, NONE);
        for (int pattern = 0; pattern < patterns.size(); pattern++) {
            add(pattern, patterns.get(pattern));
        }
        link();
    }

    /** Column 0 is every byte that no pattern holds. */
    private int assignColumns(List<byte[]> patterns) {
        int used = 1;
        for (byte[] pattern : patterns) {
            for (byte b : pattern) {
                if (columnOf[b & 0xff] == 0) {
                    columnOf[b & 0xff] = used++;
                }
            }
        }
        return used;
    }

    private void add(int pattern, byte[] bytes) {
        int state = 0;
        for (byte b : bytes) {
            int at = state * columns + columnOf[b & 0xff];
            if (next[at] == NONE) {
                next[at] = states++;
            }
            state = next[at];
        }
        // Two signatures may have the same bytes under two names.
        same[pattern] = patternAt[state];
        patternAt[state] = pattern;
    }

    /** Breadth first: a state's fallback, the longest suffix that is a state too, is nearer to the root. */
    private void link() {
        int[] fallback = new int[states];
        Queue<Integer> queue = new ArrayDeque<>();
        queue.add(0);
        while (!queue.isEmpty()) {
            int state = queue.remove();
            for (int column = 0; column < columns; column++) {
                int at = state * columns + column;
                int otherwise = state == 0 ? 0 : next[fallback[state] * columns + column];
                if (next[at] == NONE) {
                    next[at] = otherwise;
                } else {
                    int child = next[at];
                    fallback[child] = otherwise;
                    shorter[child] = patternAt[otherwise] == NONE ? shorter[otherwise] : otherwise;
                    queue.add(child);
                }
            }
        }
    }

    /** Reports every occurrence, in the order of their ends; where several end, the longest first. */
    public void search(byte[] bytes, int from, int length, Matches matches) {
        int state = 0;
        for (int i = 0; i < length; i++) {
            state = next[state * columns + columnOf[bytes[from + i] & 0xff]];
            if ((patternAt[state] != NONE || shorter[state] != 0) && !report(state, i + 1, matches)) {
                return;
            }
        }
    }

    private boolean report(int state, int end, Matches matches) {
        for (int at = state; at != 0; at = shorter[at]) {
            for (int pattern = patternAt[at]; pattern != NONE; pattern = same[pattern]) {
                if (!matches.found(pattern, end)) {
                    return false;
                }
            }
        }
        return true;
    }
}
