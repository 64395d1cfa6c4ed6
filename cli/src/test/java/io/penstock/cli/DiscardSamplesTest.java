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

/** Samples of discarded packets: so many, so long, and the same whenever they are taken. */
class DiscardSamplesTest {
    private static final String OFFICE = CommandRun.repository("samples/office.pcapng");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private record Taken(List<Long> numbers, List<String> packets, byte[] file, int findings) {}

    private Taken take(String data, String name) throws IOException {
        Path policy = Files.writeString(
                folder.resolve(name + ".yaml"),
                Files.readString(Path.of(CommandRun.repository("samples/callouts/discard-samples.yaml")))
                        .replace("report: discards", data)
                        .replace("samples: { oneIn: 10, bytes: 2048 }", ""));
        Path samples = folder.resolve(name + ".pcapng");
        Path findings = folder.resolve(name + ".jsonl");
        CommandRun run = CommandRun.of(
                "evaluate",
                OFFICE,
                "--policy",
                policy.toString(),
                "--samples",
                samples.toString(),
                "--findings",
                findings.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<Long> numbers = new ArrayList<>();
        List<String> lines = Files.readAllLines(findings);
        for (String line : lines) {
            JsonNode found = JSON.readTree(line);
            if (found.has("sampled")) {
                numbers.add(found.get("n").asLong());
            }
        }
        List<String> packets = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(new CaptureSource.File(samples))) {
            CapturedPacket packet = new CapturedPacket();
            while (reader.next(packet)) {
                packets.add(packet.capturedLengthBytes() + " of " + packet.wireLengthBytes());
            }
        }
        return new Taken(numbers, packets, Files.readAllBytes(samples), lines.size());
    }

    @Test
    void shouldTakeTheSameOneInSoManyEachTime() throws IOException {
        Taken taken = take("samples: { oneIn: 10 }", "one");

        assertThat(take("samples: { oneIn: 10 }", "again").file()).isEqualTo(taken.file());
        assertThat(taken.packets()).hasSameSizeAs(taken.numbers());
        assertThat(taken.numbers()).doesNotHaveDuplicates().hasSizeBetween(15, 60);
        assertThat(taken.findings()).as("every discard is reported").isGreaterThan(300);
    }

    @Test
    void shouldTakeEveryOneWholeOrUpToSoManyBytes() throws IOException {
        Taken whole = take("samples: { oneIn: 1 }", "whole");
        Taken cut = take("samples: { oneIn: 1, bytes: 20 }", "cut");

        assertThat(whole.packets())
                .hasSize(whole.findings())
                .allMatch(text -> text.split(" of ")[0].equals(text.split(" of ")[1]));
        assertThat(cut.packets()).hasSameSizeAs(whole.packets()).allMatch(text -> text.startsWith("20 of "));
    }

    @Test
    void shouldReportSamplesAloneWhereThatIsAskedFor() throws IOException {
        Taken taken = take("{ report: samples, samples: { oneIn: 10 } }", "alone");

        assertThat(taken.findings()).isEqualTo(taken.numbers().size()).isPositive();
    }

    @Test
    void shouldSayInTheCaptureWhyAPacketWasDiscarded() throws IOException {
        Taken taken = take("samples: { oneIn: 10 }", "why");

        assertThat(new String(taken.file(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains(
                        "penstock-discard-logger GENERAL/FWPS_DISCARD_FIREWALL_POLICY: FWPS_DISCARD_FIREWALL_POLICY by "
                                + "block-scanner at FWPM_LAYER_INBOUND_IPPACKET_V4_DISCARD (packet "
                                + taken.numbers().getFirst()
                                + " of office.pcapng)");
    }

    @Test
    void shouldTakeNoneWithoutARateAndBeRefusedWithAWrongOne() throws IOException {
        assertThat(take("report: discards", "none").packets()).isEmpty();
        Path policy = Files.writeString(
                folder.resolve("wrong.yaml"),
                Files.readString(Path.of(CommandRun.repository("samples/callouts/discard-samples.yaml")))
                        .replace("oneIn: 10, bytes: 2048", "oneIn: 0, byte: 1"));
        CommandRun refused = CommandRun.of("policy", "validate", policy.toString());
        assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(refused.err())
                .contains(
                        "penstock-discard-logger: samples: oneIn is 0 — expected a number from 1 to 1000000000",
                        "penstock-discard-logger: samples: unknown key byte — expected oneIn, bytes");
    }

    @Test
    void shouldRefuseAFileThatCannotBeWritten() {
        CommandRun run = CommandRun.of("evaluate", OFFICE, "--samples", "/nowhere/samples.pcapng");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .startsWith("penstock: --samples /nowhere/samples.pcapng: ");
    }
}
