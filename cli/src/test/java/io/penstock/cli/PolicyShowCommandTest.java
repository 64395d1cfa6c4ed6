// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyShowCommandTest {
    private static final String SAMPLE = CommandRun.repository("samples/policy.yaml");

    @ParameterizedTest
    @ValueSource(strings = {"yaml", "json"})
    void shouldWriteADocumentThatReadsBackToTheSameVersion(String format) throws IOException, PolicyErrors {
        CommandRun run = CommandRun.of("policy", "show", SAMPLE, "--format", format);

        assertThat(run.exitCode()).isZero();
        byte[] original = Files.readAllBytes(Path.of(SAMPLE));
        assertThat(PolicyDocument.parse("again", run.out().getBytes(StandardCharsets.UTF_8))
                        .version())
                .isEqualTo(PolicyDocument.parse("original", original).version());
        assertThat(CommandRun.withInput(
                                run.out().getBytes(StandardCharsets.UTF_8), "policy", "show", "-", "--format", format)
                        .out())
                .isEqualTo(run.out());
    }

    @Test
    void shouldKeepCommentsInYaml() throws IOException {
        CommandRun run = CommandRun.of("policy", "show", SAMPLE, "--format", "yaml");

        List<String> written = Files.readAllLines(Path.of(SAMPLE)).stream()
                .filter(line -> line.strip().startsWith("#"))
                .map(String::strip)
                .toList();
        assertThat(written).isNotEmpty();
        assertThat(run.outLines().stream().map(String::strip)).containsAll(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filters-fr-2026-04-21.xml",
                "filters-fr-2026-04-21-crlf.xml",
                "filters-zh-2025-06.xml",
                "wfpstate-en-2024-10.xml",
                "wfpstate-small-2026-04.xml"
            })
    void shouldWriteTheDocumentOfAnExportThatReadsBackToItsVersion(String name) throws Exception {
        Path export = Path.of(System.getProperty("penstock.data", "../shared/data"))
                .resolve("wfp")
                .resolve(name);
        assumeTrue(Files.exists(export), "no real exports at " + export.getParent());
        String version = new ObjectMapper()
                .readTree(CommandRun.of("policy", "import-wfp", export.toString(), "--json")
                        .out())
                .get("policyVersion")
                .asText();

        byte[] document = CommandRun.of("policy", "show", export.toString(), "--format", "yaml")
                .out()
                .getBytes(StandardCharsets.UTF_8);

        assertThat(CommandRun.withInput(document, "policy", "validate", "-").out())
                .contains("version " + version);
    }

    @Test
    void shouldNameMembersAsWfpDoesInJson() throws IOException {
        JsonNode policy = new ObjectMapper()
                .readTree(CommandRun.of("policy", "show", SAMPLE, "--format", "json")
                        .out());

        JsonNode filter = policy.get("filters").get(0);
        assertThat(filter.get("filterKey").isTextual()).isTrue();
        assertThat(filter.get("layerKey").asText()).startsWith("FWPM_LAYER_");
        assertThat(filter.get("effectiveWeight").isTextual())
                .as("64 bits, which other readers round")
                .isTrue();
        assertThat(filter.get("filterCondition").get(0).get("matchType").asText())
                .startsWith("FWP_MATCH_");
    }

    @Test
    void shouldListSublayersAndFiltersInTheOrderInWhichTheyAreAsked() {
        List<String> lines = CommandRun.of("policy", "show", SAMPLE).outLines();

        int layer = lines.indexOf("ALE_AUTH_CONNECT_V4");
        List<String> connect =
                lines.subList(layer, layer + lines.subList(layer, lines.size()).indexOf(""));
        assertThat(connect)
                .filteredOn(line -> line.startsWith("  ") && !line.startsWith("    "))
                .containsExactly(
                        "  office-essentials, weight 49152",
                        "  office-firewall, weight 40960",
                        "  office-restrictions, weight 36864");
        assertThat(connect)
                .anySatisfy(line -> assertThat(line)
                        .contains("block-telnet@ALE_AUTH_CONNECT_V4", "block", "protocol = tcp, remote port = 23"));
        List<String> weights = connect.stream()
                .skip(2)
                .takeWhile(line -> line.startsWith("    "))
                .map(line -> line.strip().substring(0, 16))
                .toList();
        assertThat(weights).isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    @Test
    void shouldTellOfFiltersWithoutPartAndOfChangedSettings() {
        String policy = """
            settings: {pend.onTimeout: permit}
            filters: [{filterKey: boot, layerKey: STREAM_V4, action: BLOCK, flags: [BOOTTIME]}]
            """;
        String out = CommandRun.withInput(policy.getBytes(StandardCharsets.UTF_8), "policy", "show", "-")
                .out();
        assertThat(out)
                .contains("settings: pend.onTimeout: permit", "Without part in verdicts", "STREAM_V4  boot  block");
    }

    @Test
    void shouldRefuseAPolicyWithErrors() {
        CommandRun run = CommandRun.withInput("filters: 7".getBytes(StandardCharsets.UTF_8), "policy", "show", "-");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).isEmpty();
    }
}
