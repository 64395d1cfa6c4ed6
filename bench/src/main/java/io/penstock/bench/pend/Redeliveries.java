// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import io.penstock.schemas.Completion;
import io.penstock.schemas.CompletionBatch;
import io.penstock.schemas.LateVerdict;
import io.penstock.schemas.LateVerdictBatch;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireReader;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Which packets a second worker got because the first was killed. Read from the topics once all is over, so that nobody reads along while it is measured. One thread. */
final class Redeliveries {
    private final Map<String, Object> client;
    private final Map<TopicPartition, Long> from;

    private Redeliveries(Map<String, Object> client, Map<TopicPartition, Long> from) {
        this.client = client;
        this.from = from;
    }

    /** Those that are answered from now on. */
    static Redeliveries fromNow(Map<String, Object> client, int partitions) {
        List<TopicPartition> all = Stream.of(Topics.COMPLETIONS, Topics.VERDICTS)
                .flatMap(topic ->
                        IntStream.range(0, partitions).mapToObj(partition -> new TopicPartition(topic, partition)))
                .toList();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(client)) {
            return new Redeliveries(client, consumer.endOffsets(all));
        }
    }

    /** The numbers of the packets that were delivered more than once, of those answered until now. */
    BitSet numbers() throws WireException {
        Set<String> redelivered = new HashSet<>();
        Map<String, Integer> numbers = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(client)) {
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            Map<TopicPartition, Long> ends = consumer.endOffsets(from.keySet());
            WireReader wire = new WireReader();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    switch (wire.read(record.value())) {
                        case CompletionBatch batch ->
                            batch.getCompletions().stream()
                                    .filter(completion -> completion.getDeliveryCount() > 1)
                                    .forEach(completion -> redelivered.add(origin(completion)));
                        case LateVerdictBatch batch ->
                            batch.getVerdicts()
                                    .forEach(late ->
                                            numbers.put(origin(late), PacketSender.numberOf(late.getSequence())));
                        default -> {
                            // A batch's first answer, PENDED, and the ends of pends.
                        }
                    }
                }
            }
        }
        BitSet all = new BitSet();
        redelivered.stream().filter(numbers::containsKey).map(numbers::get).forEach(all::set);
        return all;
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> client) {
        return new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Partition, offset and index of the packet: in a pend's id they follow the topic. */
    private static String origin(Completion completion) {
        String[] id = completion.getPendId().split("/", 5);
        return String.join("/", id[1], id[2], id[3]);
    }

    private static String origin(LateVerdict late) {
        return late.getOriginPartition() + "/" + late.getOriginOffset() + "/" + late.getIndex();
    }
}
