// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.schemas.AvroWire;
import io.penstock.schemas.DocumentEncoding;
import io.penstock.schemas.PolicyActivation;
import io.penstock.schemas.Topics;
import io.penstock.stream.control.ActivatedRevision;
import io.penstock.stream.control.PolicyLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Follows a cluster's policy all the while, as a topology does and as the history command does, and fails at the first policy that is not whole or
 * revision that is not the next one. On a thread of its own until it is closed.
 */
final class PolicyWatcher implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final Map<String, Object> client;
    private final List<TopicPartition> partitions;
    private final Map<Integer, List<PolicyActivation>> activations = new TreeMap<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile boolean closing;
    private int looks;

    private PolicyWatcher(String bootstrapServers, int partitions) {
        client = Map.of("bootstrap.servers", bootstrapServers);
        this.partitions = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(Topics.PACKETS, partition))
                .toList();
        this.partitions.forEach(partition -> activations.put(partition.partition(), new ArrayList<>()));
        Thread.ofPlatform().name("policy-watcher").start(this::run);
    }

    static PolicyWatcher start(String bootstrapServers, int partitions) {
        return new PolicyWatcher(bootstrapServers, partitions);
    }

    private void run() {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closing || !isAtEnd(consumer)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    note(record.partition(), AvroWire.decode(PolicyActivation.class, record.value()));
                }
                look();
            }
            end.complete(null);
        } catch (Throwable failed) {
            end.completeExceptionally(failed);
        }
    }

    private boolean isAtEnd(KafkaConsumer<byte[], byte[]> consumer) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        return partitions.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition));
    }

    private void note(int partition, PolicyActivation activation) throws Exception {
        assertThat(activation.getRevision())
                .as("the next revision in partition " + partition)
                .isEqualTo(activations.get(partition).size() + 1);
        Policy policy = PolicyDocument.parse(
                "activation", DocumentEncoding.decode(activation.getDocument(), activation.getDocumentEncoding()));
        assertThat(policy.version()).isEqualTo(activation.getVersion());
        NumberedPolicy.requireWhole(policy);
        activations.get(partition).add(activation);
    }

    private void look() {
        PolicyLog log = PolicyLog.read(client);
        List<ActivatedRevision> revisions = log.revisions();
        assertThat(revisions.stream().mapToLong(ActivatedRevision::revision).toArray())
                .isEqualTo(IntStream.rangeClosed(1, revisions.size())
                        .asLongStream()
                        .toArray());
        if (!revisions.isEmpty()) {
            Policy policy = log.policy(log.active());
            assertThat(policy.version()).isEqualTo(log.active().version());
            NumberedPolicy.requireWhole(policy);
        }
        looks++;
    }

    /** Versions by revision, the same in every partition, once all that is there is read. */
    List<String> versions() {
        close();
        List<List<String>> each = activations.values().stream()
                .map(list -> list.stream().map(PolicyActivation::getVersion).toList())
                .toList();
        assertThat(each).allSatisfy(versions -> assertThat(versions).isEqualTo(each.getFirst()));
        assertThat(looks).isGreaterThan(1);
        return each.getFirst();
    }

    @Override
    public void close() {
        closing = true;
        end.join();
    }
}
