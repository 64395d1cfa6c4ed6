// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PcapngFormsTest {
    private static final byte[] FRAME = new byte[61];
    private static final long STAMP = 1_700_000_000_123_456L;

    @TempDir
    Path folder;

    static {
        for (int i = 0; i < FRAME.length; i++) {
            FRAME[i] = (byte) i;
        }
    }

    private static CaptureBytesBuilder started(ByteOrder order) {
        CaptureBytesBuilder file = CaptureBytesBuilder.bigEndian().order(order);
        return file.section().interfaceDescription(1, 0, file.options());
    }

    /** Two sections of different byte orders, each with interfaces of its own, and every block that is passed over. */
    private static byte[] everything() {
        CaptureBytesBuilder file = started(ByteOrder.BIG_ENDIAN);
        file.block(5, file.body().ints(0, 1, 2)).block(4, file.body().ints(0));
        file.enhanced(
                0, STAMP, FRAME, 100, file.options().textOption(1, "a comment").ints(0));
        file.interfaceDescription(
                101,
                65_535,
                file.options().textOption(2, "eth1").option(9, (byte) 9).ints(0));
        file.enhanced(1, STAMP * 1_000, FRAME, FRAME.length, file.options());
        file.simple(FRAME, FRAME.length).obsolete(0, STAMP + 1, FRAME, 2_000);
        file.order(ByteOrder.LITTLE_ENDIAN).section();
        file.interfaceDescription(113, 40, file.options().option(9, (byte) (0x80 | 20)));
        file.block(0x7FFF_0001, file.body());
        file.enhanced(0, (1_700_000_000L << 20) + (1 << 19), FRAME, FRAME.length, file.options());
        file.simple(Arrays.copyOf(FRAME, 40), FRAME.length);
        return file.build();
    }

    @Test
    void shouldReadSectionsOfDifferentByteOrders() throws IOException {
        ReadCapture read = ReadCapture.of(everything());

        assertThat(read.damage()).isNull();
        assertThat(read.lines())
                .containsExactly(
                        "1700000000.123456000,61,100",
                        "1700000000.123456000,61,61",
                        ",61,61",
                        "1700000000.123457000,61,2000",
                        "1700000000.500000000,61,61",
                        ",40,61");
        assertThat(read.packets()).extracting(CapturedPacket::interfaceId).containsExactly(0, 1, 0, 0, 2, 2);
        assertThat(read.packets()).extracting(CapturedPacket::linkType).containsExactly(1, 101, 1, 1, 113, 113);
        assertThat(read.packets()).allMatch(packet -> packet.buffer()[39] == 39);
        assertThat(read.interfaces())
                .containsExactly(
                        new CaptureInterface(0, 0, 0, "", 1, 1_000_000, 0, 0),
                        new CaptureInterface(1, 0, 1, "eth1", 101, 1_000_000_000, 0, 65_535),
                        new CaptureInterface(2, 1, 0, "", 113, 1 << 20, 0, 40));
    }

    @Test
    void shouldReadSectionsAsTSharkDoes() throws IOException {
        Path file = folder.resolve("everything.pcapng");
        Files.write(file, everything());

        assertThat(ReadCapture.of(new CaptureSource.File(file)).lines())
                .isEqualTo(TShark.fields(file, "frame.time_epoch", "frame.cap_len", "frame.len"));
    }

    @Test
    void shouldGiveAPacketWithoutTimeTheTimeOfTheOneBefore() throws IOException {
        List<CapturedPacket> packets = ReadCapture.of(everything()).packets();

        assertThat(packets.get(2).captureTimeNanos()).isEqualTo(packets.get(1).captureTimeNanos());
        assertThat(packets.get(2).captureTime().present()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "6, 1500000, 1.500000000",
        "0, 7, 7.000000000",
        "9, 1500000001, 1.500000001",
        "12, 1500000000999, 1.500000000",
        "19, 15000000009000000000, 1.500000000",
        "129, 3, 1.500000000",
        "160, 6442450944, 1.500000000",
        "170, 6597069766656, 1.500000000",
        "190, 6917529027641081856, 1.500000000",
    })
    void shouldScaleEveryResolution(int resolution, String stamp, String expected) throws IOException {
        CaptureBytesBuilder file = CaptureBytesBuilder.bigEndian().section();
        file.interfaceDescription(1, 0, file.options().option(9, (byte) resolution));
        file.enhanced(0, Long.parseUnsignedLong(stamp), FRAME, FRAME.length, file.options());

        assertThat(ReadCapture.of(file.build()).packets().getFirst().captureTime())
                .hasToString(expected);
    }

    @Test
    void shouldAddTheInterfacesTimeOffset() throws IOException {
        CaptureBytesBuilder file = CaptureBytesBuilder.littleEndian().section();
        CaptureBytesBuilder offset = file.body().longs(-1_000_000_000L);
        file.interfaceDescription(1, 0, file.options().option(14, offset.build()));
        file.enhanced(0, STAMP, FRAME, FRAME.length, file.options());

        assertThat(ReadCapture.of(file.build()).packets().getFirst().captureTimeNanos())
                .isEqualTo((STAMP - 1_000_000_000_000_000L) * 1_000);
    }

    @Test
    void shouldPassOverCustomBlocks() throws IOException {
        CaptureBytesBuilder file = started(ByteOrder.LITTLE_ENDIAN);
        file.block(0x0BAD, file.body().ints(32_473, 7));
        file.enhanced(0, STAMP, FRAME, FRAME.length, file.options());

        assertThat(ReadCapture.of(file.build()).packets()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"0, UNKNOWN", "1, INBOUND", "2, OUTBOUND", "3, UNKNOWN", "0x1D, INBOUND"})
    void shouldTakeTheDirectionFromTheFlags(String flags, FileDirection expected) throws IOException {
        CaptureBytesBuilder file = started(ByteOrder.BIG_ENDIAN);
        CaptureBytesBuilder word = file.body().ints(Integer.decode(flags));
        file.enhanced(
                0, STAMP, FRAME, FRAME.length, file.options().textOption(1, "x").option(2, word.build()));
        file.enhanced(0, STAMP, FRAME, FRAME.length, file.options());

        assertThat(ReadCapture.of(file.build()).packets())
                .extracting(CapturedPacket::fileDirection)
                .containsExactly(expected, FileDirection.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 11, 0xFFFF_FFF0, 1 << 30, 64})
    void shouldStopAtABlockOfABadLengthAndKeepWhatStandsBefore(int length) throws IOException {
        CaptureBytesBuilder file = started(ByteOrder.LITTLE_ENDIAN);
        file.enhanced(0, STAMP, FRAME, FRAME.length, file.options());
        int damagedAt = file.build().length;
        file.ints(6, length, 0, 0, 0, 0, 0, 0, 0, 0);

        ReadCapture read = ReadCapture.of(file.build());
        assertThat(read.packets()).hasSize(1);
        assertThat(read.damage().offsetBytes()).isEqualTo(damagedAt);
    }

    @Test
    void shouldStopWhereTheTwoLengthsOfABlockDiffer() throws IOException {
        CaptureBytesBuilder file = started(ByteOrder.LITTLE_ENDIAN);
        byte[] bytes = file.block(5, file.body().ints(1)).build();
        bytes[bytes.length - 4]++;

        assertThat(ReadCapture.of(bytes).damage().what()).contains("lengths before and after differ: 16 and 17");
    }

    @Test
    void shouldStopAtAPacketOfAnInterfaceThatItsSectionDoesNotDescribe() throws IOException {
        CaptureBytesBuilder file = started(ByteOrder.LITTLE_ENDIAN);
        file.section().enhanced(0, STAMP, FRAME, FRAME.length, file.options());

        assertThat(ReadCapture.of(file.build()).damage().what())
                .isEqualTo("packet of interface 0, but its section describes 0");
    }

    @Test
    void shouldStopAtAPacketLongerThanItsBlock() throws IOException {
        CaptureBytesBuilder file = started(ByteOrder.LITTLE_ENDIAN);
        file.block(6, file.body().ints(0, 0, 0, 9, 9).bytes(new byte[8]));

        assertThat(ReadCapture.of(file.build()).damage().what()).contains("9 bytes, its block has room for 8");
    }
}
