// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.rows.RowOptions;
import io.penstock.ingest.rows.RowSource;
import io.penstock.ingest.rows.RowSources;
import io.penstock.schemas.WireException;
import io.penstock.testsupport.KafkaExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stream and offline agree on every packet (invariant I5): what {@code run} leaves on {@code penstock.verdicts} is what {@code evaluate} says, under the
 * sample policy and under a random one that pends a tenth of the flows, whatever the number of partitions.
 *
 * <p>The build runs each policy and each number of partitions once, {@code -Dpenstock.stream=long} each with each. A failure names the seed of the random
 * policy; {@code -Dpenstock.seed=N} runs it again.
 */
class StreamAgreesWithEvaluationIT {
    @RegisterExtension
    static final KafkaExtension ONE_PARTITION = KafkaExtension.withTopics(1);

    @RegisterExtension
    static final KafkaExtension FOUR_PARTITIONS = KafkaExtension.withTopics(4);

    private static final long SEED = Long.getLong("penstock.seed", 20_261_121L);
    private static final int SHOWN = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("policiesAndPartitions")
    void shouldAgreeOnTheSamples(String policy, int partitions) throws IOException, WireException {
        String office = CommandRun.repository("samples/office.pcapng");
        String server = CommandRun.repository("samples/server.pcap");
        // Another document than for the reference captures, and so another version: verdicts are told apart by it.
        compare(List.of(office, server), policyFile(policy, SEED + 1), partitions);
    }

    @ParameterizedTest
    @MethodSource("policiesAndPartitions")
    void shouldAgreeOnTheReferenceCaptures(String policy, int partitions) throws IOException, WireException {
        Path captures = Path.of(System.getProperty("penstock.data", "../shared/data"), "captures");
        assumeTrue(Files.isDirectory(captures), "no reference captures at " + captures);
        try (Stream<Path> files = Files.list(captures)) {
            compare(files.map(Path::toString).sorted().toList(), policyFile(policy, SEED), partitions);
        }
    }

    static Stream<Arguments> policiesAndPartitions() {
        Stream<Arguments> each = Stream.of(Arguments.of("sample", 4), Arguments.of("random", 1));
        return System.getProperty("penstock.stream", "").equals("long")
                ? Stream.concat(each, Stream.of(Arguments.of("sample", 1), Arguments.of("random", 4)))
                : each;
    }

    private Path policyFile(String policy, long seed) throws IOException {
        Path file = folder.resolve("policy.yaml");
        if (policy.equals("random")) {
            System.out.println("random policy of seed " + seed);
            return Files.writeString(file, RandomPendingPolicy.of(seed));
        }
        String sample = Files.readString(Path.of(CommandRun.repository("samples/policy.yaml")));
        return Files.writeString(
                file, sample.replace("pend.timeout: 60s", "pend.timeout: " + (600 + seed - SEED) + "s"));
    }

    private static void compare(List<String> captures, Path policy, int partitions) throws IOException, WireException {
        String bootstrap = (partitions == 1 ? ONE_PARTITION : FOUR_PARTITIONS).bootstrapServers();
        JsonNode summary = run(captures, policy, bootstrap);
        PublishedVerdicts published =
                PublishedVerdicts.read(bootstrap, summary.get("policyVersion").asText());
        assertThat(published.count()).isEqualTo(summary.get("packets").asLong());
        assertThat(differences(captures, policy, published)).isEmpty();
        assertThat(summary.get("pended").asLong()).as("pends").isPositive();
    }

    private static JsonNode run(List<String> captures, Path policy, String bootstrap) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run"));
        arguments.addAll(captures);
        arguments.addAll(List.of("--bootstrap", bootstrap, "--policy", policy.toString(), "--json"));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode summary = JSON.readTree(run.out());
        RunBooks.assertBalanced(summary);
        return summary;
    }

    /** Where they differ: file, number, what the stream says, what the evaluation says. */
    private static List<String> differences(List<String> captures, Path policy, PublishedVerdicts published)
            throws IOException {
        Map<String, String> agents = agents(captures);
        List<String> differences = new ArrayList<>();
        for (JsonNode line : evaluate(captures, policy)) {
            String file = line.get("file").asText();
            long number = line.get("n").asLong();
            String stream = published.of(agents.get(file), number);
            String offline = text(line);
            if (!offline.equals(stream) && differences.size() < SHOWN) {
                differences.add(
                        Path.of(file).getFileName() + " " + number + ": stream " + stream + ", offline " + offline);
            }
        }
        return differences;
    }

    private static List<JsonNode> evaluate(List<String> captures, Path policy) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("evaluate"));
        arguments.addAll(captures);
        arguments.addAll(List.of("--policy", policy.toString(), "--format", "jsonl"));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.out().split("\n")) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static Map<String, String> agents(List<String> captures) throws IOException {
        List<CaptureSource> sources =
                captures.stream().map(file -> CaptureSource.of(file, System.in)).toList();
        Map<String, String> agents = new HashMap<>();
        try (RowSources opened = RowSources.open(sources, RowOptions.DEFAULT)) {
            for (RowSource source : opened.agents()) {
                agents.put(source.files().getFirst(), source.agent());
            }
        }
        return agents;
    }

    private static String text(JsonNode line) {
        return String.join(
                " ",
                Arrays.stream(new String[] {"action", "layer", "sublayer", "filter", "callout", "reason"})
                        .map(field -> line.has(field) ? line.get(field).asText() : "null")
                        .toList());
    }
}
