// SPDX-License-Identifier: Apache-2.0
package io.penstock.testsupport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A topic that transactions write to.
 *
 * @param broker where it is
 */
record TransactionalTopic(LastingBroker broker) {
    static final int PARTITIONS = 4;
    private static final String NAME = "read-committed";

    void make() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(NAME, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }

    /** A transaction with a record for each partition, which nobody will commit. */
    KafkaProducer<String, String> abandoned(String transactionalId, Duration timeout)
            throws ExecutionException, InterruptedException {
        KafkaProducer<String, String> producer = producer(Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "transactional.id",
                transactionalId,
                "transaction.timeout.ms",
                (int) timeout.toMillis()));
        producer.initTransactions();
        producer.beginTransaction();
        sendToAll(producer, "uncommitted");
        return producer;
    }

    /** A record for each partition, in no transaction. */
    void send(String value) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer =
                producer(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            sendToAll(producer, value);
        }
    }

    private static KafkaProducer<String, String> producer(Map<String, Object> settings) {
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static void sendToAll(KafkaProducer<String, String> producer, String value)
            throws ExecutionException, InterruptedException {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            producer.send(new ProducerRecord<>(NAME, partition, null, value)).get();
        }
    }

    /** As many records as there are partitions, in whatever order; hangs where readers cannot get past something. */
    List<ConsumerRecord<String, String>> readCommitted() {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(NAME, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            while (records.size() < PARTITIONS) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }
}
