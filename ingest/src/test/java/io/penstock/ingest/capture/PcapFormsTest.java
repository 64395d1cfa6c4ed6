// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PcapFormsTest {
    private static final byte[] FRAME = {1, 2, 3, 4, 5};

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "0xa1b2c3d4, true, 1.000000002000",
        "0xa1b2c3d4, false, 1.000000002000",
        "0xa1b23c4d, true, 1.000000002",
        "0xa1b23c4d, false, 1.000000002",
    })
    void shouldReadBothByteOrdersAndResolutions(String magic, boolean bigEndian, String time) throws IOException {
        CaptureBytesBuilder file = CaptureBytesBuilder.bigEndian();
        file.order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        file.pcapHeader(Long.decode(magic).intValue(), 2, 4, 65_535, 1).pcapRecord(1, 2, FRAME, 60);

        CapturedPacket packet = ReadCapture.of(file.build()).packets().getFirst();
        long nanos = time.length() > 11 ? 1_000_002_000L : 1_000_000_002L;
        assertThat(packet.captureTimeNanos()).isEqualTo(nanos);
        assertThat(packet.buffer()).isEqualTo(FRAME);
        assertThat(packet.wireLengthBytes()).isEqualTo(60);
        assertThat(packet.number()).isEqualTo(1);
    }

    @Test
    void shouldIgnoreTheCheckSequenceLengthBesideTheLinkType() throws IOException {
        byte[] file = CaptureBytesBuilder.littleEndian()
                .pcapHeader(0xA1B2_C3D4, 2, 4, 0, 0x4400_0001)
                .pcapRecord(1, 2, FRAME, 5)
                .build();

        assertThat(ReadCapture.of(file).packets().getFirst().linkType()).isEqualTo(1);
    }

    @Test
    void shouldReadPacketsLongerThanTheSnapLengthAnnounced() throws IOException {
        byte[] file = CaptureBytesBuilder.littleEndian()
                .pcapHeader(0xA1B2_C3D4, 2, 4, 100, 1)
                .pcapRecord(1, 2, new byte[200_000], 200_000)
                .pcapRecord(1, 3, FRAME, 5)
                .build();

        assertThat(ReadCapture.of(file).lines()).containsExactly("1.000002000,200000,200000", "1.000003000,5,5");
    }

    @Test
    void shouldReadTheLengthsOfAncientVersionsTheOtherWayRound() throws IOException {
        byte[] file = CaptureBytesBuilder.littleEndian()
                .pcapHeader(0xA1B2_C3D4, 2, 2, 100, 1)
                .ints(1, 2, 60, 5)
                .bytes(FRAME)
                .build();

        assertThat(ReadCapture.of(file).lines()).containsExactly("1.000002000,5,60");
    }

    @Test
    void shouldReadThePatchedFormWithItsPacketType() throws IOException {
        CaptureBytesBuilder file = CaptureBytesBuilder.littleEndian().pcapHeader(0xA1B2_CD34, 2, 4, 100, 1);
        for (int packetType : new int[] {0, 4, 3}) {
            file.ints(1, 2, 5, 60, 9)
                    .shorts(8)
                    .bytes((byte) packetType, (byte) 0)
                    .bytes(FRAME);
        }

        assertThat(ReadCapture.of(file.build()).packets())
                .extracting(CapturedPacket::fileDirection)
                .containsExactly(FileDirection.INBOUND, FileDirection.OUTBOUND, FileDirection.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0xa1b2c3d4", "0xa1b23c4d", "0xa1b2cd34", "0x1c0001ac", "0x1c0001ab"})
    void shouldReadEveryVariantAsTSharkDoes(String magic) throws IOException {
        PcapVariant variant = PcapVariant.ofMagic(Long.decode(magic).intValue());
        CaptureBytesBuilder file = CaptureBytesBuilder.littleEndian().pcapHeader(variant.magic(), 2, 4, 65_535, 1);
        file.bytes(new byte[variant.fileHeaderBytes() - 24]);
        for (int i = 0; i < 3; i++) {
            file.ints(100 + i, 5 + i, 60, 64)
                    .bytes(new byte[variant.recordHeaderBytes() - 16])
                    .bytes(new byte[60]);
        }
        Path written = folder.resolve("variant.pcap");
        Files.write(written, file.build());

        assertThat(ReadCapture.of(new CaptureSource.File(written)).lines())
                .hasSize(3)
                .isEqualTo(TShark.fields(written, "frame.time_epoch", "frame.cap_len", "frame.len"));
    }

    @Test
    void shouldKeepAFractionBeyondASecondAsFound() throws IOException {
        byte[] file = CaptureBytesBuilder.littleEndian()
                .pcapHeader(0xA1B2_3C4D, 2, 4, 100, 1)
                .pcapRecord(7, 1_000_000_000L, FRAME, 5)
                .pcapRecord(7, 0x8000_0000L, FRAME, 5)
                .build();

        ReadCapture read = ReadCapture.of(file);
        assertThat(read.packets())
                .extracting(packet -> packet.captureTime().toString())
                .containsExactly("7.1000000000", "-7.2147483648");
        assertThat(read.packets())
                .extracting(CapturedPacket::captureTimeNanos)
                .containsExactly(8_000_000_000L, 9_147_483_648L);
    }

    @Test
    void shouldStopAtARecordThatClaimsTooMuchWithoutMakingRoomForIt() throws IOException {
        byte[] file = CaptureBytesBuilder.littleEndian()
                .pcapHeader(0xA1B2_C3D4, 2, 4, -1, 1)
                .pcapRecord(1, 2, FRAME, 5)
                .ints(1, 3, 0x7FFF_FFFF, 0x7FFF_FFFF)
                .build();

        ReadCapture read = ReadCapture.of(file);
        assertThat(read.packets()).hasSize(1);
        assertThat(read.damage().text())
                .isEqualTo("test.pcap: damaged at byte 45: packet record claims 2147483647 bytes, "
                        + "at most 262144 are possible; the packets before it were read");
    }

    @Test
    void shouldKeepWhatStandsBeforeACutAtEveryByte() throws IOException {
        byte[] file = CaptureBytesBuilder.littleEndian()
                .pcapHeader(0xA1B2_C3D4, 2, 4, 0, 1)
                .pcapRecord(1, 2, FRAME, 5)
                .pcapRecord(1, 3, FRAME, 5)
                .build();
        for (int size = 24; size <= file.length; size++) {
            ReadCapture read = ReadCapture.of(Arrays.copyOf(file, size));
            boolean whole = (size - 24) % 21 == 0;
            assertThat(read.packets()).hasSize((size - 24) / 21);
            assertThat(read.damage() == null).as("cut at %d", size).isEqualTo(whole);
        }
    }
}
