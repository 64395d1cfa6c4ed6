// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureAutomatonPropertyTest {
    private static final int CASES = 400;

    /** Few letters make patterns that contain, overlap and end one another; 256 make the table wide. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 256})
    void shouldFindEveryOccurrenceThatLookingEverywhereFinds(int letters) {
        long seed = Long.getLong("penstock.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int one = 0; one < CASES; one++) {
            List<byte[]> patterns = patterns(random, letters);
            byte[] text = bytes(random, letters, random.nextInt(200));
            int from = random.nextInt(text.length + 1);
            int length = random.nextInt(text.length - from + 1);
            assertThat(found(patterns, text, from, length))
                    .as("penstock.seed=%d, case %d", seed, one)
                    .isEqualTo(expected(patterns, text, from, length));
        }
    }

    @Test
    void shouldStopWhereItIsToldTo() {
        List<Integer> ends = new ArrayList<>();
        new SignatureAutomaton(List.of(new byte[] {1})).search(new byte[] {1, 1, 1}, 0, 3, (pattern, end) -> {
            ends.add(end);
            return ends.size() < 2;
        });
        assertThat(ends).containsExactly(1, 2);
    }

    @Test
    void shouldRefuseMorePatternsThanItsTableHolds() {
        Random random = new Random(1);
        List<byte[]> patterns = Collections.nCopies(70, bytes(random, 256, 1_024));
        assertThatThrownBy(() -> new SignatureAutomaton(patterns))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the signatures have 71680 bytes together, which is more than can be looked for at once");
    }

    private static List<byte[]> patterns(Random random, int letters) {
        List<byte[]> patterns = new ArrayList<>();
        int count = random.nextInt(12);
        while (patterns.size() < count) {
            patterns.add(bytes(random, letters, 1 + random.nextInt(6)));
        }
        return patterns;
    }

    private static byte[] bytes(Random random, int letters, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(letters);
        }
        return bytes;
    }

    private static List<String> found(List<byte[]> patterns, byte[] text, int from, int length) {
        List<String> found = new ArrayList<>();
        new SignatureAutomaton(patterns).search(text, from, length, (pattern, end) -> {
            found.add(pattern + "@" + end);
            return true;
        });
        Collections.sort(found);
        return found;
    }

    private static List<String> expected(List<byte[]> patterns, byte[] text, int from, int length) {
        List<String> expected = new ArrayList<>();
        for (int pattern = 0; pattern < patterns.size(); pattern++) {
            byte[] bytes = patterns.get(pattern);
            for (int at = from; at + bytes.length <= from + length; at++) {
                if (Arrays.equals(text, at, at + bytes.length, bytes, 0, bytes.length)) {
                    expected.add(pattern + "@" + (at + bytes.length - from));
                }
            }
        }
        Collections.sort(expected);
        return expected;
    }
}
