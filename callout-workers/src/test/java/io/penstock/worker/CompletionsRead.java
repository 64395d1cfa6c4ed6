// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.schemas.AvroWire;
import io.penstock.schemas.Completion;
import io.penstock.schemas.CompletionBatch;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What workers have answered, by callout and pend. */
final class CompletionsRead implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String calloutKey;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, List<Answer>> answers = new TreeMap<>();

    record Answer(int partition, Completion completion) {}

    CompletionsRead(String bootstrapServers, String calloutKey) {
        this.calloutKey = calloutKey;
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = IntStream.range(0, Pends.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Topics.COMPLETIONS, partition))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** Reads until the condition holds for the answers by pend id. */
    Map<String, List<Answer>> until(Predicate<Map<String, List<Answer>>> condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.test(answers)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain; answered so far: " + answers.keySet());
            }
            consumer.poll(Duration.ofMillis(100)).forEach(this::add);
        }
        return answers;
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        try {
            for (Completion completion :
                    AvroWire.decode(CompletionBatch.class, record.value()).getCompletions()) {
                if (completion.getCalloutKey().equals(calloutKey)) {
                    answers.computeIfAbsent(completion.getPendId(), id -> new ArrayList<>())
                            .add(new Answer(record.partition(), completion));
                }
            }
        } catch (WireException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
