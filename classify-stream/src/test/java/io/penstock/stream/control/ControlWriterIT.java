// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.AvroWire;
import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.CalloutRegistered;
import io.penstock.schemas.PolicyActivation;
import io.penstock.schemas.Topics;
import io.penstock.testsupport.KafkaExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ControlWriterIT {
    private static final int PARTITIONS = 3;
    private static final int CHANGES = 4;

    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(PARTITIONS);

    private final Map<String, Object> client = Map.of("bootstrap.servers", KAFKA.bootstrapServers());

    @Test
    void shouldWriteTheChangesOfRivalWritersInOneOrderToEveryPartition() throws Exception {
        try (ExecutorService writers = Executors.newFixedThreadPool(2)) {
            List<Future<?>> rivals = List.of(
                    writers.submit(() -> IntStream.range(0, CHANGES).forEach(this::activate)),
                    writers.submit(() -> IntStream.range(0, CHANGES).forEach(this::register)));
            for (Future<?> rival : rivals) {
                rival.get();
            }
        }
        // What is in force already is not written again.
        assertThat(activate(CHANGES - 1)).isEqualTo(CHANGES);
        register(CHANGES - 1);

        List<String> first = records(0);
        assertThat(first).hasSize(2 * CHANGES).contains("revision 1", "revision " + CHANGES, "callout 0 true");
        assertThat(first.stream().filter(line -> line.startsWith("revision")))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(records(1)).isEqualTo(first);
        assertThat(records(2)).isEqualTo(first);
    }

    private long activate(int number) {
        byte[] document = ("policy: number-" + number).getBytes(StandardCharsets.UTF_8);
        return new ControlWriter(client).activate(new PolicyToActivate("default", version(number), document));
    }

    private static String version(int number) {
        return Integer.toHexString(number + 1).repeat(64);
    }

    private void register(int number) {
        new ControlWriter(client)
                .register(List.of(new CalloutToRegister(
                        "callout " + number, false, true, true, Duration.ZERO, CalloutDelivery.SHARED, 0, false)));
    }

    private List<String> records(int partition) throws Exception {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("isolation.level", "read_committed");
        List<String> lines = new ArrayList<>();
        TopicPartition packets = new TopicPartition(Topics.PACKETS, partition);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(packets));
            consumer.seekToBeginning(List.of(packets));
            long end = consumer.endOffsets(List.of(packets)).get(packets);
            while (consumer.position(packets) < end) {
                for (var made : consumer.poll(Duration.ofMillis(100))) {
                    lines.add(line(made.value()));
                }
            }
        }
        return lines;
    }

    private static String line(byte[] value) throws Exception {
        return switch (AvroWire.decode(value)) {
            case PolicyActivation activation -> "revision " + activation.getRevision();
            case CalloutRegistered callout -> callout.getCalloutKey() + " " + callout.getRegistered();
            default -> throw new AssertionError("neither an activation nor a registration");
        };
    }
}
