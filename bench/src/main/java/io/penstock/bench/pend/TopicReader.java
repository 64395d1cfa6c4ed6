// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning, uncommitted records too, on a thread of its own until it is closed. */
final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<String, Object> client;
    private final String topic;
    private final int partitions;
    private final Consumer<byte[]> values;
    private final Thread thread;
    private volatile boolean closing;

    private TopicReader(Map<String, Object> client, String topic, int partitions, Consumer<byte[]> values) {
        this.client = client;
        this.topic = topic;
        this.partitions = partitions;
        this.values = values;
        thread = Thread.ofPlatform().name("reader of " + topic).unstarted(this::read);
    }

    static TopicReader start(Map<String, Object> client, String topic, int partitions, Consumer<byte[]> values) {
        TopicReader reader = new TopicReader(client, topic, partitions, values);
        reader.thread.start();
        return reader;
    }

    private void read() {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = IntStream.range(0, partitions)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            while (!closing) {
                for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL)) {
                    values.accept(entry.value());
                }
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
