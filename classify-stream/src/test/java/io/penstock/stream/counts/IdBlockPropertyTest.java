// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.counts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdBlockPropertyTest {
    private static final long SEED = 46;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 255, 256, 257, 4000, 4096})
    void shouldTakeEachPositionOnceAcrossStoring(int taken) {
        Random random = new Random(SEED + taken);
        IdBlock block = IdBlock.of(null);
        Set<Integer> positions = new HashSet<>();
        while (positions.size() < taken) {
            int position = random.nextInt(IdBlock.IDS);
            assertThat(block.add(position)).as("seed %d", SEED).isEqualTo(positions.add(position));
        }
        byte[] stored = block.bytes();
        IdBlock again = IdBlock.of(stored);

        assertThat(stored).hasSizeLessThanOrEqualTo(IdBlock.IDS / Byte.SIZE);
        for (int position = 0; position < IdBlock.IDS; position++) {
            assertThat(again.add(position)).as("seed %d, %d", SEED, position).isEqualTo(!positions.contains(position));
        }
    }
}
