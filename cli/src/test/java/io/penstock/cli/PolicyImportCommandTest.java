// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyImportCommandTest {
    private static final Path EXPORTS =
            Path.of(System.getProperty("penstock.data", "../shared/data")).resolve("wfp");
    private static final String EXPORT = """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <wfpdiag><filters numItems="1"><item>
          <filterKey>{00000000-0000-0000-0000-0000000000f1}</filterKey>
          <displayData><name>allow dns</name><description/></displayData>
          <flags numItems="1"><item>FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT</item></flags>
          <layerKey>FWPM_LAYER_ALE_AUTH_CONNECT_V4</layerKey>
          <subLayerKey>{00000000-0000-0000-0000-0000000000aa}</subLayerKey>
          <filterCondition numItems="2">
            <item><fieldKey>FWPM_CONDITION_IP_PROTOCOL</fieldKey><matchType>FWP_MATCH_EQUAL</matchType>
              <conditionValue><type>FWP_UINT8</type><uint8>17</uint8></conditionValue></item>
            <item><fieldKey>FWPM_CONDITION_ALE_APP_ID</fieldKey><matchType>FWP_MATCH_EQUAL</matchType>
              <conditionValue><type>FWP_BYTE_BLOB_TYPE</type><byteBlob><data>6100</data></byteBlob></conditionValue></item>
          </filterCondition>
          <action><type>FWP_ACTION_CALLOUT_TERMINATING</type>
            <filterType>{00000000-0000-0000-0000-0000000000cc}</filterType></action>
          <filterId>70001</filterId>
          <effectiveWeight><type>FWP_UINT64</type><uint64>10376303455319883776</uint64></effectiveWeight>
        </item></filters></wfpdiag>
        """;

    @TempDir
    private Path folder;

    private String export() throws IOException {
        Path file = folder.resolve("filters.xml");
        Files.writeString(file, EXPORT);
        return file.toString();
    }

    @Test
    void shouldReportByLayerAndNameInertCalloutsAndWhatAVerdictCannotPromise() throws IOException {
        CommandRun run = CommandRun.of("policy", "import-wfp", export());

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.outLines().getFirst())
                .endsWith("filters.xml: 1 filters, 1 sublayers, 1 callouts, 0 providers, 0 provider contexts");
        assertThat(run.out())
                .contains("2 conditions", "ALE_AUTH_CONNECT_V4", "{00000000-0000-0000-0000-0000000000cc}")
                .contains("what a verdict cannot promise", "filter ALE_APP_ID", "only an agent that knows");
    }

    @Test
    void shouldWriteAPolicyOfTheVersionThatItReports() throws Exception {
        Path policy = folder.resolve("policy.yaml");
        CommandRun run = CommandRun.of(
                "policy",
                "import-wfp",
                export(),
                "-o",
                policy.toString(),
                "--json",
                "--sublayer-weight",
                "{00000000-0000-0000-0000-0000000000AA}=77");

        JsonNode report = new ObjectMapper().readTree(run.out());
        CommandRun validated = CommandRun.of("policy", "validate", policy.toString());
        assertThat(validated.outLines().getFirst())
                .endsWith("version " + report.get("policyVersion").asText());
        assertThat(Files.readString(policy))
                .contains("    filterId: 70001\n", "    effectiveWeight: 10376303455319883776\n", "weight: 77");
        assertThat(report.get("filters").asInt()).isEqualTo(1);
        assertThat(report.get("conditions").asInt()).isEqualTo(2);
        assertThat(report.get("carried").toString()).isEqualTo("{\"exact\":1,\"approximated\":0,\"inert\":1}");
        assertThat(report.get("notes"))
                .anyMatch(note -> note.get("field").asText().equals("FWPM_CONDITION_ALE_APP_ID")
                        && note.get("object").asText().equals("filter {00000000-0000-0000-0000-0000000000f1}"));
    }

    @Test
    void shouldWriteThePolicyToStandardOutputAndTheReportBesideIt() {
        byte[] input = EXPORT.getBytes(StandardCharsets.UTF_8);
        CommandRun run = CommandRun.withInput(input, "policy", "import-wfp", "-", "-o", "-");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("# Imported from -.\n").contains("filterId: 70001");
        assertThat(run.err()).contains("what a verdict cannot promise");
    }

    @Test
    void shouldRefuseWhatIsNoExportOnOneLineThatNamesThePlace() throws IOException {
        Path bad = folder.resolve("bad.xml");
        Files.writeString(bad, "<wfpdiag>\n<filters></wfpdiag>");
        CommandRun run = CommandRun.of("policy", "import-wfp", bad.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .startsWith("penstock: " + bad + ":2:12: not well-formed")
                .contains("expected");
        assertThat(CommandRun.of("policy", "import-wfp", "/nowhere.xml").err())
                .isEqualTo("penstock: /nowhere.xml: no such file or directory\n");
    }

    @Test
    void shouldImportARealMachinesState() throws Exception {
        Path state = EXPORTS.resolve("wfpstate-small-2026-04.xml");
        assumeTrue(Files.exists(state), "no real exports at " + EXPORTS);
        Path policy = folder.resolve("policy.yaml");
        CommandRun run = CommandRun.of("policy", "import-wfp", state.toString(), "-o", policy.toString(), "--json");

        JsonNode report = new ObjectMapper().readTree(run.out());
        assertThat(report.get("filters").asInt()).isEqualTo(200);
        JsonNode carried = report.get("carried");
        assertThat(carried.get("exact").asInt()
                        + carried.get("approximated").asInt()
                        + carried.get("inert").asInt())
                .isEqualTo(report.get("conditions").asInt());
        assertThat(CommandRun.of("policy", "validate", policy.toString()).exitCode())
                .isZero();
    }
}
