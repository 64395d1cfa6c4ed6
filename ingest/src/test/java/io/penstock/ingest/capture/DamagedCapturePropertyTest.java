// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever bytes come, opening refuses or accepts, and reading ends. Replay with {@code -Dpenstock.seed=N}. */
class DamagedCapturePropertyTest {
    private static final int TRIES = 20_000;
    private static final List<Integer> ODD_VALUES = List.of(0, 1, 3, 4, 0x7F, 0x80, 0xFF, 0x0A, 0x0D);

    private static List<byte[]> captures() throws IOException {
        CaptureBytesBuilder pcap = CaptureBytesBuilder.bigEndian().pcapHeader(0xA1B2_C3D4, 2, 4, 0, 1);
        CaptureBytesBuilder nano = CaptureBytesBuilder.littleEndian().pcapHeader(0xA1B2_3C4D, 2, 4, 0, 101);
        CaptureBytesBuilder next = CaptureBytesBuilder.littleEndian().section();
        next.interfaceDescription(1, 0, next.options().textOption(2, "eth0").option(9, (byte) 9));
        for (int i = 0; i < 5; i++) {
            pcap.pcapRecord(i, i, new byte[20 + i], 60);
            nano.pcapRecord(i, i, new byte[20 + i], 60);
            next.enhanced(0, i, new byte[20 + i], 60, next.options().textOption(1, "note"));
            next.simple(new byte[20 + i], 20 + i).obsolete(0, i, new byte[20 + i], 60);
        }
        byte[] second = CaptureBytesBuilder.bigEndian().section().build();
        byte[] sections = next.bytes(second).build();
        return List.of(pcap.build(), nano.build(), sections, packed(pcap.build()), packed(sections));
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] mutated(byte[] capture, Random random) {
        byte[] bytes =
                random.nextInt(3) == 0 ? Arrays.copyOf(capture, random.nextInt(capture.length)) : capture.clone();
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            int value = random.nextBoolean() ? ODD_VALUES.get(random.nextInt(ODD_VALUES.size())) : random.nextInt(256);
            bytes[random.nextInt(bytes.length)] = (byte) value;
        }
        return bytes;
    }

    @Test
    @Timeout(120)
    void shouldRefuseOrReadWhateverBytesCome() throws IOException {
        long seed = Long.getLong("penstock.seed", System.nanoTime());
        System.out.println("DamagedCapturePropertyTest seed " + seed);
        Random random = new Random(seed);
        List<byte[]> captures = captures();
        for (int i = 0; i < TRIES; i++) {
            byte[] capture = captures.get(random.nextInt(captures.size()));
            byte[] bytes = mutated(capture, random);
            readThrough(bytes, "seed " + seed + ", try " + i);
        }
    }

    private static void readThrough(byte[] bytes, String which) throws IOException {
        try (CaptureReader reader = CaptureReader.open(new CaptureSource.Bytes("mutated", bytes))) {
            CapturedPacket packet = new CapturedPacket();
            long packets = 0;
            while (reader.next(packet)) {
                packets++;
                assertThat(packet.number()).as(which).isEqualTo(packets);
                assertThat(packet.offset()).as(which).isNotNegative();
                assertThat(packet.buffer().length - packet.offset())
                        .as(which)
                        .isGreaterThanOrEqualTo(packet.capturedLengthBytes());
                assertThat(reader.interfaces().size()).as(which).isGreaterThan(packet.interfaceId());
            }
            assertThat(packets).as(which).isLessThan(100);
            assertThat(reader.next(packet)).as(which).isFalse();
            reader.damage()
                    .ifPresent(damage -> assertThat(damage.text()).as(which).doesNotContain("\n"));
        } catch (BadCaptureException refused) {
            assertThat(refused.getMessage()).as(which).startsWith("mutated: byte ");
        }
    }
}
