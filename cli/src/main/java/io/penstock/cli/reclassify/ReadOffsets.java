// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.reclassify.TimeRange;
import io.penstock.schemas.Topics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * What is read of one partition: fixed once, so that whoever resumes reads the same.
 *
 * @param from first offset of the packets, 0 and up
 * @param end first one behind
 * @param verdictsFrom first offset of the verdicts
 * @param verdictsEnd first one behind
 * @param completionsFrom first offset of the answers of callouts
 * @param completionsEnd first one behind
 */
record ReadOffsets(
        long from, long end, long verdictsFrom, long verdictsEnd, long completionsFrom, long completionsEnd) {
    /** Agents' clocks may be ahead of the brokers' by so much: a packet is published after it was captured. */
    private static final long MARGIN_MILLIS = 300_000;

    private static final long NANOS_A_MILLI = 1_000_000;

    /** Those of all partitions, as the cluster has them now. */
    static List<ReadOffsets> now(KafkaClientSettings kafka, TimeRange range, int partitions) {
        try (KafkaConsumer<byte[], byte[]> consumer = PartitionReader.consumer(kafka)) {
            Map<Integer, long[]> packets = of(consumer, Topics.PACKETS, range, partitions);
            Map<Integer, long[]> verdicts = of(consumer, Topics.VERDICTS, range, partitions);
            Map<Integer, long[]> completions = of(consumer, Topics.COMPLETIONS, range, partitions);
            List<ReadOffsets> all = new ArrayList<>();
            for (int p = 0; p < partitions; p++) {
                long[] mine = packets.get(p);
                long[] theirs = verdicts.get(p);
                long[] answers = completions.get(p);
                all.add(new ReadOffsets(mine[0], mine[1], theirs[0], theirs[1], answers[0], answers[1]));
            }
            return all;
        }
    }

    private static Map<Integer, long[]> of(
            KafkaConsumer<byte[], byte[]> consumer, String topic, TimeRange range, int partitions) {
        List<TopicPartition> all = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            all.add(new TopicPartition(topic, p));
        }
        Map<TopicPartition, Long> first = consumer.beginningOffsets(all);
        Map<TopicPartition, Long> ends = consumer.endOffsets(all);
        Map<TopicPartition, OffsetAndTimestamp> later = range.hasNoStart()
                ? Map.of()
                : consumer.offsetsForTimes(all.stream()
                        .collect(Collectors.toMap(
                                partition -> partition,
                                partition -> Math.max(
                                        0,
                                        (range.fromNanos() - range.leadInNanos()) / NANOS_A_MILLI - MARGIN_MILLIS))));
        Map<Integer, long[]> offsets = new TreeMap<>();
        for (TopicPartition one : all) {
            OffsetAndTimestamp at = later.get(one);
            // Where nothing was published since, clocks may be wrong altogether: the packets' own times decide.
            long from = at == null ? first.get(one) : at.offset();
            offsets.put(one.partition(), new long[] {from, ends.get(one)});
        }
        return offsets;
    }

    /** As a line of the plan that a resumption reads. */
    String line() {
        return from + " " + end + " " + verdictsFrom + " " + verdictsEnd + " " + completionsFrom + " " + completionsEnd;
    }

    /**
     * Reads {@link #line()}.
     *
     * @throws IllegalArgumentException if it is none
     */
    static ReadOffsets parse(String line) {
        long[] parts = Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
        if (parts.length != 6) {
            throw new IllegalArgumentException("six offsets expected, found '" + line + "'");
        }
        return new ReadOffsets(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]);
    }
}
