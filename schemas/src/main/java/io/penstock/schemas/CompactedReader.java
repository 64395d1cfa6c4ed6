// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a small topic that tells of the present from its start, and goes on from there whenever it is asked. One thread. */
public final class CompactedReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    private CompactedReader(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        this.consumer = consumer;
        partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /**
     * A reader that stands at the start.
     *
     * @param client bootstrap servers, TLS, SASL: what every Kafka client here gets
     * @throws org.apache.kafka.common.KafkaException if Kafka cannot be asked
     */
    public static CompactedReader open(Map<String, Object> client, String topic) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), WireFormat.of(client).deserializer());
        try {
            return new CompactedReader(consumer, topic);
        } catch (RuntimeException refused) {
            consumer.close();
            throw refused;
        }
    }

    /**
     * Hands over what is committed now and was not handed over before, older records of a key before newer ones; records without a key are left out.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka cannot be read
     */
    public void readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.key() != null) {
                    reader.accept(record);
                }
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
