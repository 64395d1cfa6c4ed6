// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import io.penstock.cli.report.HitTally;
import io.penstock.engine.classify.Fate;
import io.penstock.schemas.Decision;
import io.penstock.schemas.DecisionAction;
import io.penstock.schemas.LateVerdict;
import io.penstock.schemas.LateVerdictBatch;
import io.penstock.schemas.Topics;
import io.penstock.schemas.VerdictBatch;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireFormat;
import io.penstock.schemas.WireReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts the verdicts of a cluster, those that are committed now. One thread. */
public final class VerdictHits {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int FETCH_BYTES = 4 << 20;

    private final WireReader wire = new WireReader();
    private final HitTally tally = new HitTally();

    private VerdictHits() {}

    /**
     * Reads the verdicts from a moment on.
     *
     * @param sinceMs when they were published, milliseconds since 1970; 0 for all that are kept
     * @throws PipelineException if they cannot be read
     */
    public static HitTally read(KafkaClientSettings kafka, long sinceMs) {
        Map<String, Object> settings = kafka.client();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        VerdictHits hits = new VerdictHits();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), WireFormat.of(settings).deserializer())) {
            hits.read(consumer, sinceMs);
        } catch (KafkaException unreadable) {
            throw new PipelineException("the verdicts cannot be read: " + unreadable.getMessage(), unreadable);
        }
        return hits.tally;
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer, long sinceMs) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.VERDICTS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        consumer.assign(partitions);
        seek(consumer, partitions, ends, sinceMs);
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
                    note(record);
                }
            }
        }
    }

    private static void seek(
            KafkaConsumer<byte[], byte[]> consumer,
            List<TopicPartition> partitions,
            Map<TopicPartition, Long> ends,
            long sinceMs) {
        Map<TopicPartition, Long> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, sinceMs));
        Map<TopicPartition, OffsetAndTimestamp> from = consumer.offsetsForTimes(wanted);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = from.get(partition);
            consumer.seek(partition, first == null ? ends.get(partition) : first.offset());
        }
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        try {
            note(wire.read(record.value()));
        } catch (WireException unreadable) {
            throw new PipelineException(
                    record.topic() + "-" + record.partition() + " at offset " + record.offset() + ": "
                            + unreadable.getMessage(),
                    unreadable);
        }
    }

    private void note(SpecificRecord record) {
        switch (record) {
            case VerdictBatch batch -> note(batch);
            case LateVerdictBatch late -> late.getVerdicts().forEach(this::note);
            case LateVerdict late -> note(late.getPolicyVersion(), late.getRevision(), late.getDecision(), 1);
            default -> {
                // Ends of pends decide no packet.
            }
        }
    }

    private void note(VerdictBatch batch) {
        long[] packets = new long[batch.getDecisions().size()];
        for (int decision : batch.getOutcomes()) {
            // Less than 0: the packet had come before, and had its verdict then.
            if (decision >= 0) {
                packets[decision]++;
            }
        }
        for (int i = 0; i < packets.length; i++) {
            note(
                    batch.getPolicyVersion(),
                    batch.getRevision(),
                    batch.getDecisions().get(i),
                    packets[i]);
        }
    }

    private void note(String version, long revision, Decision decision, long packets) {
        Fate fate = fate(decision.getAction());
        if (fate != null && packets > 0) {
            tally.decided(version, revision, decision.getFilter(), fate, packets);
        }
    }

    /** Null for what gets its final verdict later. */
    private static Fate fate(DecisionAction action) {
        return switch (action) {
            case PERMIT -> Fate.PERMIT;
            case BLOCK -> Fate.BLOCK;
            case ABSORB -> Fate.ABSORB;
            case MALFORMED -> Fate.MALFORMED;
            case PENDED, HELD -> null;
        };
    }
}
