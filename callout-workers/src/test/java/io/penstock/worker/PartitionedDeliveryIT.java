// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutDelivery;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.packet.PacketRow;
import io.penstock.schemas.Completion;
import io.penstock.testsupport.KafkaExtension;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A callout that keeps state gets a partition's packets in order, from one instance's point of view. */
@Timeout(value = 150, unit = TimeUnit.SECONDS)
class PartitionedDeliveryIT {
    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(Pends.PARTITIONS);

    private static final int MANY = 300;

    /** Finds in each packet the number of the one before it. */
    private static final class Remembering implements Callout {
        private final String key;
        private long before = -1;

        Remembering(String key) {
            this.key = key;
        }

        @Override
        public String key() {
            return key;
        }

        @Override
        public CalloutMode mode() {
            return CalloutMode.OUT_OF_BAND;
        }

        @Override
        public CalloutDelivery delivery() {
            return CalloutDelivery.PARTITIONED;
        }

        @Override
        public void classify(ClassifyIn in, ClassifyOut out) {
            long number = PacketRow.sequence(in.rows(), in.row());
            out.finding("before", Long.toString(before));
            before = number;
            out.permit(in);
        }
    }

    @Test
    void shouldShowAnInstanceAllPacketsOfAPartitionInOrder() {
        String key = "remembers";
        try (CalloutWorker worker = worker("one", key);
                CompletionsRead read = new CompletionsRead(KAFKA.bootstrapServers(), key)) {
            Pends.sendToOrigin(KAFKA.bootstrapServers(), key, 0, MANY);
            Map<String, List<CompletionsRead.Answer>> answers = read.until(all -> all.size() == MANY);
            for (int number = 0; number < MANY; number++) {
                Completion completion = answers.get("pend-" + number).getFirst().completion();
                int before = number < Pends.PARTITIONS ? -1 : number - Pends.PARTITIONS;
                assertThat(completion.getFindings().getFirst().getMessage())
                        .as("pend " + number)
                        .isEqualTo(Integer.toString(before));
            }
            assertThat(worker.failure()).isEmpty();
        }
    }

    @Test
    void shouldGoOnInAnotherWorkerWhereTheFirstHadCome() {
        String key = "moves";
        CalloutWorker first = worker("first", key);
        try (CompletionsRead read = new CompletionsRead(KAFKA.bootstrapServers(), key)) {
            Pends.sendToOrigin(KAFKA.bootstrapServers(), key, 0, MANY);
            read.until(all -> all.size() == MANY);
            first.close();
            try (CalloutWorker second = worker("second", key)) {
                Pends.sendToOrigin(KAFKA.bootstrapServers(), key, MANY, 2 * MANY);
                assertThat(read.until(all -> all.size() == 2 * MANY).values())
                        .as("closing settled and committed everything, so nothing is asked again")
                        .allSatisfy(answers -> assertThat(answers).hasSize(1));
                assertThat(second.failure()).isEmpty();
            }
        }
    }

    private static CalloutWorker worker(String name, String key) {
        WorkerConfig config = WorkerConfig.of(Map.of("bootstrap.servers", KAFKA.bootstrapServers()), name);
        return CalloutWorker.start(config, () -> new Remembering(key), WorkerMetrics.NOOP);
    }
}
