// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.report.RunSummary.DiscardCount;
import io.penstock.schemas.DiscardCountKey;
import io.penstock.schemas.DiscardCountValue;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireFormat;
import io.penstock.schemas.WireReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** The sums of {@code penstock.discard-counts} as they stand: of each key and partition the last, all windows together. */
final class CountedDiscards {
    private static final Duration POLL = Duration.ofMillis(50);

    private CountedDiscards() {}

    /** Packets by host and cause, each cause spelled as {@link #expected} spells it. */
    static Map<String, Map<String, Long>> read(Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("isolation.level", "read_committed");
        WireFormat wire = WireFormat.of(client);
        Map<String, ConsumerRecord<byte[], byte[]>> last = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, wire.deserializer(), wire.deserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(Topics.DISCARD_COUNTS).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(POLL)
                        .forEach(sum ->
                                last.put(sum.partition() + " " + HexFormat.of().formatHex(sum.key()), sum));
            }
        }
        Map<String, Map<String, Long>> sums = new TreeMap<>();
        last.values().forEach(sum -> add(sums, sum));
        return sums;
    }

    private static void add(Map<String, Map<String, Long>> sums, ConsumerRecord<byte[], byte[]> sum) {
        try {
            WireReader wire = new WireReader();
            DiscardCountKey key = (DiscardCountKey) wire.read(sum.key());
            DiscardCountValue value = (DiscardCountValue) wire.read(sum.value());
            String reason = key.getDetail().isEmpty() ? key.getReason() : key.getDetail();
            String layer = key.getLayer().isEmpty() ? null : key.getLayer();
            sums.computeIfAbsent(key.getHost(), host -> new TreeMap<>())
                    .merge(cause(reason, layer, key.getFilter(), key.getCallout()), value.getPackets(), Long::sum);
        } catch (WireException unreadable) {
            throw new AssertionError("a sum of discards cannot be read", unreadable);
        }
    }

    /** What the sums should be where nothing fails. */
    static Map<String, Long> expected(List<DiscardCount> discards) {
        Map<String, Long> expected = new TreeMap<>();
        discards.forEach(discard -> expected.merge(
                cause(discard.reason(), discard.layer(), discard.filter(), discard.callout()),
                discard.count(),
                Long::sum));
        return expected;
    }

    private static String cause(String reason, String layer, String filter, String callout) {
        return reason + " " + layer + " " + filter + " " + callout;
    }
}
