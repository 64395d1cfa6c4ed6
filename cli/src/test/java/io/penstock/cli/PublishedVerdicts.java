// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.AvroWire;
import io.penstock.schemas.Decision;
import io.penstock.schemas.DecisionAction;
import io.penstock.schemas.LateVerdictBatch;
import io.penstock.schemas.Topics;
import io.penstock.schemas.VerdictBatch;
import io.penstock.schemas.WireException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The final verdicts that stand committed on {@code penstock.verdicts}, by agent and sequence. */
final class PublishedVerdicts {
    private final Map<String, Map<Long, String>> byAgent = new HashMap<>();
    private final String policyVersion;
    private long count;

    private PublishedVerdicts(String policyVersion) {
        this.policyVersion = policyVersion;
    }

    /** Reads those that a policy gave. Each packet may have one only. */
    static PublishedVerdicts read(String bootstrap, String policyVersion) throws WireException {
        PublishedVerdicts verdicts = new PublishedVerdicts(policyVersion);
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.VERDICTS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    verdicts.note(record.value());
                }
            }
        }
        return verdicts;
    }

    private void note(byte[] value) throws WireException {
        switch (AvroWire.decode(value)) {
            case VerdictBatch batch
            when batch.getPolicyVersion().equals(policyVersion) -> {
                for (int i = 0; i < batch.getOutcomes().size(); i++) {
                    int decision = batch.getOutcomes().get(i);
                    if (decision >= 0) {
                        note(
                                batch.getAgent(),
                                batch.getSequences().get(i),
                                batch.getDecisions().get(decision));
                    }
                }
            }
            case LateVerdictBatch batch ->
                batch.getVerdicts().stream()
                        .filter(late -> late.getPolicyVersion().equals(policyVersion))
                        .forEach(late -> note(late.getAgent(), late.getSequence(), late.getDecision()));
            default -> {
                // The end of a pend, or another policy's.
            }
        }
    }

    private void note(String agent, long sequence, Decision decision) {
        if (decision.getAction() == DecisionAction.PENDED || decision.getAction() == DecisionAction.HELD) {
            return;
        }
        String before = byAgent.computeIfAbsent(agent, key -> new HashMap<>()).put(sequence, text(decision));
        assertThat(before)
                .as("a second verdict of packet %d of %s", sequence, agent)
                .isNull();
        count++;
    }

    private static String text(Decision decision) {
        return String.join(
                " ",
                decision.getAction().name().toLowerCase(Locale.ROOT),
                String.valueOf(decision.getLayer()),
                String.valueOf(decision.getSubLayer()),
                String.valueOf(decision.getFilter()),
                String.valueOf(decision.getCallout()),
                String.valueOf(decision.getReason()));
    }

    /** Action, layer, sublayer, filter, callout and reason of a packet; null where it has no verdict. */
    String of(String agent, long sequence) {
        return byAgent.getOrDefault(agent, Map.of()).get(sequence);
    }

    long count() {
        return count;
    }
}
