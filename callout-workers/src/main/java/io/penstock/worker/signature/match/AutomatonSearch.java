// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The search in pure Java: automata over the patterns' first bytes, and a comparison of the rest. */
final class AutomatonSearch implements PatternSearch {
    /** So many bytes tell most patterns apart, and keep the table of tens of thousands of rules small. */
    private static final int PREFIX = 8;
    /** Bytes of prefixes in one automaton, so that its table stays within bounds whatever the bytes. */
    private static final int MOST_BYTES = 60_000;

    private final List<byte[]> patterns;
    private final List<SignatureAutomaton> automata = new ArrayList<>();
    /** The patterns that start with a prefix, by automaton and its pattern. */
    private final List<int[][]> patternsOf = new ArrayList<>();

    AutomatonSearch(List<byte[]> patterns) {
        this.patterns = patterns.stream().map(AutomatonSearch::folded).toList();
        Map<String, List<Integer>> byPrefix = new HashMap<>();
        List<String> order = new ArrayList<>();
        for (int i = 0; i < this.patterns.size(); i++) {
            byte[] pattern = this.patterns.get(i);
            String prefix = latin(pattern, Math.min(PREFIX, pattern.length));
            byPrefix.computeIfAbsent(prefix, absent -> {
                        order.add(absent);
                        return new ArrayList<>(1);
                    })
                    .add(i);
        }
        build(order, byPrefix);
    }

    private void build(List<String> order, Map<String, List<Integer>> byPrefix) {
        int start = 0;
        int bytes = 0;
        for (int i = 0; i <= order.size(); i++) {
            bytes += i == order.size() ? 0 : order.get(i).length();
            if (i == order.size() ? i > start : bytes > MOST_BYTES) {
                List<String> part = order.subList(start, i);
                automata.add(SignatureAutomaton.foldingCase(
                        part.stream().map(AutomatonSearch::bytes).toList()));
                patternsOf.add(part.stream()
                        .map(prefix -> byPrefix.get(prefix).stream()
                                .mapToInt(Integer::intValue)
                                .toArray())
                        .toArray(int[][]::new));
                start = i;
                bytes = i == order.size() ? 0 : order.get(i).length();
            }
        }
    }

    private static String latin(byte[] bytes, int length) {
        return new String(bytes, 0, length, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    static byte[] folded(byte[] pattern) {
        byte[] folded = pattern.clone();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = fold(folded[i]);
        }
        return folded;
    }

    /** The small letter of an ASCII letter, any other byte as it is. */
    static byte fold(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
    }

    @Override
    public void search(byte[] bytes, int from, int length, BitSet found) {
        for (int i = 0; i < automata.size(); i++) {
            int[][] byPrefix = patternsOf.get(i);
            automata.get(i).search(bytes, from, length, (prefix, end) -> {
                for (int pattern : byPrefix[prefix]) {
                    if (!found.get(pattern) && isRest(pattern, bytes, from + end, from + length)) {
                        found.set(pattern);
                    }
                }
                return true;
            });
        }
    }

    /** Whether what follows behind the prefix is the pattern's. */
    private boolean isRest(int index, byte[] bytes, int behindPrefix, int limit) {
        byte[] pattern = patterns.get(index);
        int prefix = Math.min(PREFIX, pattern.length);
        if (behindPrefix + pattern.length - prefix > limit) {
            return false;
        }
        for (int i = prefix; i < pattern.length; i++) {
            if (fold(bytes[behindPrefix + i - prefix]) != pattern[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String name() {
        return "automaton";
    }

    @Override
    public void close() {
        // Everything is on the heap.
    }

    @Override
    public String toString() {
        return "AutomatonSearch" + Arrays.asList(automata.size(), patterns.size());
    }
}
