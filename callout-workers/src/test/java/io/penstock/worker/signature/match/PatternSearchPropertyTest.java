// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PatternSearchPropertyTest {
    private static final int CASES = 150;

    @ParameterizedTest
    @EnumSource(
            value = PatternSearch.Engine.class,
            names = {"AUTOMATON", "HYPERSCAN"})
    void shouldFindThePatternsThatLookingEverywhereFinds(PatternSearch.Engine engine) {
        assumeTrue(
                engine != PatternSearch.Engine.HYPERSCAN || HyperscanLibrary.isAvailable(),
                "Hyperscan cannot be loaded here");
        long seed = Long.getLong("penstock.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int one = 0; one < CASES; one++) {
            int letters = 1 + random.nextInt(one % 2 == 0 ? 3 : 256);
            List<byte[]> patterns = new ArrayList<>();
            for (int count = random.nextInt(20); count > 0; count--) {
                patterns.add(bytes(random, letters, 1 + random.nextInt(20)));
            }
            byte[] text = bytes(random, letters, random.nextInt(400));
            int from = random.nextInt(text.length + 1);
            int length = random.nextInt(text.length - from + 1);
            BitSet found = new BitSet();
            try (PatternSearch search = PatternSearch.compile(engine, patterns)) {
                search.search(text, from, length, found);
                search.search(text, from, length, found);
            }
            assertThat(found)
                    .as("penstock.seed=%d, case %d", seed, one)
                    .isEqualTo(expected(patterns, text, from, length));
        }
    }

    @Test
    void shouldHoldTensOfThousandsOfPatternsWithoutNativeCode() {
        Random random = new Random(7);
        List<byte[]> patterns = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            patterns.add(bytes(random, 256, 12));
        }
        BitSet found = new BitSet();
        try (PatternSearch search = PatternSearch.compile(PatternSearch.Engine.AUTOMATON, patterns)) {
            search.search(patterns.get(29_999), 0, 12, found);
        }
        assertThat(found).hasToString("{29999}");
    }

    private static byte[] bytes(Random random, int letters, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            // Letters of both cases first.
            int letter = random.nextInt(letters);
            bytes[i] = (byte) ('a' + letter - (random.nextBoolean() && letter < 26 ? 32 : 0));
        }
        return bytes;
    }

    private static BitSet expected(List<byte[]> patterns, byte[] text, int from, int length) {
        BitSet expected = new BitSet();
        for (int pattern = 0; pattern < patterns.size(); pattern++) {
            byte[] bytes = patterns.get(pattern);
            for (int at = from; at + bytes.length <= from + length; at++) {
                expected.set(pattern, expected.get(pattern) || isAt(bytes, text, at));
            }
        }
        return expected;
    }

    private static boolean isAt(byte[] pattern, byte[] text, int at) {
        for (int i = 0; i < pattern.length; i++) {
            if (fold(pattern[i]) != fold(text[at + i])) {
                return false;
            }
        }
        return true;
    }

    private static int fold(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }
}
