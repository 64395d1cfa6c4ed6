// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.stream.StandInWork.Fate;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the stand-in's verdicts, committed ones only, and counts per packet number what was said of it. */
final class FateBook implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> verdicts;
    private final List<TopicPartition> partitions;
    private final int[][] counts;
    private int decided;

    FateBook(String bootstrapServers, int partitionCount, int packets) {
        verdicts = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        partitions = IntStream.range(0, partitionCount)
                .mapToObj(partition -> new TopicPartition("penstock.verdicts", partition))
                .toList();
        verdicts.assign(partitions);
        counts = new int[Fate.values().length][packets];
    }

    /** Reads what there is; waits at most 200 ms for it. */
    void read() {
        verdicts.poll(Duration.ofMillis(200)).forEach(verdict -> note(ByteBuffer.wrap(verdict.value())));
    }

    /** Reads to the end as it is now. */
    void readToEnd() {
        Map<TopicPartition, Long> ends = verdicts.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> verdicts.position(end.getKey()) < end.getValue())) {
            read();
        }
    }

    private void note(ByteBuffer fates) {
        while (fates.hasRemaining()) {
            int number = (int) fates.getLong();
            Fate fate = Fate.values()[fates.get()];
            counts[fate.ordinal()][number]++;
            if (fate != Fate.PENDED && fate != Fate.HELD) {
                decided++;
            }
        }
    }

    /** Final fates read so far. */
    int decided() {
        return decided;
    }

    int count(Fate fate, int number) {
        return counts[fate.ordinal()][number];
    }

    int total(Fate fate) {
        return IntStream.of(counts[fate.ordinal()]).sum();
    }

    /** How many final fates a packet has; one is right. */
    int finals(int number) {
        return count(Fate.PASSED, number)
                + count(Fate.COMPLETED, number)
                + count(Fate.RELEASED, number)
                + count(Fate.EXPIRED, number);
    }

    @Override
    public void close() {
        verdicts.close();
    }
}
