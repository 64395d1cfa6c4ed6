// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PolicyLintCommandTest {
    private static final String HIDDEN = """
        filters:
          - {filterKey: all, layerKey: ALE_AUTH_CONNECT_V4, weight: 9, action: PERMIT}
          - filterKey: hidden
            layerKey: ALE_AUTH_CONNECT_V4
            weight: 8
            action: BLOCK
        """;

    @Test
    void shouldNameFileLineRuleAndReasonAndExitWithOne() {
        CommandRun run = lint(HIDDEN);

        assertThat(run.exitCode()).isEqualTo(ExitCode.FOUND);
        assertThat(run.outLines())
                .containsExactly("-:3: shadowed: hidden: never asked: all comes first in sublayer"
                        + " FWPM_SUBLAYER_UNIVERSAL, matches all that it matches, and permits");
    }

    @Test
    void shouldExitWithZeroWhereNothingIsFound() {
        CommandRun run = lint("filters: [{filterKey: one, layerKey: ALE_AUTH_CONNECT_V4, action: BLOCK}]");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).containsExactly("penstock: -: nothing found");
    }

    @Test
    void shouldWriteAnArrayForPrograms() throws IOException {
        CommandRun run = CommandRun.withInput(HIDDEN.getBytes(StandardCharsets.UTF_8), "policy", "lint", "-", "--json");

        JsonNode finding = new ObjectMapper().readTree(run.out()).get(0);
        assertThat(finding.get("rule").asText()).isEqualTo("shadowed");
        assertThat(finding.get("filter").asText()).isEqualTo("hidden");
        assertThat(finding.get("other").asText()).isEqualTo("all");
        assertThat(finding.get("line").asInt()).isEqualTo(3);
    }

    @Test
    void shouldFindTheBlockThatTheSamplePolicyLosesToAHardPermit() {
        CommandRun run = CommandRun.of("policy", "lint", CommandRun.repository("samples/policy.yaml"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.FOUND);
        assertThat(run.out()).contains("overruled: quarantine-without-veto");
    }

    @Test
    void shouldNameTheLineOfAnExportWhereTheFilterBegins() {
        CommandRun run = lint("""
            <wfpdiag><filters>
            <item><filterKey>{00000000-0000-0000-0000-0000000000f1}</filterKey>
              <layerKey>FWPM_LAYER_INBOUND_TRANSPORT_FAST</layerKey>
              <action><type>FWP_ACTION_BLOCK</type></action></item>
            </filters></wfpdiag>
            """);

        assertThat(run.exitCode()).isEqualTo(ExitCode.FOUND);
        assertThat(run.outLines())
                .singleElement()
                .asString()
                .startsWith("-:2: never-matches: {00000000-0000-0000-0000-0000000000f1}");
    }

    private static CommandRun lint(String policy) {
        return CommandRun.withInput(policy.getBytes(StandardCharsets.UTF_8), "policy", "lint", "-");
    }
}
