// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.testsupport.KafkaExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Address translation over the whole pipeline: clones go to the partitions of their flows, and what leaves is what an evaluation in one place lets leave,
 * byte for byte; tshark sees the translated conversations.
 */
class AddressTranslationIT {
    @RegisterExtension
    static final KafkaExtension ONE_PARTITION = KafkaExtension.withTopics(1);

    @RegisterExtension
    static final KafkaExtension FOUR_PARTITIONS = KafkaExtension.withTopics(4);

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    /** Translates the local host's addresses in both directions, and refuses one of the flows that come out. */
    private static String policy(String callout) {
        return """
            policy: translation
            subLayers:
              - { subLayerKey: translation, weight: 0x4000 }
              - { subLayerKey: refusal, weight: 0x3000 }
            callouts:
              - { calloutKey: @CALLOUT@ }
            providerContexts:
              - providerContextKey: source
                type: FWPM_GENERAL_CONTEXT
                data:
                  translations:
                    - { source: 10.20.0.0/24, to: 192.0.2.0/24 }
                    - { source: "fd20::/64", to: "2001:db8:20::/64" }
                    - { source: 192.168.0.0/16, to: 198.18.0.0/16 }
              - providerContextKey: destination
                type: FWPM_GENERAL_CONTEXT
                data:
                  translations:
                    - { destination: 10.20.0.0/24, to: 192.0.2.0/24 }
                    - { destination: "fd20::/64", to: "2001:db8:20::/64" }
                    - { destination: 192.168.0.0/16, to: 198.18.0.0/16 }
            filters:
              - filterKey: translate-source
                layerKey: [FWPM_LAYER_OUTBOUND_IPPACKET_V4, FWPM_LAYER_OUTBOUND_IPPACKET_V6]
                subLayerKey: translation
                action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: @CALLOUT@ }
                providerContextKey: source
              - filterKey: translate-destination
                layerKey: [FWPM_LAYER_INBOUND_IPPACKET_V4, FWPM_LAYER_INBOUND_IPPACKET_V6]
                subLayerKey: translation
                action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: @CALLOUT@ }
                providerContextKey: destination
              - filterKey: no-shell-after-translation
                layerKey: FWPM_LAYER_ALE_AUTH_CONNECT_V4
                subLayerKey: refusal
                filterCondition:
                  - { fieldKey: FWPM_CONDITION_IP_LOCAL_ADDRESS, matchType: FWP_MATCH_EQUAL, conditionValue: 192.0.2.10 }
                  - { fieldKey: FWPM_CONDITION_IP_REMOTE_PORT, matchType: FWP_MATCH_EQUAL, conditionValue: 22 }
                action: { type: FWP_ACTION_BLOCK }
            """.replace("@CALLOUT@", callout);
    }

    @Test
    void shouldLetTheTranslatedConversationsLeave() throws IOException {
        Path office = Path.of(CommandRun.repository("samples/office.pcapng"));
        Path egress = folder.resolve("egress.pcapng");
        evaluate(List.of(office.toString()), "penstock-nat", egress);

        List<String> expected = ends(office).stream()
                .map(line -> line.replace("10.20.0.10,", "192.0.2.10,").replace("fd20::10,", "2001:db8:20::10,"))
                .filter(line -> !line.matches("192\\.0\\.2\\.10,[^,]*,,,[0-9]+,22,[0-9]+"))
                .filter(line -> !line.matches("[^,]*,192\\.0\\.2\\.10,,,22,[0-9]+,[0-9]+"))
                .toList();
        assertThat(ends(egress)).isEqualTo(expected);
        assertThat(Tshark.badChecksums(egress)).isEqualTo(Tshark.badChecksums(office));
    }

    /** The ends of TCP segments; fragments that leave are not shown at OUTBOUND_IPPACKET, so they are not translated. */
    private static List<String> ends(Path capture) throws IOException {
        return Tshark.fields(
                        capture, "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "tcp.srcport", "tcp.dstport", "frame.len")
                .stream()
                .filter(line -> line.matches(".*,[0-9]+,[0-9]+,[0-9]+"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"penstock-nat 1", "penstock-nat 4"})
    void shouldLeaveWhatAnEvaluationLetsLeave(String calloutAndPartitions) throws IOException {
        compare(List.of(CommandRun.repository("samples/office.pcapng")), calloutAndPartitions);
    }

    @Test
    void shouldLeaveWhatAnEvaluationLetsLeaveOfTheReferenceCaptures() throws IOException {
        Path captures = Path.of(System.getProperty("penstock.data", "../shared/data"), "captures");
        assumeTrue(Files.isDirectory(captures), "no reference captures at " + captures);
        compare(List.of(captures.resolve("mix-general-28k.pcap").toString()), "penstock-nat 4");
    }

    private void compare(List<String> captures, String calloutAndPartitions) throws IOException {
        String[] words = calloutAndPartitions.split(" ");
        Path offline = folder.resolve("offline.pcapng");
        evaluate(captures, words[0], offline);
        Path live = folder.resolve("live.pcapng");
        KafkaExtension cluster = words[1].equals("1") ? ONE_PARTITION : FOUR_PARTITIONS;
        List<String> arguments = new ArrayList<>(List.of("run"));
        arguments.addAll(captures);
        arguments.addAll(List.of("--bootstrap", cluster.bootstrapServers(), "--json"));
        arguments.addAll(List.of("--policy", policyFile(words[0]).toString(), "--egress", live.toString()));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode summary = JSON.readTree(run.out());
        RunBooks.assertBalanced(summary);
        assertThat(summary.get("injected").asLong()).isPositive();
        assertThat(Files.readAllBytes(live)).isEqualTo(Files.readAllBytes(offline));
    }

    private void evaluate(List<String> captures, String callout, Path egress) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("evaluate"));
        arguments.addAll(captures);
        arguments.addAll(List.of("--policy", policyFile(callout).toString(), "--egress", egress.toString()));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private Path policyFile(String callout) throws IOException {
        return Files.writeString(folder.resolve("policy.yaml"), policy(callout));
    }
}
