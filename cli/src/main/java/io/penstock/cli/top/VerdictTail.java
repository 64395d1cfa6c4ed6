// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.top;

import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.schemas.Decision;
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
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts the final verdicts that are committed from when it is opened, by agent and host. One thread. */
final class VerdictTail implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final WireReader wire = new WireReader();
    private final Map<String, AgentVerdicts> agents = new HashMap<>();

    VerdictTail(KafkaClientSettings kafka) {
        Map<String, Object> settings = kafka.client();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        consumer = new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), WireFormat.of(settings).deserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.VERDICTS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.endOffsets(partitions).forEach(consumer::seek);
    }

    /** The verdicts up to now. */
    List<AgentVerdicts> read() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(record -> note(record.value()));
        }
        return List.copyOf(agents.values());
    }

    private void note(byte[] value) {
        SpecificRecord record;
        try {
            record = wire.read(value);
        } catch (WireException foreign) {
            // A view that goes on is worth more than one that ends at what it does not know.
            return;
        }
        switch (record) {
            case VerdictBatch batch -> note(batch);
            case LateVerdictBatch late -> late.getVerdicts().forEach(this::note);
            case LateVerdict late -> note(late);
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
            note(batch.getAgent(), batch.getHost(), batch.getDecisions().get(i), packets[i]);
        }
    }

    private void note(LateVerdict late) {
        note(late.getAgent(), late.getHost(), late.getDecision(), 1);
    }

    private void note(String agent, String host, Decision decision, long packets) {
        AgentVerdicts more = switch (decision.getAction()) {
            case PERMIT -> new AgentVerdicts(agent, host, packets, 0, 0, 0);
            case BLOCK -> new AgentVerdicts(agent, host, 0, packets, 0, 0);
            case ABSORB -> new AgentVerdicts(agent, host, 0, 0, packets, 0);
            case MALFORMED -> new AgentVerdicts(agent, host, 0, 0, 0, packets);
            // Their final verdict comes later.
            case PENDED, HELD -> new AgentVerdicts(agent, host, 0, 0, 0, 0);
        };
        agents.merge(agent + '\0' + host, more, AgentVerdicts::plus);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
