// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import io.penstock.schemas.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Tells whether the topology has committed everything that stands in its inputs. One thread. */
final class CommittedInputs implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    /** A transaction's end takes an offset too, and a group commits no offset behind it. */
    private static final int TAIL = 8;

    private final Admin admin;
    private final String group;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> inputs;

    CommittedInputs(KafkaClientSettings kafka, Admin admin, String group, int partitions) {
        this.admin = admin;
        this.group = group;
        Map<String, Object> settings = kafka.client();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.inputs = Stream.of(Topics.PACKETS, Topics.COMPLETIONS, Topics.REINJECTIONS, Topics.DISCARDS)
                .flatMap(topic -> IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)))
                .toList();
        consumer.assign(inputs);
    }

    /** Whether the last record of each input was processed and what came of it is committed. */
    boolean isAll() throws InterruptedException {
        Map<TopicPartition, Long> ends = ends();
        Map<TopicPartition, OffsetAndMetadata> committed = committed();
        return ends.entrySet().stream().allMatch(end -> {
            OffsetAndMetadata offset = committed.get(end.getKey());
            return end.getValue() == 0 || offset != null && offset.offset() >= end.getValue();
        });
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() throws InterruptedException {
        try {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
        } catch (ExecutionException refused) {
            String why = refused.getCause().getMessage();
            throw new PipelineException("the progress of " + group + " cannot be read: " + why, refused.getCause());
        }
    }

    /** By partition the offset behind its last record; 0 where there is none. */
    private Map<TopicPartition, Long> ends() {
        Map<TopicPartition, Long> first = consumer.beginningOffsets(inputs);
        Map<TopicPartition, Long> ends = consumer.endOffsets(inputs);
        Map<TopicPartition, Long> last = new HashMap<>();
        for (TopicPartition input : inputs) {
            long from = Math.max(first.get(input), ends.get(input) - TAIL);
            last.put(input, from == first.get(input) ? 0 : from);
            consumer.seek(input, from);
        }
        while (!isAt(ends, inputs)) {
            consumer.poll(POLL)
                    .forEach(record ->
                            last.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1));
        }
        return last;
    }

    private boolean isAt(Map<TopicPartition, Long> ends, Collection<TopicPartition> partitions) {
        return partitions.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
