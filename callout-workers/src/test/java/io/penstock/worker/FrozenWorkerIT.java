// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WorkerGroup;
import io.penstock.testsupport.ChildJvm;
import io.penstock.testsupport.KafkaExtension;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A worker that hangs keeps its connection, so no broker takes its packets away: only the lock's end does. */
@Timeout(value = 150, unit = TimeUnit.SECONDS)
class FrozenWorkerIT {
    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(Pends.PARTITIONS);

    private static final String KEY = "frozen";
    private static final int MANY = 200;
    private static final Duration LOCK = Duration.ofSeconds(2);

    @Test
    void shouldGiveAFrozenWorkersPacketsToAnotherWhenTheirLockEnds() {
        try (Admin admin = KAFKA.admin()) {
            WorkerGroup.prepare(admin, KEY, CalloutDelivery.SHARED, LOCK);
        }
        try (ChildJvm first = ChildJvm.start(WorkerProcess.class, KAFKA.bootstrapServers(), KEY, "20");
                CompletionsRead read = new CompletionsRead(KAFKA.bootstrapServers(), KEY)) {
            first.awaitLine("READY ", Duration.ofSeconds(60));
            pendMany();
            read.until(answers -> answers.size() >= MANY / 10);
            first.freeze();
            try (CalloutWorker second = second()) {
                read.until(answers -> answers.size() == MANY);
                assertThat(second.failure()).isEmpty();
            } finally {
                first.kill();
            }
            assertThat(read.until(answers -> true).values())
                    .anySatisfy(answers -> assertThat(
                                    answers.getFirst().completion().getDeliveryCount())
                            .as("packets that the frozen worker had were delivered again")
                            .isGreaterThan(1));
        }
    }

    private static CalloutWorker second() {
        WorkerConfig config = WorkerConfig.of(Map.of("bootstrap.servers", KAFKA.bootstrapServers()), "second")
                .withLock(LOCK);
        return CalloutWorker.start(config, () -> new NumberedCallout(KEY, () -> {}), WorkerMetrics.NOOP);
    }

    private static void pendMany() {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int number = 0; number < MANY; number++) {
                byte[] value = Pends.wire(Pends.pended(KEY, number, "payload " + number));
                producer.send(new ProducerRecord<>(Topics.pended(KEY), value));
            }
        }
    }
}
