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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decodes captures and holds each packet against what TShark printed of it. */
final class DecodeComparison {
    private final PacketDecoder decoder = new PacketDecoder();
    private final RowBuffer rows = new RowBuffer();
    private final boolean tunnels;
    private final DecodedLine line;
    private final List<String> differences = new ArrayList<>();
    private final List<String> checksumDifferences = new ArrayList<>();
    private long compared;

    /** Compares the outermost packet's columns with TShark's first occurrences, or, with tunnels, all occurrences with all. */
    DecodeComparison(boolean tunnels) {
        this.tunnels = tunnels;
        this.line = new DecodedLine(tunnels);
    }

    /** Packets held against the oracle: those that it does not call malformed. */
    long compared() {
        return compared;
    }

    /** A line for each packet that differs: capture, number, then {@code column=ours|TShark's} for each column that does. */
    List<String> differences() {
        return differences;
    }

    /** A line for each packet whose UDP checksum we judge differently. */
    List<String> checksumDifferences() {
        return checksumDifferences;
    }

    void compare(Path capture, Path answers) throws IOException {
        Path name = capture.getFileName();
        try (CaptureReader reader = CaptureReader.open(CaptureSource.of(capture.toString(), System.in));
                OracleLines oracle = new OracleLines(answers)) {
            CapturedPacket packet = new CapturedPacket();
            while (reader.next(packet)) {
                assertThat(oracle.next())
                        .as("%s has more packets than the oracle", name)
                        .isTrue();
                decode(packet);
                if (!oracle.callsItMalformed()) {
                    compared++;
                    compareColumns(name + " " + packet.number(), oracle);
                    compareUdpChecksum(name + " " + packet.number(), packet, oracle);
                }
            }
            assertThat(oracle.next())
                    .as("%s has fewer packets than the oracle", name)
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
                .filter(column -> tunnels ? column != DecodeColumn.MALFORMED : oracle.isComparable(column))
                .filter(column -> !theirs(oracle, column).contentEquals(line.cell(column)))
                .map(column -> column.title() + "=" + line.cell(column) + "|" + theirs(oracle, column))
                .collect(Collectors.joining(" "));
        if (!difference.isEmpty()) {
            differences.add(packet + " " + difference);
        }
    }

    private String theirs(OracleLines oracle, DecodeColumn column) {
        return tunnels ? oracle.all(column.title()) : oracle.first(column.title());
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
}
