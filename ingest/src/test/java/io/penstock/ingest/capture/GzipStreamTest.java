// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class GzipStreamTest {
    private static final byte[] TEXT = new byte[300_000];

    static {
        new Random(1).nextBytes(TEXT);
        Arrays.fill(TEXT, 1_000, 200_000, (byte) 'x');
    }

    private static byte[] member(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Everything up to the end or the damage. */
    private static byte[] unpacked(InputStream packed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[777];
        try (GzipStream in = new GzipStream(packed)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException damage) {
            out.writeBytes(damage.getMessage().substring(0, 9).getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }

    private static byte[] unpacked(byte[] packed) {
        return unpacked(new ByteArrayInputStream(packed));
    }

    @Test
    void shouldUnpackEveryMember() throws IOException {
        assertThat(unpacked(joined(member(TEXT), member(new byte[0]), member(TEXT))))
                .isEqualTo(joined(TEXT, TEXT));
    }

    @Test
    void shouldUnpackFromAPipeThatGivesOneByteAtATime() throws IOException {
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(joined(member(TEXT), member(TEXT)))) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return super.read(bytes, offset, Math.min(1, length));
            }

            @Override
            public int available() {
                return 0;
            }
        };
        assertThat(unpacked(slow)).isEqualTo(joined(TEXT, TEXT));
    }

    @Test
    void shouldPassOverHeaderFieldsAndZerosAfterTheEnd() throws IOException {
        byte[] plain = member(TEXT);
        byte[] header = {0x1F, (byte) 0x8B, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9, 'n', 0, 'c', 0, 7, 7};
        byte[] rich = joined(header, Arrays.copyOfRange(plain, 10, plain.length), new byte[512]);

        assertThat(unpacked(rich)).isEqualTo(TEXT);
    }

    @Test
    void shouldGiveEverythingBeforeACut() throws IOException {
        byte[] packed = member(TEXT);
        for (int size = 0; size < packed.length; size += 997) {
            byte[] read = unpacked(Arrays.copyOf(packed, size));
            assertThat(Arrays.copyOf(read, Math.max(0, read.length - 9)))
                    .isEqualTo(Arrays.copyOf(TEXT, Math.max(0, read.length - 9)));
        }
    }

    @Test
    void shouldGiveEverythingBeforeAWrongChecksumAndThenSaySo() throws IOException {
        byte[] packed = member(TEXT);
        packed[packed.length - 6] ^= 1;

        assertThat(unpacked(packed)).isEqualTo(joined(TEXT, "gzip chec".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void shouldSayWhatFollowsIfItIsNoMember() throws IOException {
        byte[] packed = member(TEXT);
        GzipStream in = new GzipStream(new ByteArrayInputStream(joined(packed, new byte[] {'?'})));

        assertThatThrownBy(in::readAllBytes)
                .isInstanceOf(IOException.class)
                .hasMessage("no gzip header at byte " + packed.length + " of the packed file");
        in.close();
    }

    @Test
    void shouldReportDamageOfAPackedCaptureAfterItsPackets() throws IOException {
        byte[] capture = CaptureBytesBuilder.littleEndian()
                .pcapHeader(0xA1B2_C3D4, 2, 4, 0, 1)
                .pcapRecord(1, 2, new byte[60], 60)
                .build();
        byte[] packed = member(capture);
        ReadCapture whole = ReadCapture.of(packed);
        ReadCapture cut = ReadCapture.of(Arrays.copyOf(packed, packed.length - 3));

        assertThat(whole.damage()).isNull();
        assertThat(cut.packets()).hasSize(1);
        assertThat(cut.damage().text())
                .isEqualTo(
                        "test.pcap: damaged at byte 100 of the unpacked data: cannot be read on: gzip data cut at byte "
                                + (packed.length - 3) + " of the packed file; the packets before it were read");
    }
}
