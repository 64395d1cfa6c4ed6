// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.schemas.Injection;
import io.penstock.schemas.PendedBatch;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two out-of-band callouts in different sublayers, in worker processes of their own: the heavier one translates addresses, the lighter one inspects. The
 * lighter one is shown the translated clone and never the packet, for which it has no right; no clone comes back to who injected it.
 */
class CoexistingCalloutsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRANSLATION = "penstock-nat-worker";
    private static final String INSPECTION = "penstock-signature";
    private static final Duration LONGEST = Duration.ofSeconds(240);

    private static final String POLICY = """
        policy: coexistence
        subLayers:
          - { subLayerKey: heavy, weight: 0x5000 }
          - { subLayerKey: light, weight: 0x4000 }
        callouts:
          - { calloutKey: penstock-nat-worker }
          - { calloutKey: penstock-signature }
        providerContexts:
          - providerContextKey: translation
            type: FWPM_GENERAL_CONTEXT
            data: { translations: [ { source: 10.20.0.0/24, to: 192.0.2.0/24 } ] }
          - providerContextKey: signatures
            type: FWPM_GENERAL_CONTEXT
            data: { signatures: [ { name: never, text: "no packet has this text" } ] }
        filters:
          - filterKey: translate
            layerKey: FWPM_LAYER_OUTBOUND_TRANSPORT_V4
            subLayerKey: heavy
            filterCondition:
              - { fieldKey: FWPM_CONDITION_IP_PROTOCOL, matchType: FWP_MATCH_EQUAL, conditionValue: 17 }
            action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: penstock-nat-worker }
            providerContextKey: translation
          - filterKey: inspect
            layerKey: FWPM_LAYER_OUTBOUND_TRANSPORT_V4
            subLayerKey: light
            filterCondition:
              - { fieldKey: FWPM_CONDITION_IP_PROTOCOL, matchType: FWP_MATCH_EQUAL, conditionValue: 17 }
            action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: penstock-signature }
            providerContextKey: signatures
        """;

    @TempDir
    private Path folder;

    @Test
    void shouldShowTheLighterCalloutTheModifiedCloneOnly() throws Exception {
        String capture = CommandRun.repository("samples/office.pcapng");
        String policy = Files.writeString(folder.resolve("policy.yaml"), POLICY).toString();
        Set<Long> replaced = replaced(capture, policy);
        int expected = replaced.size();
        assertThat(expected).as("translated packets").isGreaterThan(20);
        try (RoleCluster cluster = RoleCluster.start(folder)) {
            cluster.classify(policy);
            cluster.worker(TRANSLATION);
            cluster.worker(INSPECTION);
            cluster.publish(List.of(capture));
            Map<String, List<SpecificRecord>> records = read(cluster.bootstrapServers(), expected);

            List<PendedPacket> translated = of(records, Topics.pended(TRANSLATION), PendedPacket.class);
            List<PendedPacket> inspected = of(records, Topics.pended(INSPECTION), PendedPacket.class);
            List<Long> packets = sequences(translated, "10.20.0.").stream()
                    .filter(replaced::contains)
                    .toList();
            assertThat(packets).as("each packet once").hasSize(expected);
            assertThat(sequences(translated, "192.0.2."))
                    .as("no clone of its own")
                    .isEmpty();
            assertThat(sequences(inspected, "192.0.2.")).as("each clone once").isEqualTo(packets);
            assertThat(sequences(inspected, "10.20.0."))
                    .as("nothing without the right")
                    .isEmpty();
            assertThat(of(records, Topics.INJECTIONS, Injection.class))
                    .extracting(Injection::getInjectionId)
                    .doesNotHaveDuplicates()
                    .hasSize(expected);
        }
    }

    /** The packets from addresses that begin so. */
    private static List<Long> sequences(List<PendedPacket> packets, String local) {
        return packets.stream()
                .filter(packet -> packet.getLocal().startsWith(local))
                .map(PendedPacket::getSequence)
                .sorted()
                .toList();
    }

    /** The packets that clones take the place of in an evaluation in one place. */
    private static Set<Long> replaced(String capture, String policy) throws IOException {
        CommandRun run = CommandRun.of("evaluate", capture, "--policy", policy, "--format", "jsonl");
        assertThat(run.exitCode()).as(run.err()).isZero();
        Set<Long> replaced = new HashSet<>();
        for (String line : run.outLines()) {
            JsonNode verdict = JSON.readTree(line);
            if (verdict.get("action").asText().equals("absorb")) {
                replaced.add(verdict.get("n").asLong());
            }
        }
        return replaced;
    }

    private static <T> List<T> of(Map<String, List<SpecificRecord>> records, String topic, Class<T> type) {
        return records.getOrDefault(topic, List.of()).stream()
                .flatMap(made -> made instanceof PendedBatch batch ? batch.getPackets().stream() : Stream.of(made))
                .filter(type::isInstance)
                .map(type::cast)
                .collect(Collectors.toList());
    }

    /** Everything committed, once so many packets have left. */
    private static Map<String, List<SpecificRecord>> read(String bootstrap, long expected)
            throws WireException, IOException {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrap, "isolation.level", "read_committed", "auto.offset.reset", "earliest");
        Map<String, List<SpecificRecord>> records = new HashMap<>();
        WireReader wire = new WireReader();
        long end = System.nanoTime() + LONGEST.toNanos();
        try (KafkaConsumer<ByteBuffer, byte[]> consumer =
                new KafkaConsumer<>(settings, (topic, bytes) -> null, new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : List.of(Topics.pended(TRANSLATION), Topics.pended(INSPECTION), Topics.INJECTIONS)) {
                consumer.partitionsFor(topic)
                        .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (records.getOrDefault(Topics.INJECTIONS, List.of()).size() < expected) {
                assertThat(System.nanoTime())
                        .as("time is up, having read %s", sizes(records))
                        .isLessThan(end);
                for (var received : consumer.poll(Duration.ofMillis(200))) {
                    records.computeIfAbsent(received.topic(), topic -> new ArrayList<>())
                            .add(wire.read(received.value()));
                }
            }
        }
        return records;
    }

    private static Map<String, Integer> sizes(Map<String, List<SpecificRecord>> records) {
        return records.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().size()));
    }
}
