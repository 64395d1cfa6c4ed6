// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The Internet checksum held against its definition. {@code -Dpenstock.seed} repeats a run. */
class InternetChecksumPropertyTest {
    private static final int RUNS = 20_000;

    private final long seed = Long.getLong("penstock.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void shouldEqualTheSumOfWordsWithTheCarriesAddedBack() {
        for (int run = 0; run < RUNS; run++) {
            byte[] data = data(random.nextInt(120));
            int sum = 0;
            for (int at = 0; at < data.length; at++) {
                sum += (data[at] & 0xFF) << (at % 2 == 0 ? 8 : 0);
                sum = (sum & 0xFFFF) + (sum >>> 16);
            }
            assertThat(InternetChecksum.fold(InternetChecksum.add(0, data, 0, data.length)))
                    .as("seed %d", seed)
                    .isEqualTo(sum);
        }
    }

    @Test
    void shouldBeGoodOverDataThatContainsItAndBadAfterAnyBitFlips() {
        for (int run = 0; run < RUNS; run++) {
            byte[] data = data(2 + 2 * random.nextInt(60));
            NetworkOrder.u16(data, 0, 0);
            NetworkOrder.u16(data, 0, InternetChecksum.of(InternetChecksum.add(0, data, 0, data.length)));
            assertThat(InternetChecksum.isGood(InternetChecksum.add(0, data, 0, data.length)))
                    .as("seed %d", seed)
                    .isTrue();

            data[random.nextInt(data.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(InternetChecksum.isGood(InternetChecksum.add(0, data, 0, data.length)))
                    .as("seed %d", seed)
                    .isFalse();
        }
    }

    @Test
    void shouldGiveTheSameWhenUpdatedAsWhenComputedAnew() {
        for (int run = 0; run < RUNS; run++) {
            byte[] data = data(40);
            int before = InternetChecksum.of(InternetChecksum.add(0, data, 0, data.length));
            int at = 2 * random.nextInt(19);
            int oldValue = NetworkOrder.i32(data, at);
            int newValue = random.nextInt();
            NetworkOrder.u16(data, at, newValue >>> 16);
            NetworkOrder.u16(data, at + 2, newValue);

            assertThat(InternetChecksum.update32(before, oldValue, newValue))
                    .as("seed %d", seed)
                    .isEqualTo(InternetChecksum.of(InternetChecksum.add(0, data, 0, data.length)));
        }
    }

    @Test
    void shouldNotDependOnHowTheDataIsSplitAtEvenLengths() {
        for (int run = 0; run < RUNS; run++) {
            byte[] data = data(60);
            int split = 2 * random.nextInt(31);
            long parts = InternetChecksum.add(InternetChecksum.add(0, data, 0, split), data, split, data.length);
            assertThat(InternetChecksum.fold(parts))
                    .as("seed %d", seed)
                    .isEqualTo(InternetChecksum.fold(InternetChecksum.add(0, data, 0, data.length)));
        }
    }

    private byte[] data(int length) {
        byte[] data = new byte[length];
        random.nextBytes(data);
        return data;
    }
}
