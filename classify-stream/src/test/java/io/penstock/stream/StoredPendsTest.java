// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.CalloutCounts;
import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.CalloutMode;
import io.penstock.schemas.CalloutRegistered;
import io.penstock.schemas.CompletionKind;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the stores hold is enough: a run that is restored between any two records ends as one that never was. */
class StoredPendsTest {
    private static final long SEED = Long.getLong("penstock.stream.seed", 20_260_103L);
    private static final int RECORDS = 150;
    private static final int PACKETS_A_RECORD = 6;

    @TempDir
    private Path directory;

    @Test
    void shouldEndTheSameWhenEveryRecordIsFollowedByARestore() {
        System.out.println("penstock.stream.seed=" + SEED);
        List<String> undisturbed = run("undisturbed", false);
        List<String> restored = run("restored", true);

        assertThat(undisturbed).anyMatch(line -> line.contains("HELD")).anyMatch(line -> line.contains("EXPIRED"));
        assertThat(restored).isEqualTo(undisturbed);
        long settled =
                undisturbed.stream().filter(line -> line.startsWith("settled ")).count();
        assertThat(undisturbed.getLast())
                .as("what the callout's counts say")
                .startsWith("pended " + settled + " ended " + settled + " ");
    }

    private static String counts(CalloutCounts counts) {
        long ended = counts.getAnswered() + counts.getFailed() + counts.getExpired() + counts.getClosed();
        return "pended " + counts.getPended() + " ended " + ended + " expired " + counts.getExpired();
    }

    private List<String> run(String name, boolean restoring) {
        Random random = new Random(SEED);
        List<String> lines = new ArrayList<>();
        List<PendedPacket> open = new ArrayList<>();
        try (EngineDriver driver = new EngineDriver(directory.resolve(name), Map.of(), restoring)) {
            driver.packets(new CalloutRegistered(
                    TestPolicies.CALLOUT, CalloutMode.OUT_OF_BAND, true, true, 0L, CalloutDelivery.SHARED, 0, false));
            driver.packets(TestPolicies.activation(9, 1));
            long sequence = 1;
            for (int record = 0; record < RECORDS; record++) {
                UdpTraffic traffic = new UdpTraffic(UdpTraffic.AGENT);
                for (int i = 0; i < PACKETS_A_RECORD; i++) {
                    int[] ports = {9, 53, TestPolicies.PENDED_PORT};
                    traffic.packet(sequence++, 4_000 + random.nextInt(12), ports[random.nextInt(ports.length)]);
                }
                driver.packets(traffic.batch());
                open.addAll(driver.read(Topics.pended(TestPolicies.CALLOUT), PendedPacket.class));
                answerSome(driver, open, random);
                if (record % 50 == 25) {
                    driver.packets(TestPolicies.activation(record, 2 + record));
                }
                if (record % 60 == 40) {
                    driver.advance(Duration.ofSeconds(31));
                }
            }
            // What is released when a pend expires may pend once more.
            do {
                driver.advance(Duration.ofSeconds(61));
            } while (!driver.read(Topics.pended(TestPolicies.CALLOUT), PendedPacket.class)
                    .isEmpty());
            lines.addAll(driver.verdicts());
            lines.add(counts(driver.read(Topics.CALLOUTS, CalloutCounts.class).getLast()));
        }
        return lines;
    }

    private static void answerSome(EngineDriver driver, List<PendedPacket> open, Random random) {
        while (!open.isEmpty() && random.nextInt(3) > 0) {
            PendedPacket pended = open.remove(random.nextInt(open.size()));
            driver.complete(pended, random.nextBoolean() ? CompletionKind.PERMIT : CompletionKind.BLOCK);
            open.addAll(driver.read(Topics.pended(TestPolicies.CALLOUT), PendedPacket.class));
        }
    }
}
