// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promise that nothing hangs on how fast callouts answer, played out: completions come in any order, late, twice, with the engine losing its
 * memory between records, and every packet still has the verdict it has where each callout answers at once; where some expire, it has it again where the pends end as
 * they are recorded to have ended (ARCHITECTURE §3, I2, I3, I5; spec 10.1.2).
 */
class PendSimulationTest {
    static List<Long> seeds() {
        long first = Long.getLong("penstock.seed", 20_250_101L);
        int count = Integer.getInteger("penstock.seeds", 150);
        List<Long> seeds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seeds.add(first + i);
        }
        return seeds;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGiveEveryPacketTheVerdictOfPromptCalloutsWheneverTheyAnswer(long seed) {
        PendSimulation simulation = new PendSimulation(seed);
        Map<Long, String> expected = simulation.prompt();

        Map<Long, String> actual = simulation.scheduled();

        assertThat(actual).as("seed %d", seed).isEqualTo(expected);
        assertThat(simulation.injected(simulation.late)).isEqualTo(simulation.injected(simulation.early));
        assertThat(simulation.late.settled).as("each pend is settled once").doesNotHaveDuplicates();
        assertThat(simulation.late.settled).hasSize(simulation.late.pended.size());
        assertThat(flows(simulation.late)).isEqualTo(flows(simulation.early));
        simulation.assertOrderKept();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGiveEveryPacketItsVerdictAgainFromWhatIsRecordedOfItsPends(long seed) {
        PendSimulation simulation = new PendSimulation(seed);
        Map<Long, String> live = simulation.expiring();

        Map<Long, String> replayed = simulation.replayed();

        assertThat(replayed).as("seed %d", seed).isEqualTo(live);
        assertThat(simulation.injected(simulation.again)).isEqualTo(simulation.injected(simulation.late));
        assertThat(simulation.again.settled).as("seed %d", seed).hasSameSizeAs(simulation.late.settled);
    }

    private static List<String> flows(RecordedEvents events) {
        return events.ended.stream().map(Enum::name).sorted().toList();
    }
}
