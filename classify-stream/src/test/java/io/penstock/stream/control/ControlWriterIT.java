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
        long start = PolicyLog.read(client).active().revision();
        int before = records(0).size();
        try (ExecutorService writers = Executors.newFixedThreadPool(2)) {
            List<Future<?>> rivals = List.of(
                    writers.submit(() -> IntStream.range(0, CHANGES).forEach(this::activate)),
                    writers.submit(() -> IntStream.range(0, CHANGES).forEach(this::register)));
            for (Future<?> rival : rivals) {
                rival.get();
            }
        }
        // What is in force already is not written again.
        assertThat(activate(CHANGES - 1)).isEqualTo(start + CHANGES);
        register(CHANGES - 1);

        List<String> first = records(0);
        first = first.subList(before, first.size());
        assertThat(first)
                .hasSize(2 * CHANGES)
                .contains(revision(start + 1), revision(start + CHANGES), "callout 0 true");
        assertThat(first.stream().filter(line -> line.startsWith("revision")))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(records(1)).isEqualTo(records(0));
        assertThat(records(2)).isEqualTo(records(0));
    }

    @Test
    void shouldNotWriteWhatWasMadeForAnotherActivePolicy() throws Exception {
        ControlWriter writer = new ControlWriter(client);
        long first = writer.activate(policy("swap", 10));
        long second = writer.activate(policy("swap", 11));
        List<String> before = records(0);

        ActivationOutcome late = writer.activate(policy("swap", 12), List.of(), new Expectation.Revision(first));
        assertThat(late).isInstanceOfSatisfying(ActivationOutcome.Refused.class, refused -> {
            assertThat(refused.active().revision()).isEqualTo(second);
            assertThat(refused.active().version()).isEqualTo(version(11));
        });
        assertThat(writer.activate(policy("swap", 12), List.of(callout(20)), new Expectation.Version(version(10))))
                .isInstanceOf(ActivationOutcome.Refused.class);
        assertThat(records(0)).as("nothing of what was refused is written").isEqualTo(before);

        String brief = version(11).substring(0, 12);
        assertThat(writer.activate(policy("swap", 12), List.of(), new Expectation.Version(brief)))
                .isInstanceOfSatisfying(ActivationOutcome.Activated.class, activated -> {
                    assertThat(activated.revision().revision()).isEqualTo(second + 1);
                    assertThat(activated.before().version()).isEqualTo(version(11));
                    assertThat(activated.partitions()).isEqualTo(PARTITIONS);
                });
    }

    @Test
    void shouldActivateAPolicyAgainAfterOneOfAnotherNameWasActive() {
        ControlWriter writer = new ControlWriter(client);
        long first = writer.activate(policy("one", 20));
        assertThat(writer.activate(policy("two", 21))).isEqualTo(first + 1);
        assertThat(writer.activate(policy("one", 20))).isEqualTo(first + 2);
        assertThat(writer.activate(policy("one", 20))).isEqualTo(first + 2);
    }

    @Test
    void shouldKeepEveryActivationWithItsWriterAndItsDocument() throws Exception {
        ControlWriter writer = new ControlWriter(client);
        long start = PolicyLog.read(client).active().revision();
        writer.activate(policy("log", 30).by("ann@desk"));
        writer.activate(policy("log", 31).by("bob@desk"));
        writer.activate(policy("log", 30).by("ann@desk").restoring(start + 1));

        PolicyLog log = PolicyLog.read(client);
        List<ActivatedRevision> ours = log.revisions().stream()
                .filter(revision -> revision.revision() > start)
                .toList();
        assertThat(ours).extracting(ActivatedRevision::revision).containsExactly(start + 1, start + 2, start + 3);
        assertThat(ours).extracting(ActivatedRevision::writer).containsExactly("ann@desk", "bob@desk", "ann@desk");
        assertThat(ours).extracting(ActivatedRevision::restored).containsExactly(0L, 0L, start + 1);
        assertThat(ours).allSatisfy(revision -> assertThat(revision.timeMs()).isPositive());
        assertThat(log.active()).isEqualTo(ours.getLast());
        assertThat(new String(log.document(version(31)), StandardCharsets.UTF_8))
                .isEqualTo("policy: number-31");
    }

    private static PolicyToActivate policy(String name, int number) {
        return new PolicyToActivate(
                name, version(number), ("policy: number-" + number).getBytes(StandardCharsets.UTF_8));
    }

    private static CalloutToRegister callout(int number) {
        return new CalloutToRegister(
                "callout " + number, false, true, true, Duration.ZERO, CalloutDelivery.SHARED, 0, false);
    }

    private long activate(int number) {
        return new ControlWriter(client).activate(policy("default", number));
    }

    private static String version(int number) {
        return String.format("%02x", number + 1).repeat(32);
    }

    private void register(int number) {
        new ControlWriter(client).register(List.of(callout(number)));
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
            case PolicyActivation activation -> revision(activation.getRevision());
            case CalloutRegistered callout -> callout.getCalloutKey() + " " + callout.getRegistered();
            default -> throw new AssertionError("neither an activation nor a registration");
        };
    }

    /** Sorts as text as it does as a number. */
    private static String revision(long number) {
        return String.format("revision %03d", number);
    }
}
