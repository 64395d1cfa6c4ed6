// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
    @TempDir
    private Path folder;

    @Test
    void shouldAcceptTheSamplePolicy() {
        CommandRun run = CommandRun.of("policy", "validate", CommandRun.repository("samples/policy.yaml"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.outLines()).singleElement().asString().contains("valid", "filters", "version");
    }

    @Test
    void shouldTellEveryErrorOfEveryFileOnALineOfItsOwn() throws IOException {
        Path bad = folder.resolve("bad.yaml");
        Files.writeString(bad, """
            filters:
              - filterKey: one
                layerKey: FWPM_LAYER_NONE_SUCH
                action: { type: FWP_ACTION_BLOCK }
              - filterKey: two
                layerKey: FWPM_LAYER_INBOUND_TRANSPORT_V4
                action: { type: FWP_ACTION_BLOK }
            """);
        CommandRun run = CommandRun.of("policy", "validate", bad.toString(), "/nowhere.yaml");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.errLines()).hasSize(3).allMatch(line -> line.startsWith("penstock: "));
        assertThat(run.err()).contains(bad + ":3:", bad + ":7:", "/nowhere.yaml: no such file");
    }

    @Test
    void shouldNameTheInertCalloutsOfAPolicy() {
        String policy = """
            filters:
              - filterKey: one
                displayData: { name: one }
                layerKey: FWPM_LAYER_INBOUND_TRANSPORT_V4
                action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: FWPM_CALLOUT_IPSEC_INBOUND_TRANSPORT_V4 }
            """;
        CommandRun run = CommandRun.withInput(policy.getBytes(StandardCharsets.UTF_8), "policy", "validate", "-");

        assertThat(run.exitCode()).isZero();
        assertThat(run.outLines())
                .anyMatch(line -> line.startsWith("-: inert callout FWPM_CALLOUT_IPSEC_INBOUND_TRANSPORT_V4"
                        + " (WFP Built-in IPsec Inbound Transport v4 Layer Callout)"));
    }

    @Test
    void shouldReadStandardInput() {
        CommandRun run =
                CommandRun.withInput("filters: []\n".getBytes(StandardCharsets.UTF_8), "policy", "validate", "-");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void shouldAskForASubcommand() {
        CommandRun run = CommandRun.of("policy");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.errLines()).singleElement().asString().contains("--help");
    }
}
