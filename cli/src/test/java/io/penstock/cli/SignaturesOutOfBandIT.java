// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.cli.signature.SignatureCase;
import io.penstock.cli.signature.SignatureRuns;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.rows.RowOptions;
import io.penstock.ingest.rows.RowSource;
import io.penstock.ingest.rows.RowSources;
import io.penstock.schemas.AvroWire;
import io.penstock.schemas.Finding;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireException;
import io.penstock.testsupport.KafkaExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signature inspection finds the same in the packets that workers are given over a broker as directly in the captures: the rules of all reference cases together, over
 * the captures of some of them in the build and of all with {@code -Dpenstock.signatures=all}.
 */
class SignaturesOutOfBandIT {
    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(4);

    private static final boolean ALL =
            System.getProperty("penstock.signatures", "").equals("all");
    private static final int EVERY = 8;
    private static final Pattern SID = Pattern.compile("sid:\\s*\\d+");

    @TempDir
    private Path folder;

    @Test
    void shouldFindTheSameByWorkersOverABrokerAsDirectly() throws Exception {
        byte[] rules = rules();
        List<String> captures = captures();
        Path policy = Files.writeString(folder.resolve("policy.yaml"), SignatureRuns.policy(rules));

        JsonNode summary = run(captures, policy);

        Map<String, Set<String>> published = published();
        Map<String, String> agents = agents(captures);
        List<String> elsewhere = SignatureCase.documented("elsewhere");
        Set<String> differences = new TreeSet<>();
        int kinds = 0;
        for (String capture : captures) {
            Set<String> directly = SignatureRuns.directly(Path.of(capture), rules);
            kinds += directly.size();
            String name = Path.of(capture).getFileName().toString();
            SignatureRuns.differences(name, directly, published.getOrDefault(agents.get(capture), Set.of())).stream()
                    .filter(difference -> !elsewhere.contains(name))
                    .forEach(differences::add);
        }
        System.out.printf(
                "signatures over a broker: %d captures, %d packets pended, %d lines of findings%n",
                captures.size(), summary.get("pended").asLong(), kinds);
        assertThat(kinds).isPositive();
        assertThat(summary.get("pended").asLong()).isPositive();
        assertThat(differences).isEmpty();
    }

    /** Those of all cases that alert, with numbers of their own, since cases use the same ones: a case that passes or drops everything would silence the others. */
    private static byte[] rules() throws IOException {
        StringBuilder rules = new StringBuilder();
        int sid = 0;
        for (SignatureCase one : SignatureCase.all()) {
            for (String line : Files.readString(one.rules()).lines().toList()) {
                if (line.startsWith("alert ")) {
                    sid++;
                    rules.append(SID.matcher(line).replaceAll(Matcher.quoteReplacement("sid:" + sid)))
                            .append('\n');
                }
            }
        }
        return rules.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> captures() throws IOException {
        Set<String> captures = new TreeSet<>();
        for (SignatureCase one : SignatureCase.all()) {
            captures.add(one.capture().toString());
        }
        List<String> all = List.copyOf(captures);
        List<String> some = new ArrayList<>();
        for (int i = 0; i < all.size(); i += ALL ? 1 : EVERY) {
            some.add(all.get(i));
        }
        return some;
    }

    private static JsonNode run(List<String> captures, Path policy) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run"));
        arguments.addAll(captures);
        arguments.addAll(List.of("--bootstrap", KAFKA.bootstrapServers(), "--policy", policy.toString(), "--json"));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode summary = new ObjectMapper().readTree(run.out());
        RunBooks.assertBalanced(summary);
        return summary;
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

    /** What stands committed, by agent. */
    private static Map<String, Set<String>> published() throws WireException {
        Map<String, Set<String>> published = new HashMap<>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", KAFKA.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.FINDINGS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (AvroWire.decode(record.value()) instanceof Finding finding) {
                        SignatureRuns.add(
                                published.computeIfAbsent(finding.getAgent(), agent -> new TreeSet<>()),
                                finding.getKey(),
                                finding.getMessage(),
                                finding.getSequence());
                    }
                }
            }
        }
        return published;
    }
}
