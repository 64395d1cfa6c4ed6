// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.cli.discards.CountsTopic;
import io.penstock.cli.discards.DiscardQuestion;
import io.penstock.cli.pipeline.KafkaClientSettings;
import io.penstock.engine.SpecRule;
import io.penstock.stream.counts.DiscardField;
import io.penstock.stream.counts.DiscardTotal;
import io.penstock.testsupport.ChildJvm;
import io.penstock.testsupport.KafkaExtension;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The discard counts of a cluster are those of the evaluation, in one process or many, whoever is killed on the way.
 *
 * <p>In the build the start of the reference mix goes through processes that are killed; {@code -Dpenstock.faults=long} sends all of its 28,000 packets.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class DiscardsIT {
    private static final boolean LONG =
            System.getProperty("penstock.faults", "").equals("long");
    private static final String POLICY = CommandRun.repository("samples/policy.yaml");
    private static final Path OFFICE = Path.of(CommandRun.repository("samples/office.pcapng"));
    private static final Path MIX =
            Path.of(System.getProperty("penstock.data", "../shared/data"), "captures", "mix-general-28k.pcap");
    /** In either half of them some are blocked. */
    private static final int SOME_PACKETS = 12_000;

    private static final int FILE_HEADER_BYTES = 24;
    private static final int PACKET_HEADER_BYTES = 16;
    private static final int CAPTURED_LENGTH_AT = 8;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** Between two looks, so that what is waited for has the processors. */
    private static final Duration LOOK = Duration.ofMillis(100);

    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(2);

    @TempDir
    private Path folder;

    @Test
    @SpecRule("11 P13")
    void shouldCountWhatTheEvaluationBlocks() throws Exception {
        Path capture = Files.isRegularFile(MIX) ? MIX : OFFICE;
        Map<String, Long> expected = blockedByEvaluation(capture);
        assertThat(expected).hasSizeGreaterThan(3);
        String kafka = KAFKA.bootstrapServers();
        CommandRun run =
                CommandRun.of("run", capture.toString(), "--policy", POLICY, "--bootstrap", kafka, "--host", "whole");
        assertThat(run.exitCode()).as(run.err()).isZero();

        assertThat(ofHost("whole", counts(kafka, "host,reason,filter")))
                .as("no instance alive")
                .isEqualTo(expected);
        assertThat(sum(ofHost("whole", counts(kafka, "host,time,layer,callout"))))
                .isEqualTo(sum(expected));
        assertThat(discards(kafka, "time", "--since", "2100-01-01T00:00:00Z")
                        .out()
                        .strip())
                .isEqualTo("[]");
    }

    @Test
    @SpecRule("11 P13")
    void shouldCountOnceThoughTheTopologyIsKilledTwice() throws Exception {
        assumeTrue(Files.isRegularFile(MIX), "no reference captures at " + MIX);
        byte[] capture = LONG ? Files.readAllBytes(MIX) : start(Files.readAllBytes(MIX));
        Map<String, Long> expected = blockedByEvaluation(Files.write(folder.resolve("some.pcap"), capture));
        assertThat(expected).hasSizeGreaterThan(1);
        try (FaultCluster cluster = FaultCluster.start(folder, folder)) {
            runRoles(cluster, capture, sum(expected));
            assertThat(counts(cluster.bootstrapServers(), "reason,filter")).isEqualTo(expected);
        }
    }

    @Test
    void shouldGiveTheStoresOfAllInstancesWhicheverIsAsked() throws Exception {
        String kafka = KAFKA.bootstrapServers();
        Path office = folder.resolve("office.pcapng");
        SampleTraffic.write(office, LONG);
        CommandRun run =
                CommandRun.of("run", office.toString(), "--policy", POLICY, "--bootstrap", kafka, "--host", "asked");
        assertThat(run.exitCode()).as(run.err()).isZero();
        Map<String, Long> committed = counts(kafka, "host,reason,filter");
        try (ChildJvm one = instance("one");
                ChildJvm two = instance("two")) {
            List<String> addresses = List.of(address(one), address(two));
            String by = "host,reason,filter";
            await("answers of both", () -> addresses.stream().allMatch(each -> isWhole(each)));
            for (String each : addresses) {
                CommandRun asked = discards(kafka, by, "--ask", each);
                assertThat(asked.err()).contains("from the stores of all instances, asked at " + each);
                assertThat(rows(asked, by)).isEqualTo(committed);
            }
            CommandRun found = discards(kafka, by);
            assertThat(found.err()).contains("from the stores of all instances, asked at 127.0.0.1:");
            assertThat(rows(found, by)).isEqualTo(committed);

            two.kill();
            CommandRun without = discards(kafka, by, "--ask", addresses.getLast());
            assertThat(without.err()).contains("from penstock.discard-counts, read committed");
            assertThat(rows(without, by)).isEqualTo(committed);
        }
    }

    private ChildJvm instance(String name) {
        return ChildJvm.start(
                PenstockCommand.class,
                "classify",
                "--bootstrap",
                KAFKA.bootstrapServers(),
                "--http",
                "127.0.0.1:0",
                "--state-dir",
                folder.resolve(name).toString());
    }

    private static String address(ChildJvm instance) {
        return instance.awaitLine("penstock: metrics and health at http://", PATIENCE);
    }

    /** All partitions are answered for. */
    private static boolean isWhole(String address) {
        CommandRun asked = discards(KAFKA.bootstrapServers(), "host", "--ask", address);
        return asked.err().contains("from the stores of all instances");
    }

    /** Agent, topology and worker as processes of their own; the topology is killed while it works on either half. */
    private void runRoles(FaultCluster cluster, byte[] capture, long all) throws InterruptedException {
        cluster.classify(POLICY);
        cluster.addWorker(List.of(RoleCluster.CALLOUT));
        DiscardQuestion question = new DiscardQuestion(List.of(DiscardField.REASON), Long.MIN_VALUE);
        try (CountsTopic topic = CountsTopic.open(KafkaClientSettings.plain(cluster.bootstrapServers()), question);
                FedAgent agent = new FedAgent(cluster, capture, "--capture", "-")) {
            await("discards of the first half", () -> packets(topic) > 0);
            cluster.topology().kill();
            cluster.classifyAgain();
            cluster.awaitClassifying();
            long before = packets(topic);
            agent.letOn();
            await("discards of the second half", () -> packets(topic) > before || before == all);
            cluster.topology().kill();
            cluster.classifyAgain();
            agent.awaitEnd(PATIENCE);
            await("all discards", () -> packets(topic) >= all);
            // What would be counted twice is counted once the topology has nothing left to do.
            cluster.stop();
            assertThat(packets(topic)).isEqualTo(all);
        }
    }

    /** The first packets of a capture. */
    private static byte[] start(byte[] capture) {
        ByteBuffer bytes = ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN);
        int end = FILE_HEADER_BYTES;
        for (int i = 0; i < SOME_PACKETS; i++) {
            end += PACKET_HEADER_BYTES + bytes.getInt(end + CAPTURED_LENGTH_AT);
        }
        return Arrays.copyOf(capture, end);
    }

    private static long packets(CountsTopic topic) {
        return topic.totals().lines().stream().mapToLong(DiscardTotal::packets).sum();
    }

    private static void await(String what, BooleanSupplier done) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("no %s within %s", what, PATIENCE).isLessThan(end);
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private static Map<String, Long> blockedByEvaluation(Path capture) throws IOException {
        Map<String, Long> blocked = new TreeMap<>();
        for (String line : CommandRun.of("evaluate", capture.toString(), "--policy", POLICY, "--format", "jsonl")
                .outLines()) {
            JsonNode packet = JSON.readTree(line);
            if (packet.path("action").textValue().equals("block")) {
                blocked.merge(
                        packet.path("reason").asText() + " "
                                + packet.path("filter").asText("null"),
                        1L,
                        Long::sum);
            }
        }
        return blocked;
    }

    private static Map<String, Long> counts(String kafka, String by) throws IOException {
        return rows(discards(kafka, by), by);
    }

    private static Map<String, Long> rows(CommandRun discards, String by) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        for (JsonNode row : JSON.readTree(discards.out())) {
            StringBuilder key = new StringBuilder();
            for (String field : by.split(",")) {
                key.append(key.isEmpty() ? "" : " ").append(row.path(field).asText("null"));
            }
            counts.put(key.toString(), row.path("count").longValue());
        }
        return counts;
    }

    private static CommandRun discards(String kafka, String by, String... options) {
        String[] command = Stream.concat(
                        Stream.of("discards", "--json", "--bootstrap", kafka, "--by", by), Stream.of(options))
                .toArray(String[]::new);
        CommandRun run = CommandRun.of(command);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private static Map<String, Long> ofHost(String host, Map<String, Long> counts) {
        Map<String, Long> its = new TreeMap<>();
        counts.forEach((key, count) -> {
            if (key.startsWith(host + " ")) {
                its.put(key.substring(host.length() + 1), count);
            }
        });
        return its;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
