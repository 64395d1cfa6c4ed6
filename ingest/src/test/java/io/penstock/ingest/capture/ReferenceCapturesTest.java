// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.capture.ReferenceCaptures.Entry;
import io.penstock.ingest.capture.ReferenceCaptures.Line;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceCapturesTest {
    static Stream<Entry> captures() throws IOException {
        return ReferenceCaptures.entries();
    }

    @Test
    void shouldMeetAllReferenceCaptures() throws IOException {
        assertThat(ReferenceCaptures.entries()).hasSize(126);
    }

    @ParameterizedTest
    @MethodSource("captures")
    void shouldReadEveryPacketAsTSharkDoes(Entry entry) throws IOException {
        List<Line> read = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(new CaptureSource.File(entry.file()))) {
            readAll(reader, read);
            assertThat(reader.damage().isPresent()).isEqualTo(entry.damaged());
        }
        assertThat(read).hasSize((int) entry.packets()).isEqualTo(ReferenceCaptures.expected(entry));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void shouldReadTheSameWhenPackedInTwoMembers(Entry entry) throws IOException {
        byte[] plain = Files.readAllBytes(entry.file());
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (int half = 0; half < 2; half++) {
            try (OutputStream member = new GZIPOutputStream(packed)) {
                member.write(
                        plain,
                        half * (plain.length / 2),
                        half == 0 ? plain.length / 2 : plain.length - plain.length / 2);
            }
        }
        try (CaptureReader reader = CaptureReader.open(new CaptureSource.Bytes("packed", packed.toByteArray()))) {
            List<Line> read = new ArrayList<>();
            readAll(reader, read);
            assertThat(reader.compressed()).isTrue();
            assertThat(read).hasSize((int) entry.packets());
        }
    }

    private static void readAll(CaptureReader reader, List<Line> into) {
        CapturedPacket packet = new CapturedPacket();
        while (reader.next(packet)) {
            assertThat(packet.number()).isEqualTo(into.size() + 1L);
            String from = reader.format() == CaptureFormat.PCAP ? "" : Integer.toString(packet.interfaceId());
            into.add(new Line(
                    packet.captureTime().toString(), packet.capturedLengthBytes(), packet.wireLengthBytes(), from));
        }
    }
}
