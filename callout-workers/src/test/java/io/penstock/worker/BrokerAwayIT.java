// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

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
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose broker is gone waits for it, and does not give up. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class BrokerAwayIT {
    private static final String KEY = "away";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    @Test
    void shouldGoOnWhenItsBrokerIsBack() {
        try (LastingBroker broker = LastingBroker.start(directory)) {
            String bootstrap = broker.bootstrapServers();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
                TopicCatalogue.create(admin, Pends.PARTITIONS);
                WorkerGroup.prepare(admin, KEY, CalloutDelivery.SHARED, Duration.ofSeconds(2));
            }
            try (ChildJvm worker = ChildJvm.start(WorkerProcess.class, bootstrap, KEY, "0")) {
                worker.awaitLine("READY ", PATIENCE);
                answerOne(bootstrap, 0);
                broker.kill();
                broker.startAgain();
                answerOne(bootstrap, 1);
            }
        }
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
