// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning, uncommitted records too, on a thread of its own until it is closed. */
final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<String, Object> client;
    private final String topic;
    private final int partitions;
    private final Values values;
    private final Thread thread;
    private volatile boolean closing;

    /** Takes what is read. */
    @FunctionalInterface
    interface Values {
        /** Called on the reader's thread; {@code seenNanos} is the moment at which Kafka had handed the value over, of {@link System#nanoTime}. */
        void accept(byte[] value, long seenNanos);
    }

    private TopicReader(Map<String, Object> client, String topic, int partitions, Values values) {
        this.client = client;
        this.topic = topic;
        this.partitions = partitions;
        this.values = values;
        thread = Thread.ofPlatform().name("reader of " + topic).unstarted(this::read);
    }

    static TopicReader start(Map<String, Object> client, String topic, int partitions, Values values) {
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
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
                long seenNanos = System.nanoTime();
                for (ConsumerRecord<byte[], byte[]> entry : polled) {
                    values.accept(entry.value(), seenNanos);
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
