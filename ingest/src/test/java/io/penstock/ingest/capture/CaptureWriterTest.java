// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureWriterTest {
    private static final Comparator<CapturedPacket> SAME = Comparator.comparing(CaptureWriterTest::written);

    @TempDir
    Path folder;

    private static List<CapturedPacket> packets(int count, int... linkTypes) {
        Random random = new Random(7);
        List<CapturedPacket> packets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[20 + random.nextInt(1_500)];
            random.nextBytes(bytes);
            CapturedPacket packet = new CapturedPacket().wrap(bytes, 3, bytes.length - 5, bytes.length);
            packet.describe(linkTypes[i % linkTypes.length], 0, FileDirection.UNKNOWN, i + 1L);
            packet.captureTime().setEpochNanos(1_700_000_000_000_000_000L + i * 1_001L);
            packets.add(packet.copy());
        }
        return packets;
    }

    private static String written(CapturedPacket packet) {
        return packet.captureTimeNanos() + " " + packet.wireLengthBytes() + " " + packet.linkType() + " "
                + packet.fileDirection() + " "
                + HexFormat.of().formatHex(packet.copy().buffer());
    }

    private static void write(CaptureWriter writer, List<CapturedPacket> packets) throws IOException {
        try (writer) {
            for (CapturedPacket packet : packets) {
                writer.write(packet);
            }
        }
    }

    static Stream<ByteOrder> orders() {
        return Stream.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void shouldReadBackAPcapInEitherByteOrder(ByteOrder order) throws IOException {
        List<CapturedPacket> packets = packets(50, 1);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        write(PcapWriter.open(file, 1, order), packets);

        assertThat(ReadCapture.of(file.toByteArray()).packets())
                .usingElementComparator(SAME)
                .isEqualTo(packets);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void shouldReadBackAPcapngInEitherByteOrder(ByteOrder order) throws IOException {
        List<CapturedPacket> packets = packets(50, 1, 101, 113);
        packets.getFirst().describe(1, 0, FileDirection.OUTBOUND, 1);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        write(PcapngWriter.open(file, order), packets);

        assertThat(ReadCapture.of(file.toByteArray()).packets())
                .usingElementComparator(SAME)
                .isEqualTo(packets);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldWriteWhatTSharkReads(boolean mixed) throws IOException {
        Path file = folder.resolve("egress.pcap");
        List<CapturedPacket> packets = mixed ? packets(9, 1, 101) : packets(9, 1);
        write(EgressCapture.create(file), packets);

        assertThat(TShark.fields(file, "frame.time_epoch", "frame.cap_len", "frame.len"))
                .hasSize(9)
                .isEqualTo(ReadCapture.of(new CaptureSource.File(file)).lines());
    }

    @Test
    void shouldStayAPcapWithOneLinkTypeAndBecomeAPcapngWithTwo() throws IOException {
        Path file = folder.resolve("egress.pcap");
        write(EgressCapture.create(file), packets(9, 113));
        assertThat(Files.size(file)).isGreaterThan(24);
        assertThat(ReadCapture.of(new CaptureSource.File(file)).packets()).hasSize(9);

        List<CapturedPacket> mixed = packets(9, 113, 113, 1);
        write(EgressCapture.create(file), mixed);
        ReadCapture read = ReadCapture.of(new CaptureSource.File(file));
        assertThat(read.packets()).usingElementComparator(SAME).isEqualTo(mixed);
        assertThat(read.interfaces()).hasSize(2);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void shouldLeaveACaptureWithoutPacketsWhereNothingWasWritten() throws IOException {
        Path file = folder.resolve("nothing.pcap");
        write(EgressCapture.create(file), List.of());

        assertThat(ReadCapture.of(new CaptureSource.File(file)).packets()).isEmpty();
    }

    @Test
    void shouldHoldTimesThatAPcapCannotHold() throws IOException {
        List<CapturedPacket> packets = packets(2, 1);
        packets.getFirst().captureTime().setEpochNanos(-1);
        packets.getLast().captureTime().setEpochNanos(Long.MAX_VALUE);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        write(PcapWriter.open(file, 1), packets);

        assertThat(ReadCapture.of(file.toByteArray()).packets())
                .extracting(CapturedPacket::captureTimeNanos)
                .containsExactly(0L, 4_294_967_295_000_000_000L);
    }

    @Test
    void shouldRefuseAnotherLinkTypeInAPcap() throws IOException {
        try (PcapWriter writer = PcapWriter.open(OutputStream.nullOutputStream(), 1)) {
            assertThatThrownBy(() -> writer.write(packets(1, 113).getFirst()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a pcap of link type 1 cannot hold a packet of link type 113");
        }
    }
}
