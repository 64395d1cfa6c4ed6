// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.packet.PacketRow;
import io.penstock.schemas.CompletionKind;
import io.penstock.testsupport.KafkaExtension;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A packet that takes its time delays what waits for it, and nothing else. */
@Timeout(value = 150, unit = TimeUnit.SECONDS)
class SlowPacketIT {
    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(Pends.PARTITIONS);

    private static final String KEY = "slow-now-and-then";
    private static final int MANY = 400;
    private static final Set<Long> SLOW = Set.of(3L, 130L, 260L);
    private static final Set<String> SLOW_PENDS = Set.of("pend-3", "pend-130", "pend-260");

    /** Waits at the slow packets until it is told to go on. */
    private record Waiting(CountDownLatch goOn) implements Callout {
        @Override
        public String key() {
            return KEY;
        }

        @Override
        public CalloutMode mode() {
            return CalloutMode.OUT_OF_BAND;
        }

        @Override
        public void classify(ClassifyIn in, ClassifyOut out) {
            if (SLOW.contains(PacketRow.sequence(in.rows(), in.row()))) {
                try {
                    goOn.await();
                } catch (InterruptedException closed) {
                    Thread.currentThread().interrupt();
                }
            }
            out.permit(in);
        }
    }

    @Test
    void shouldAnswerEverythingElseWhileSomePacketsTakeLongerThanTheirLock() {
        CountDownLatch goOn = new CountDownLatch(1);
        WorkerConfig config = WorkerConfig.of(Map.of("bootstrap.servers", KAFKA.bootstrapServers()), "worker")
                .withLock(Duration.ofSeconds(2))
                .withConcurrency(SLOW.size() + 1);
        try (CalloutWorker worker = CalloutWorker.start(config, () -> new Waiting(goOn), WorkerMetrics.NOOP);
                CompletionsRead read = new CompletionsRead(KAFKA.bootstrapServers(), KEY)) {
            Pends.send(KAFKA.bootstrapServers(), KEY, 0, MANY);
            assertThat(read.until(answers -> answers.size() == MANY - SLOW.size()))
                    .doesNotContainKeys(SLOW_PENDS.toArray(String[]::new));

            goOn.countDown();

            // What Kafka's client had fetched ahead of a slow packet may have come again, to another lane, when its
            // lock ended.
            assertThat(read.until(answers -> answers.size() == MANY))
                    .allSatisfy((pend, answers) -> assertThat(answers)
                            .allSatisfy(answer ->
                                    assertThat(answer.completion().getKind()).isEqualTo(CompletionKind.PERMIT))
                            .hasSizeLessThanOrEqualTo(SLOW_PENDS.contains(pend) ? 1 : 2));
            assertThat(worker.failure()).isEmpty();
        }
    }
}
