// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.TransportChecksum;
import io.penstock.engine.packet.dissect.DecodeColumn;
import io.penstock.engine.packet.dissect.DecodedLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The decoder against TShark, packet by packet and column by column, over every reference capture. */
class DecodeOracleTest {
    private static final double REQUIRED_SHARE = 0.999;
    private static final Path ROOT = Path.of(System.getProperty("penstock.root", ".."));

    private final PacketDecoder decoder = new PacketDecoder();
    private final RowBuffer rows = new RowBuffer();
    private final DecodedLine line = new DecodedLine(false);
    private final List<String> differences = new ArrayList<>();
    private final List<String> checksumDifferences = new ArrayList<>();
    private long compared;

    @BeforeEach
    void decodeEveryCapture() throws IOException {
        for (ReferenceCaptures.Entry entry : ReferenceCaptures.entries().toList()) {
            compare(entry);
        }
    }

    @Test
    void shouldAgreeWithTheOracleButForTheDifferencesThatTheDocumentationLists() throws IOException {
        assertThat(compared).isPositive();
        assertThat(differences).isEqualTo(documentedDifferences());
        assertThat(1.0 - (double) differences.size() / compared).isGreaterThanOrEqualTo(REQUIRED_SHARE);
    }

    @Test
    void shouldAgreeWithTheOracleOnUdpChecksums() {
        assertThat(checksumDifferences).isEmpty();
    }

    private void compare(ReferenceCaptures.Entry entry) throws IOException {
        try (CaptureReader reader =
                        CaptureReader.open(CaptureSource.of(entry.file().toString(), System.in));
                OracleLines oracle = new OracleLines(ReferenceCaptures.folder(), entry.toString())) {
            CapturedPacket packet = new CapturedPacket();
            while (reader.next(packet)) {
                assertThat(oracle.next())
                        .as("%s has more packets than the oracle", entry)
                        .isTrue();
                decode(packet);
                if (!oracle.callsItMalformed()) {
                    compared++;
                    compareColumns(entry + " " + packet.number(), oracle);
                    compareUdpChecksum(entry + " " + packet.number(), packet, oracle);
                }
            }
            assertThat(oracle.next())
                    .as("%s has fewer packets than the oracle", entry)
                    .isFalse();
        }
    }

    private void decode(CapturedPacket packet) {
        rows.clear();
        decoder.decode(
                packet.buffer(),
                packet.offset(),
                packet.capturedLengthBytes(),
                packet.wireLengthBytes(),
                packet.linkType(),
                packet.number(),
                packet.captureTimeNanos(),
                packet.interfaceId(),
                rows);
        String time = packet.captureTime().toString();
        line.read(rows.rows(), 0, packet.buffer(), packet.offset(), packet.capturedLengthBytes(), time);
    }

    private void compareColumns(String packet, OracleLines oracle) {
        String difference = Stream.of(DecodeColumn.values())
                .filter(oracle::isComparable)
                .filter(column -> !oracle.first(column.title()).contentEquals(line.cell(column)))
                .map(column -> column.title() + "=" + line.cell(column) + "|" + oracle.first(column.title()))
                .collect(Collectors.joining(" "));
        if (!difference.isEmpty()) {
            differences.add(packet + " " + difference);
        }
    }

    private void compareUdpChecksum(String at, CapturedPacket packet, OracleLines oracle) {
        String expected = oracle.first("udp.checksum.status");
        if (expected.isEmpty() || oracle.carriesAnotherPacket() || !isUdp()) {
            return;
        }
        int limit = packet.offset() + packet.capturedLengthBytes();
        TransportChecksum.Status found = TransportChecksum.of(rows.rows(), 0, packet.buffer(), packet.offset(), limit);
        if (found.ordinal() != Integer.parseInt(expected)) {
            checksumDifferences.add(at + " " + found + "|" + expected);
        }
    }

    private boolean isUdp() {
        return PacketRow.kind(rows.rows(), 0) != PacketRow.KIND_MALFORMED
                && PacketRow.ipProtocol(rows.rows(), 0) == IpProtocol.UDP;
    }

    /** The lines of the page's code block: capture, packet, then each column that differs with our value and TShark's. */
    private static List<String> documentedDifferences() throws IOException {
        List<String> page = Files.readAllLines(ROOT.resolve("docs").resolve("decode-differences.md"));
        int from = page.indexOf("```text") + 1;
        assertThat(from).as("the page's code block").isPositive();
        return page.subList(from, from + page.subList(from, page.size()).indexOf("```"));
    }
}
