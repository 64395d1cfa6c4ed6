// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Sees which release gives verdicts while they come, committed ones only. One thread. */
final class ReleaseWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(240);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final StrangersReader reader;

    ReleaseWatch(Map<String, Object> client, StrangersReader reader) {
        this.reader = reader;
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("isolation.level", "read_committed");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(consumer.partitionsFor(Topics.VERDICTS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList());
    }

    /** Where the verdicts end by now, partition by partition. */
    Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(consumer.assignment());
    }

    /** Waits for verdicts that a release gives after this was called. */
    void awaitVerdictsOf(String release) {
        ends().forEach(consumer::seek);
        long end = System.nanoTime() + PATIENCE.toNanos();
        Map<String, Integer> seen = new HashMap<>();
        while (!seen.containsKey(release)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no verdicts of the " + release + " release within " + PATIENCE
                        + "; records by release: " + seen);
            }
            consumer.poll(POLL)
                    .forEach(record -> LaterForms.releaseOf(reader.value(record))
                            .ifPresent(of -> seen.merge(of, 1, Integer::sum)));
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
