// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
    void shouldSayHowAnExportBecomesAPolicyWhereADocumentIsExpected() {
        byte[] export = "<?xml version=\"1.0\"?>\n<wfpdiag/>".getBytes(StandardCharsets.UTF_8);

        CommandRun run = CommandRun.withInput(export, "policy", "validate", "-");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.errLines())
                .containsExactly("penstock: -:1:1: XML — expected a policy in YAML or JSON; penstock policy import-wfp"
                        + " makes one of a Windows machine's export");
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
    void shouldHaveShippedCalloutsCheckTheirConfigurationAndNameThePlace() throws IOException {
        Path policy = folder.resolve("nat.yaml");
        Files.writeString(policy, """
            callouts: [ { calloutKey: penstock-nat }, { calloutKey: penstock-signature }, { calloutKey: penstock-stream-edit } ]
            providerContexts:
              - providerContextKey: nat
                data:
                  translations:
                    - { source: 10.0.0.0/24, to: 192.0.2.0/24 }
                    - { source: 10.0.1.0/24, to: 192.0.2.0/25 }
              - providerContextKey: signatures
                data: { signatures: [ { name: one, text: a }, { name: two } ] }
              - providerContextKey: edits
                data: { edits: [ { find: a, replace: b, way: up } ] }
            filters:
              - filterKey: translate
                layerKey: FWPM_LAYER_OUTBOUND_IPPACKET_V4
                action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: penstock-nat }
                providerContextKey: nat
              - filterKey: inspect
                layerKey: FWPM_LAYER_OUTBOUND_TRANSPORT_V4
                action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: penstock-signature }
                providerContextKey: signatures
              - filterKey: edit
                layerKey: FWPM_LAYER_OUTBOUND_TRANSPORT_V4
                action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: penstock-stream-edit }
                providerContextKey: edits
            """);
        CommandRun run = CommandRun.of("policy", "validate", policy.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        String context = ": FWP_E_CONTEXT_INCOMPATIBLE_WITH_CALLOUT: ";
        assertThat(run.errLines())
                .containsExactly(
                        "penstock: " + policy + ":7:38" + context + "penstock-nat: translation 2: without ports, "
                                + "10.0.1.0/24 and 192.0.2.0/25 must be of equal length",
                        "penstock: " + policy + ":9:51" + context
                                + "penstock-signature: signature two needs either text or hex",
                        "penstock: " + policy + ":11:50" + context + "penstock-stream-edit: edit 1: unknown key way"
                                + " — expected name, find, findHex, replace, replaceHex, direction",
                        "penstock: " + policy
                                + ":22:15: FWP_E_INCOMPATIBLE_LAYER: penstock-stream-edit: it edits nothing at"
                                + " FWPM_LAYER_OUTBOUND_TRANSPORT_V4 — expected FWPM_LAYER_STREAM_V4 or"
                                + " FWPM_LAYER_STREAM_V6");
    }

    @Test
    void shouldAcceptTheSamplePoliciesOfTheShippedCallouts() throws IOException {
        try (Stream<Path> samples = Files.list(Path.of(CommandRun.repository("samples/callouts")))) {
            List<String> files = samples.map(Path::toString).sorted().toList();
            String[] command = Stream.concat(Stream.of("policy", "validate"), files.stream())
                    .toArray(String[]::new);
            CommandRun run = CommandRun.of(command);
            assertThat(run.err()).isEmpty();
            assertThat(run.outLines()).hasSameSizeAs(files);
        }
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
