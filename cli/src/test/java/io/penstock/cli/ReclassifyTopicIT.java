// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.testsupport.ChildJvm;
import io.penstock.testsupport.KafkaExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Re-classification from the packets topic says the same whatever the number of partitions, and whoever was killed on the way. */
class ReclassifyTopicIT {
    @RegisterExtension
    static final KafkaExtension ONE = KafkaExtension.withTopics(1);

    @RegisterExtension
    static final KafkaExtension TWO = KafkaExtension.withTopics(2);

    @RegisterExtension
    static final KafkaExtension FOUR = KafkaExtension.withTopics(4);

    @RegisterExtension
    static final KafkaExtension CLASSIFIED = KafkaExtension.withTopics(4);

    private static final String OFFICE = CommandRun.repository("samples/office.pcapng");
    private static final String SERVER = CommandRun.repository("samples/server.pcap");
    private static final String OLD = CommandRun.repository("samples/policy.yaml");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Between two looks: much less than a partition takes. */
    private static final Duration LOOK = Duration.ofMillis(5);

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private String edited;

    @BeforeEach
    void editThePolicy() throws IOException {
        String text = Files.readString(Path.of(OLD))
                .replace("conditionValue: 443 }", "conditionValue: 8443 }")
                .replace("filterKey: permit-ssh", "filterKey: permit-secure-shell")
                .replace("conditionValue: 23 }", "conditionValue: 2323 }");
        edited = Files.writeString(folder.resolve("edited.yaml"), text).toString();
    }

    @Test
    void shouldReportTheSameFromOneTwoAndFourPartitionsAsFromTheCaptures() throws IOException {
        List<String> summaries = new ArrayList<>();
        List<String> pages = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (KafkaExtension cluster : List.of(ONE, TWO, FOUR)) {
            publish(cluster);
            Path page = folder.resolve(pages.size() + ".html");
            summaries.add(reclassify(cluster, "--baseline", OLD, "--json", "--report", page.toString())
                    .out());
            pages.add(Files.readString(page));
            lines.add(
                    reclassify(cluster, "--baseline", OLD, "--format", "jsonl").out());
        }

        assertThat(summaries).allMatch(summaries.getFirst()::equals);
        assertThat(pages).allMatch(pages.getFirst()::equals);
        assertThat(lines).allMatch(lines.getFirst()::equals);
        assertThat(lines.getFirst().lines()).allSatisfy(ReclassifyTopicIT::isNamedAsItsAgentNamesIt);
        JsonNode captures = JSON.readTree(CommandRun.of(
                        "reclassify", "--capture", OFFICE, SERVER, "--policy", edited, "--baseline", OLD, "--json")
                .out());
        JsonNode topic = JSON.readTree(summaries.getFirst());
        for (String count : List.of("packets", "unchanged", "moved", "changed", "unknown")) {
            assertThat(topic.get(count)).as(count).isEqualTo(captures.get(count));
        }
        assertThat(lines.getFirst().lines())
                .hasSize(topic.get("moved").asInt() + topic.get("changed").asInt());
    }

    /** Never by partition and offset, which are the cluster's. */
    private static void isNamedAsItsAgentNamesIt(String line) throws IOException {
        JsonNode packet = JSON.readTree(line);
        assertThat(packet.get("agent").asText()).isNotEmpty();
        assertThat(packet.get("incarnation").asLong()).isEqualTo(7);
        assertThat(packet.has("sequence")).isTrue();
        assertThat(packet.has("partition") || packet.has("offset")).isFalse();
    }

    @Test
    void shouldFindAgainstTheRecordedVerdictsWhatItFindsAgainstThePolicyThatGaveThem() {
        CommandRun run = CommandRun.of(
                "run", OFFICE, SERVER, "--policy", OLD, "--bootstrap", CLASSIFIED.bootstrapServers(), "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();

        String recorded = reclassify(CLASSIFIED, "--format", "jsonl").out();

        assertThat(recorded)
                .isNotEmpty()
                .isEqualTo(reclassify(CLASSIFIED, "--baseline", OLD, "--format", "jsonl")
                        .out());
        assertThat(CommandRun.of("reclassify", "--bootstrap", CLASSIFIED.bootstrapServers(), "--policy", OLD, "--json")
                        .out())
                .contains("\"moved\":0,\"changed\":0,\"unknown\":0");
    }

    @Test
    void shouldGiveTheSameReportAfterAKillInTheMiddle() throws IOException {
        publish(FOUR);
        String whole = reclassify(FOUR, "--baseline", OLD, "--json").out();
        Path state = folder.resolve("state");
        // One partition at a time, so that some are done and some are not.
        ChildJvm killed = ChildJvm.start(
                PenstockCommand.class,
                arguments(FOUR, "--baseline", OLD, "--json", "--parallel", "1", "--state", state.toString()));
        while (killed.isAlive() && results(state) == 0) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        killed.kill();
        killed.awaitEnd(PATIENCE);
        assertThat(results(state)).isPositive();

        CommandRun resumed = reclassify(FOUR, "--baseline", OLD, "--json", "--state", state.toString());

        assertThat(resumed.out()).isEqualTo(whole);
        assertThat(reclassify(FOUR, "--baseline", OLD, "--format", "jsonl", "--state", state.toString())
                        .out())
                .isEqualTo(
                        reclassify(FOUR, "--baseline", OLD, "--format", "jsonl").out());
        CommandRun other = CommandRun.of(arguments(FOUR, "--baseline", edited, "--json", "--state", state.toString()));
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.errLines()).singleElement().asString().contains("another question");
    }

    private static long results(Path state) throws IOException {
        if (!Files.isDirectory(state)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(state)) {
            return files.filter(file -> file.toString().endsWith(".result")).count();
        }
    }

    /** Publishes the samples; a second time they are seen to be there already. */
    private static void publish(KafkaExtension cluster) {
        CommandRun run = CommandRun.of(
                "agent",
                "--capture",
                OFFICE,
                "--capture",
                SERVER,
                "--bootstrap",
                cluster.bootstrapServers(),
                "--incarnation",
                "7");
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private CommandRun reclassify(KafkaExtension cluster, String... more) {
        CommandRun run = CommandRun.of(arguments(cluster, more));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private String[] arguments(KafkaExtension cluster, String... more) {
        return Stream.concat(
                        Stream.of("reclassify", "--bootstrap", cluster.bootstrapServers(), "--policy", edited),
                        Stream.of(more))
                .toArray(String[]::new);
    }
}
