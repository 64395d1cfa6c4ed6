// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.cli.pipeline.PipelineException;
import io.penstock.schemas.WireFormat;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The committed records of one partition between two offsets; connects when it is first asked, if there are any. One thread. */
final class PartitionReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int FETCH_BYTES = 4 << 20;

    private final KafkaClientSettings kafka;
    private final TopicPartition partition;
    private final long from;
    private final long end;
    private final Queue<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();
    private KafkaConsumer<byte[], byte[]> consumer;

    /**
     * Begins.
     *
     * @param from first offset, 0 and up
     * @param end first offset that is not read any more
     */
    PartitionReader(KafkaClientSettings kafka, TopicPartition partition, long from, long end) {
        this.kafka = kafka;
        this.partition = partition;
        this.from = from;
        this.end = end;
    }

    private void connect() {
        consumer = consumer(kafka);
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
    }

    static KafkaConsumer<byte[], byte[]> consumer(KafkaClientSettings kafka) {
        Map<String, Object> settings = kafka.client();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), WireFormat.of(settings).deserializer());
    }

    /** The next record; null at the end. */
    ConsumerRecord<byte[], byte[]> next() {
        if (from >= end) {
            return null;
        }
        if (consumer == null) {
            connect();
        }
        long silentSince = System.nanoTime();
        while (fetched.isEmpty()) {
            if (consumer.position(partition) >= end) {
                return null;
            }
            Collection<ConsumerRecord<byte[], byte[]>> news =
                    consumer.poll(POLL).records(partition);
            news.stream().filter(record -> record.offset() < end).forEach(fetched::add);
            if (System.nanoTime() - silentSince > PATIENCE.toNanos()) {
                throw new PipelineException(
                        partition + ": nothing could be read for " + PATIENCE.toSeconds() + " s", null);
            }
        }
        return fetched.poll();
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close();
        }
    }
}
