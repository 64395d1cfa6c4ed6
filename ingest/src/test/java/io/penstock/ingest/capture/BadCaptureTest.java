// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.ingest.capture.BadCaptureException.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadCaptureTest {
    @TempDir
    Path folder;

    private static BadCaptureException refused(CaptureSource source) {
        BadCaptureException refused = catchThrowableOfType(BadCaptureException.class, () -> ReadCapture.of(source));
        assertThat(refused).isNotNull();
        assertThat(refused.getMessage()).startsWith(source.name() + ": byte ").doesNotContain("\n");
        return refused;
    }

    private static BadCaptureException refused(byte[] bytes) {
        return refused(new CaptureSource.Bytes("x.pcap", bytes));
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    @Test
    void shouldRefuseAFileThatIsMissing() {
        assertThat(refused(CaptureSource.of(folder.resolve("none.pcap").toString(), InputStream.nullInputStream()))
                        .kind())
                .isEqualTo(Kind.MISSING);
    }

    @Test
    void shouldRefuseAFolder() {
        assertThat(refused(new CaptureSource.File(folder)).kind()).isEqualTo(Kind.UNREADABLE);
    }

    @Test
    void shouldRefuseWhatHasNoBytes() throws IOException {
        assertThat(refused(new byte[0]))
                .hasMessage("x.pcap: byte 0: empty; the header of a pcap or pcapng was expected");
        assertThat(refused(CaptureSource.of("-", InputStream.nullInputStream())).kind())
                .isEqualTo(Kind.EMPTY);
        assertThat(refused(packed(new byte[0])).kind()).isEqualTo(Kind.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ab", "no", "This is no capture, whatever its name says.", "\n\r\n"})
    void shouldRefuseText(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(refused(bytes).kind()).isEqualTo(Kind.NOT_A_CAPTURE);
        assertThat(refused(packed(bytes)).kind()).isEqualTo(Kind.NOT_A_CAPTURE);
    }

    @Test
    void shouldRefuseAPcapCutInsideItsHeader() throws IOException {
        byte[] whole = CaptureBytesBuilder.littleEndian()
                .pcapHeader(0xA1B2_C3D4, 2, 4, 0, 1)
                .build();
        for (int size = 1; size < whole.length; size++) {
            BadCaptureException refused = refused(Arrays.copyOf(whole, size));
            assertThat(refused.kind()).isEqualTo(Kind.HEADER_CUT);
            assertThat(refused.offsetBytes()).isEqualTo(size);
            assertThat(refused(packed(Arrays.copyOf(whole, size))).kind()).isEqualTo(Kind.HEADER_CUT);
        }
        assertThat(ReadCapture.of(whole).packets()).isEmpty();
    }

    @Test
    void shouldRefuseAPcapngCutInsideItsSectionHeader() throws IOException {
        byte[] whole = CaptureBytesBuilder.bigEndian().section().build();
        for (int size = 1; size < whole.length; size++) {
            assertThat(refused(Arrays.copyOf(whole, size)).kind()).isEqualTo(Kind.HEADER_CUT);
        }
        assertThat(ReadCapture.of(whole).damage()).isNull();
    }

    @Test
    void shouldRefuseAPackedCaptureCutInsideItsHeader() throws IOException {
        byte[] packed = packed(CaptureBytesBuilder.littleEndian()
                .pcapHeader(0xA1B2_C3D4, 2, 4, 0, 1)
                .build());
        for (int size = 2; size < 12; size++) {
            assertThat(refused(Arrays.copyOf(packed, size)).kind()).isEqualTo(Kind.HEADER_CUT);
        }
    }

    @Test
    void shouldRefuseVersionsItDoesNotKnow() {
        assertThat(refused(CaptureBytesBuilder.littleEndian()
                                .pcapHeader(0xA1B2_C3D4, 1, 4, 0, 1)
                                .build())
                        .kind())
                .isEqualTo(Kind.UNSUPPORTED);
        byte[] section = CaptureBytesBuilder.littleEndian().section().build();
        section[12] = 9;
        assertThat(refused(section).kind()).isEqualTo(Kind.UNSUPPORTED);
        section[8] = 9;
        assertThat(refused(section).kind()).isEqualTo(Kind.NOT_A_CAPTURE);
    }

    @Test
    void shouldCloseWhatItRefuses() {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream text = new ByteArrayInputStream(new byte[] {'t'}) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        refused(new CaptureSource.Stream("-", text));
        assertThat(closed).isTrue();
    }
}
