// SPDX-License-Identifier: Apache-2.0
package io.penstock.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a broker that was killed leaves open is closed by the next one on its directory. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class KilledBrokerIT {
    private static final String TOPIC = "read-committed";
    private static final int PARTITIONS = 4;
    /** Over before another JVM has started a broker, so the transaction ends while that one starts. */
    private static final int TRANSACTION_TIMEOUT_MILLIS = 1_000;

    @Test
    void shouldLetReadersPastATransactionThatEndsWhileTheNextBrokerStarts(@TempDir Path directory) throws Exception {
        try (LastingBroker broker = LastingBroker.start(directory)) {
            makeTopic(broker);
            try (KafkaProducer<String, String> abandoned = producer(
                    broker,
                    Map.of("transactional.id", "abandoned", "transaction.timeout.ms", TRANSACTION_TIMEOUT_MILLIS))) {
                abandoned.initTransactions();
                abandoned.beginTransaction();
                sendToAll(abandoned, "uncommitted");
                broker.kill();
                abandoned.close(Duration.ZERO);
            }
            broker.startAgain();
            try (KafkaProducer<String, String> producer = producer(broker, Map.of())) {
                sendToAll(producer, "later");
            }
            assertThat(readCommitted(broker)).hasSize(PARTITIONS).containsOnly("later");
        }
    }

    private static void makeTopic(LastingBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static KafkaProducer<String, String> producer(LastingBroker broker, Map<String, Object> besides) {
        Map<String, Object> settings = new HashMap<>(besides);
        settings.put("bootstrap.servers", broker.bootstrapServers());
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static void sendToAll(KafkaProducer<String, String> producer, String value) throws Exception {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            producer.send(new ProducerRecord<>(TOPIC, partition, null, value)).get();
        }
    }

    /** As many values as there are partitions, in whatever order; hangs where readers cannot get past something. */
    private static List<String> readCommitted(LastingBroker broker) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<String> values = new ArrayList<>();
            while (values.size() < PARTITIONS) {
                consumer.poll(Duration.ofMillis(100)).forEach(read -> values.add(read.value()));
            }
            return values;
        }
    }
}
