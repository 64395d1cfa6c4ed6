// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.testsupport.KafkaExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stream edit on HTTP, with longer replacements: what leaves, handshakes and untouched packets too, is put together by tshark to the edited text, with good
 * checksums and without a warning that the capture did not have; live as offline, byte for byte.
 */
class StreamEditIT {
    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(4);

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String POLICY = """
        policy: edit
        subLayers:
          - { subLayerKey: editing, weight: 0x4000 }
        callouts:
          - { calloutKey: penstock-stream-edit }
        providerContexts:
          - providerContextKey: edits
            type: FWPM_GENERAL_CONTEXT
            data:
              edits:
                - { name: agent, find: "User-Agent: ", replace: "X-Edited: on the way\\r\\nUser-Agent: " }
                - { name: status, find: "HTTP/1.1 200 OK", replace: "HTTP/1.1 200 Fine indeed" }
        filters:
          - filterKey: edit
            layerKey: [FWPM_LAYER_STREAM_V4, FWPM_LAYER_STREAM_V6]
            subLayerKey: editing
            action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: penstock-stream-edit }
            providerContextKey: edits
        """;

    @TempDir
    private Path folder;

    private String callout = "penstock-stream-edit";

    private static String edited(String text) {
        return text.replace("User-Agent: ", "X-Edited: on the way\r\nUser-Agent: ")
                .replace("HTTP/1.1 200 OK", "HTTP/1.1 200 Fine indeed");
    }

    @Test
    void shouldLeaveTheEditedTextOfTheSamples() throws IOException {
        Path capture = Path.of(CommandRun.repository("samples/office.pcapng"));
        Path egress = evaluate(capture);
        assertEdited(capture, egress, 40);
        assertThat(Files.readAllBytes(run(capture))).isEqualTo(Files.readAllBytes(egress));
    }

    @Test
    void shouldLeaveTheSameWhereWorkersEdit() throws IOException {
        Path capture = Path.of(CommandRun.repository("samples/office.pcapng"));
        byte[] inline = Files.readAllBytes(evaluate(capture));
        callout = "penstock-stream-edit-worker";
        assertThat(Files.readAllBytes(evaluate(capture)))
                .as("offline, as inline")
                .isEqualTo(inline);
        assertThat(Files.readAllBytes(run(capture))).as("live, as inline").isEqualTo(inline);
    }

    @Test
    void shouldLeaveTheEditedTextOfARealHttpCapture() throws IOException {
        Path captures = Path.of(System.getProperty("penstock.data", "../shared/data"), "captures");
        assumeTrue(Files.isDirectory(captures), "no reference captures at " + captures);
        Path capture = captures.resolve("ndpi-windowsupdate.pcap");
        Path egress = evaluate(capture);
        assertEdited(capture, egress, 1);
        assertThat(Files.readAllBytes(run(capture))).isEqualTo(Files.readAllBytes(egress));
    }

    /** Compares the first streams, and all checksums and warnings. */
    private static void assertEdited(Path capture, Path egress, int streams) throws IOException {
        List<byte[]> before = Tshark.follow(capture, streams);
        List<byte[]> after = Tshark.follow(egress, streams);
        assertThat(after).hasSameSizeAs(before).hasSizeGreaterThanOrEqualTo(2);
        int edits = 0;
        for (int i = 0; i < before.size(); i++) {
            String text = new String(before.get(i), ISO_8859_1);
            assertThat(new String(after.get(i), ISO_8859_1)).isEqualTo(edited(text));
            edits += edited(text).equals(text) ? 0 : 1;
        }
        assertThat(edits).isPositive();
        assertThat(Tshark.badChecksums(egress)).isSubsetOf(Tshark.badChecksums(capture));
        Map<String, Long> had = counted(Tshark.analysis(capture));
        counted(Tshark.analysis(egress))
                .forEach((warning, count) ->
                        assertThat(count).as(warning).isLessThanOrEqualTo(had.getOrDefault(warning, 0L)));
    }

    private static Map<String, Long> counted(List<String> warnings) {
        return warnings.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private Path evaluate(Path capture) throws IOException {
        Path egress = folder.resolve("offline.pcapng");
        CommandRun run =
                CommandRun.of("evaluate", capture.toString(), "--policy", policy(), "--egress", egress.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return egress;
    }

    private Path run(Path capture) throws IOException {
        Path egress = folder.resolve("live.pcapng");
        CommandRun run = CommandRun.of(
                "run",
                capture.toString(),
                "--bootstrap",
                KAFKA.bootstrapServers(),
                "--policy",
                policy(),
                "--egress",
                egress.toString(),
                "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode summary = JSON.readTree(run.out());
        RunBooks.assertBalanced(summary);
        assertThat(summary.get("injected").asLong()).isPositive();
        return egress;
    }

    private String policy() throws IOException {
        String policy = POLICY.replace("calloutKey: penstock-stream-edit", "calloutKey: " + callout);
        return Files.writeString(folder.resolve("policy.yaml"), policy).toString();
    }
}
