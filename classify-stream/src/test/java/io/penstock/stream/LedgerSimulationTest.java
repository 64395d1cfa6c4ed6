// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.stream.LedgerSimulation.Weather;
import org.junit.jupiter.api.Test;

/**
 * Thousands of schedules over the real ledger, engine and stores (invariants I3 and I5): whatever is answered late, twice, in disorder or never, and whenever the
 * process dies, after every event each packet is decided once or waits once, each pend is open or has ended, and a flow's order stands. {@code
 * -Dpenstock.ledger.schedules=N} plays N, {@code -Dpenstock.ledger.seed=S} those from S on.
 */
class LedgerSimulationTest {
    private static final long SEED = Long.getLong("penstock.ledger.seed", 20_260_401L);
    private static final int SCHEDULES = Integer.getInteger("penstock.ledger.schedules", 1_500);

    @Test
    void shouldEndAsIfEveryCalloutHadAnsweredAtOnceWhereNothingExpires() {
        int ended = 0;
        streams = 0;
        for (long seed = SEED; seed < SEED + SCHEDULES / 2; seed++) {
            LedgerBooks expected = play(seed, Weather.STILL);
            LedgerBooks books = play(seed, Weather.CALM);
            assertThat(books.verdicts).as("seed %d", seed).isEqualTo(expected.verdicts);
            assertThat(books.injections).as("seed %d", seed).isEqualTo(expected.injections);
            assertThat(books.injectionIds).as("seed %d", seed).isEqualTo(expected.injectionIds);
            assertThat(books.pended).as("seed %d", seed).isEqualTo(expected.pended);
            assertThat(books.expired).as("seed %d", seed).isZero();
            ended += books.completed > 0 ? 1 : 0;
        }
        assertThat(streams).as("pends of bytes of streams").isGreaterThan(2 * SCHEDULES);
        assertThat(ended).as("schedules in which something was pended").isGreaterThan(SCHEDULES / 3);
    }

    @SpecRule("11 P11")
    @Test
    void shouldKeepItsBooksWhateverElseGoesWrong() {
        long expired = 0;
        for (long seed = SEED; seed < SEED + SCHEDULES / 2; seed++) {
            expired += play(seed, Weather.ROUGH).expired;
        }
        assertThat(expired).as("pends that nobody answered in time").isPositive();
    }

    private int streams;

    private LedgerBooks play(long seed, Weather weather) {
        try {
            LedgerSimulation simulation = new LedgerSimulation(seed, weather);
            LedgerBooks books = simulation.play();
            streams += simulation.streams();
            return books;
        } catch (AssertionError | RuntimeException broken) {
            throw new AssertionError(
                    "-Dpenstock.ledger.seed=" + seed + " in " + weather + " weather: " + broken.getMessage(), broken);
        }
    }
}
