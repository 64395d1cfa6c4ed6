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

/**
 * What the flow statistics callout says of a capture, and what its sums must be: every packet counts at each end where it visits a transport layer, but for ICMP errors. What
 * visits none (no IP, malformed, forwarded, a fragment whose datagram another completes) belongs to no flow.
 */
record CountedFlows(
        List<JsonNode> flows, long packets, long bytes, long expectedPackets, long expectedBytes, long all) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static CountedFlows of(Path capture, Path folder) throws IOException {
        Path findings = folder.resolve("flows.jsonl");
        CommandRun run = CommandRun.of(
                "evaluate",
                capture.toString(),
                "--policy",
                CommandRun.repository("samples/callouts/flow-statistics.yaml"),
                "--findings",
                findings.toString(),
                "--format",
                "jsonl",
                "--explain");
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<JsonNode> flows = new ArrayList<>();
        long packets = 0;
        long bytes = 0;
        for (String line : Files.readAllLines(findings)) {
            JsonNode flow = JSON.readTree(line);
            flows.add(flow);
            packets += measure(flow, "packetsOut") + measure(flow, "packetsIn");
            bytes += measure(flow, "bytesOut") + measure(flow, "bytesIn");
        }
        long expectedPackets = 0;
        long expectedBytes = 0;
        List<String> lines = run.outLines();
        try (CaptureReader reader = CaptureReader.open(new CaptureSource.File(capture))) {
            CapturedPacket packet = new CapturedPacket();
            for (int i = 0; i < lines.size(); i++) {
                assertThat(reader.next(packet)).isTrue();
                int ends = ends(JSON.readTree(lines.get(i)));
                expectedPackets += ends;
                expectedBytes += ends * packet.wireLengthBytes();
            }
        }
        return new CountedFlows(flows, packets, bytes, expectedPackets, expectedBytes, lines.size());
    }

    static long measure(JsonNode flow, String name) {
        return flow.get("measures").get(name).asLong();
    }

    /** How many flows count it: a loopback packet is sent by one and received by another. */
    private static int ends(JsonNode line) {
        int transports = 0;
        for (JsonNode step : line.path("trace")) {
            String layer = step.path("layer").asText();
            if (step.path("step").asText().equals("visit")) {
                if (layer.contains("ICMP_ERROR")) {
                    return 0;
                }
                transports += layer.contains("BOUND_TRANSPORT_") ? 1 : 0;
            }
        }
        return transports;
    }
}
