// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.TopicCatalogue;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WorkerGroup;
import io.penstock.testsupport.ChildJvm;
import io.penstock.testsupport.LastingBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose broker is gone waits for it, and neither burns the processor that the broker needs to come back nor gives up. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class BrokerAwayIT {
    private static final String KEY = "away";
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration AWAY = Duration.ofSeconds(12);

    @TempDir
    private Path directory;

    @Test
    void shouldWaitForItsBrokerWithoutBurningTheProcessorAndGoOnWhenItIsBack() {
        try (LastingBroker broker = LastingBroker.start(directory)) {
            String bootstrap = broker.bootstrapServers();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
                TopicCatalogue.create(admin, Pends.PARTITIONS);
                WorkerGroup.prepare(admin, KEY, CalloutDelivery.SHARED, Duration.ofSeconds(2));
            }
            try (ChildJvm worker = ChildJvm.start(WorkerProcess.class, bootstrap, KEY, "0")) {
                worker.awaitLine("READY ", START);
                answerOne(bootstrap, 0);
                broker.kill();
                assertThat(processorTimeOver(worker, AWAY)).isLessThan(AWAY.dividedBy(4));

                broker.startAgain();
                answerOne(bootstrap, 1);
            }
        }
    }

    private static Duration processorTimeOver(ChildJvm worker, Duration span) {
        Duration before = worker.processorTime();
        LockSupport.parkNanos(span.toNanos());
        return worker.processorTime().minus(before);
    }

    private static void answerOne(String bootstrap, long number) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer());
                CompletionsRead read = new CompletionsRead(bootstrap, KEY)) {
            producer.send(new ProducerRecord<>(Topics.pended(KEY), Pends.wire(Pends.pended(KEY, number, "payload"))));
            producer.flush();
            read.until(answers -> answers.containsKey("pend-" + number));
        }
    }
}
