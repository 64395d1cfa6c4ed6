// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The short form of the fuzzing campaign: the same target over the kept corpus and over seeded mutations of it. */
class PacketFuzzTest {
    private static final int MUTATIONS = Integer.getInteger("penstock.fuzz.mutations", 20_000);

    private final long seed = Long.getLong("penstock.seed", 20_261_125L);
    private final Random random = new Random(seed);

    @Test
    void shouldGiveEveryPacketOfTheCorpusOneFate() throws IOException {
        for (byte[] input : FuzzCorpus.inputs()) {
            run(input);
        }
    }

    @Test
    void shouldGiveEveryMutatedPacketOneFate() throws IOException {
        List<byte[]> corpus = FuzzCorpus.inputs();
        for (int i = 0; i < MUTATIONS; i++) {
            run(mutated(corpus));
        }
    }

    /** One input with bytes changed, cut, or followed by another input. */
    private byte[] mutated(List<byte[]> corpus) {
        byte[] input = corpus.get(random.nextInt(corpus.size())).clone();
        if (random.nextInt(3) == 0) {
            byte[] more = corpus.get(random.nextInt(corpus.size()));
            int length = input.length;
            input = Arrays.copyOf(input, length + more.length);
            System.arraycopy(more, 0, input, length, more.length);
        }
        for (int changes = random.nextInt(6); changes > 0 && input.length > 0; changes--) {
            input[random.nextInt(input.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(input, random.nextInt(input.length + 1)) : input;
    }

    private void run(byte[] input) {
        assertThatCode(() -> PacketFuzz.fuzzerTestOneInput(input))
                .as("seed %d, input %s", seed, HexFormat.of().formatHex(input))
                .doesNotThrowAnyException();
    }
}
