// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.ingest.capture.CaptureReader;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.capture.CapturedPacket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
    private static final String OFFICE = CommandRun.repository("samples/office.pcapng");
    private static final String SERVER = CommandRun.repository("samples/server.pcap");
    private static final List<String> FIELDS = List.of(
            "file",
            "n",
            "time",
            "direction",
            "action",
            "layer",
            "sublayer",
            "filter",
            "callout",
            "reason",
            "terminating",
            "policyVersion",
            "uncertain",
            "trace");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void shouldWriteALinePerPacketInOrderWithFieldsInTheirOrder() throws IOException {
        CommandRun run = CommandRun.of("evaluate", OFFICE, "--format", "jsonl");
        assertThat(run.exitCode()).isZero();
        assertThat(run.errLines()).singleElement().asString().contains("sample policy");
        List<JsonNode> lines = parse(run);
        assertThat(lines).hasSize(2978);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i).get("n").asInt()).isEqualTo(i + 1);
            List<String> names = new ArrayList<>();
            lines.get(i).fieldNames().forEachRemaining(names::add);
            assertThat(names)
                    .isSubsetOf(FIELDS)
                    .isSortedAccordingTo(java.util.Comparator.comparingInt(FIELDS::indexOf));
            assertThat(names).doesNotContain("file", "trace");
        }
        assertThat(run.outLines().getFirst()).startsWith("{\"n\":1,\"time\":1795260682.750775218,\"direction\":\"");
    }

    @Test
    void shouldNameTheFileFirstAndCountAnewWhereThereAreSeveral() throws IOException {
        CommandRun run = CommandRun.of("evaluate", OFFICE, SERVER, "--format", "jsonl");
        List<JsonNode> lines = parse(run);
        assertThat(lines).hasSize(2978 + 2972);
        assertThat(run.outLines().get(2978)).startsWith("{\"file\":\"" + SERVER + "\",\"n\":1,");
    }

    @Test
    void shouldExplainEveryVisitWhenAsked() throws IOException {
        CommandRun run = CommandRun.of("evaluate", OFFICE, "--format", "jsonl", "--explain");
        // A packet of a flow that is authorised, or blocked, may have that before its first visit.
        assertThat(parse(run))
                .allSatisfy(
                        line -> assertThat(line.get("trace").get(0).get("step").asText())
                                .isIn("visit", "standing"));
    }

    @Test
    void shouldBalanceTheBooksOfTheSamples() {
        CommandRun run = CommandRun.of("evaluate", OFFICE, SERVER);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("✓ The books balance", "✓ 5,950  packets  =");
    }

    @Test
    void shouldWriteWhatLeaves() throws IOException {
        Path left = folder.resolve("left.pcap");
        CommandRun run = CommandRun.of("evaluate", OFFICE, "--format", "jsonl", "--egress", left.toString());
        assertThat(run.exitCode()).isZero();
        long permitted = parse(run).stream()
                .filter(line -> line.get("action").asText().equals("permit"))
                .count();
        long packets = 0;
        try (CaptureReader reader = CaptureReader.open(new CaptureSource.File(left))) {
            CapturedPacket packet = new CapturedPacket();
            while (reader.next(packet)) {
                packets++;
            }
        }
        assertThat(packets).isEqualTo(permitted).isPositive();
    }

    @Test
    void shouldRefuseAPolicyWithAnUnknownLayerBeforeAnythingIsPrinted() throws IOException {
        Path policy = folder.resolve("policy.yaml");
        Files.writeString(policy, """
            filters:
              - filterKey: f
                layerKey: FWPM_LAYER_OUTBOUND_TRANSPRT_V4
                action: { type: FWP_ACTION_BLOCK }
            """);
        Path left = folder.resolve("left.pcap");
        CommandRun run = CommandRun.of("evaluate", OFFICE, "--policy", policy.toString(), "--egress", left.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).singleElement().asString().startsWith("penstock: " + policy + ":3:");
        assertThat(left).doesNotExist();
    }

    @Test
    void shouldTellEachBadInputOnALineOfItsOwn() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.pcap"));
        CommandRun run = CommandRun.of("evaluate", OFFICE, empty.toString(), "/nowhere.pcap");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).hasSize(2).allMatch(line -> line.startsWith("penstock: "));
    }

    @Test
    void shouldRefuseALocalPrefixThatIsNone() {
        CommandRun run = CommandRun.of("evaluate", OFFICE, "--local", "10.0.0.0/33");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.errLines()).singleElement().asString().contains("--local 10.0.0.0/33");
    }

    private static List<JsonNode> parse(CommandRun run) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.outLines()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
