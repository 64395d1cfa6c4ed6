// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testsupport.ChildJvm;
import io.penstock.testsupport.KafkaExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Instances that share a re-classification as an application give, each of them, the bytes that one process alone gives, whoever was killed on the way. */
class ReclassifyApplicationIT {
    @RegisterExtension
    static final KafkaExtension ONE = KafkaExtension.withTopics(1);

    @RegisterExtension
    static final KafkaExtension TWO = KafkaExtension.withTopics(2);

    @RegisterExtension
    static final KafkaExtension FOUR = KafkaExtension.withTopics(4);

    /** Enough for a kill in the middle; {@code -Dpenstock.application.packets=N} for more. */
    private static final long PACKETS = Long.getLong("penstock.application.packets", 40_000);

    private static final String OFFICE = CommandRun.repository("samples/office.pcapng");
    private static final String OLD = CommandRun.repository("samples/policy.yaml");
    /** Between two looks: much less than a partition takes. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private static final String RESULTS = "penstock-reclassify-shared-results";
    private static final Duration PATIENCE = Duration.ofMinutes(2).plusMillis(PACKETS / 5);

    @TempDir
    private Path folder;

    private String edited;
    private String soon;

    @BeforeEach
    void editThePolicy() throws IOException {
        String text = Files.readString(Path.of(OLD))
                .replace("conditionValue: 443 }", "conditionValue: 8443 }")
                .replace("filterKey: permit-ssh", "filterKey: permit-secure-shell")
                .replace("conditionValue: 23 }", "conditionValue: 2323 }");
        edited = Files.writeString(folder.resolve("edited.yaml"), text).toString();
        // Whoever is killed is missed as soon as a broker allows.
        soon = Files.writeString(folder.resolve("soon.properties"), "main.consumer.session.timeout.ms=6000\n")
                .toString();
    }

    @Test
    void shouldGiveTheBytesOfALocalRunFromOneAndTwoPartitionsWithSeveralInstances() throws Exception {
        List<String> all = new ArrayList<>();
        for (KafkaExtension cluster : List.of(ONE, TWO)) {
            publish(cluster);
            Report local = run(cluster, "local", "--format", "jsonl");
            CompletableFuture<Report> other = CompletableFuture.supplyAsync(
                    () -> run(cluster, "other", "--format", "jsonl", "--application", "lines"));
            Report one = run(cluster, "one", "--format", "jsonl", "--application", "lines");

            assertThat(one.out()).isNotEmpty().isEqualTo(local.out());
            assertThat(one.page()).isEqualTo(local.page());
            assertThat(other.join()).isEqualTo(one);
            all.add(one.out());
        }
        assertThat(all.getFirst()).isEqualTo(all.getLast());
        assertThat(run(ONE, "later", "--format", "jsonl", "--application", "lines")
                        .out())
                .as("what is answered stays")
                .isEqualTo(all.getFirst());

        CommandRun wrong = CommandRun.of(arguments(ONE, "--json", "--application", "lines"));
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.errLines()).singleElement().asString().contains("another question");
    }

    @Test
    void shouldGiveTheBytesOfALocalRunThoughAnInstanceIsKilledAndStartedAgain() throws Exception {
        LoopedAgent.publish(FOUR.bootstrapServers(), OFFICE, PACKETS, PATIENCE);
        Report local = run(FOUR, "local", "--json");
        ChildJvm killed = instance("killed");
        awaitFirstResult();
        killed.kill();
        assertThat(partitionsWithResults()).as("parts are open at the kill").isLessThan(4);
        ChildJvm other = instance("other");
        ChildJvm again = instance("again");

        for (ChildJvm one : List.of(other, again)) {
            assertThat(one.awaitEnd(PATIENCE)).as(one.output().toString()).isZero();
        }

        assertThat(other.output().getLast()).isEqualTo(local.out().strip());
        assertThat(again.output().getLast()).isEqualTo(local.out().strip());
        assertThat(Files.readString(folder.resolve("other.html"))).isEqualTo(local.page());
        assertThat(Files.readString(folder.resolve("again.html"))).isEqualTo(local.page());
    }

    /** What a run left on standard output and in its page. */
    private record Report(String out, String page) {}

    private Report run(KafkaExtension cluster, String name, String... more) {
        Path page = folder.resolve(cluster.bootstrapServers().replace(':', '-') + name + ".html");
        CommandRun run = CommandRun.of(arguments(
                cluster,
                Stream.concat(Stream.of("--report", page.toString()), Stream.of(more))
                        .toArray(String[]::new)));
        assertThat(run.exitCode()).as(run.err()).isZero();
        try {
            return new Report(run.out(), Files.readString(page));
        } catch (IOException gone) {
            throw new AssertionError(gone);
        }
    }

    /** One partition at a time, so that some are open for a while. */
    private ChildJvm instance(String name) {
        return ChildJvm.start(
                PenstockCommand.class,
                arguments(
                        FOUR,
                        "--json",
                        "--application",
                        "shared",
                        "--parallel",
                        "1",
                        "--kafka-config",
                        soon,
                        "--report",
                        folder.resolve(name + ".html").toString()));
    }

    private String[] arguments(KafkaExtension cluster, String... more) {
        return Stream.concat(
                        Stream.of(
                                "reclassify",
                                "--bootstrap",
                                cluster.bootstrapServers(),
                                "--baseline",
                                OLD,
                                "--policy",
                                edited),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private static void publish(KafkaExtension cluster) {
        CommandRun run = CommandRun.of(
                "agent", "--capture", OFFICE, "--bootstrap", cluster.bootstrapServers(), "--incarnation", "7");
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private static void awaitFirstResult() {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            while (partitionsWithResults(consumer) == 0) {
                assertThat(System.nanoTime()).as("no result yet").isLessThan(giveUp);
                LockSupport.parkNanos(LOOK.toNanos());
            }
        }
    }

    private static long partitionsWithResults() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return partitionsWithResults(consumer);
        }
    }

    /** Those of a transaction that is under way count. */
    private static long partitionsWithResults(KafkaConsumer<byte[], byte[]> consumer) {
        if (!consumer.listTopics().containsKey(RESULTS)) {
            return 0;
        }
        List<TopicPartition> all = IntStream.range(0, 4)
                .mapToObj(p -> new TopicPartition(RESULTS, p))
                .toList();
        return consumer.endOffsets(all).values().stream().filter(end -> end > 0).count();
    }

    private static KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", FOUR.bootstrapServers(), "allow.auto.create.topics", false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
