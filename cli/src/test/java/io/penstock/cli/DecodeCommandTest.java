// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecodeCommandTest {
    private static final String SAMPLE = CommandRun.repository("samples/server.pcap");

    @TempDir
    private Path folder;

    @Test
    void shouldPrintAHeaderAndALinePerPacket() {
        CommandRun run = CommandRun.of("decode", SAMPLE);
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.outLines()).hasSize(2972 + 1);
        assertThat(run.outLines().getFirst())
                .isEqualTo("frame.number\tframe.time_epoch\teth.type\tip.src\tip.dst\tipv6.src\tipv6.dst\tip.proto"
                        + "\tipv6.nxt\ttcp.srcport\ttcp.dstport\tudp.srcport\tudp.dstport\ttcp.flags\ttcp.seq_raw"
                        + "\ttcp.len\tip.checksum.status\ttcp.checksum.status\tmalformed");
    }

    @Test
    void shouldReadStandardInput() throws IOException {
        CommandRun run = CommandRun.withInput(Files.readAllBytes(Path.of(SAMPLE)), "decode", "--format", "jsonl", "-");
        assertThat(run.exitCode()).isZero();
        assertThat(run.outLines()).hasSize(2972).allMatch(line -> line.startsWith("{\"frame.number\":"));
    }

    @Test
    void shouldPrintWhatStandsBeforeTheDamage() throws IOException {
        Path cut = folder.resolve("cut.pcap");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(Path.of(SAMPLE)), 10_000));
        CommandRun run = CommandRun.of("decode", cut.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.outLines()).hasSizeGreaterThan(10);
        assertThat(run.errLines()).singleElement().asString().contains(cut.toString(), "damaged at byte");
    }

    static Stream<byte[]> badInputs() {
        return Stream.of(
                new byte[0],
                "frames, but not of the kind that is meant\n".getBytes(StandardCharsets.US_ASCII),
                new byte[] {(byte) 0xd4, (byte) 0xc3, (byte) 0xb2, (byte) 0xa1, 2, 0, 4, 0});
    }

    @ParameterizedTest
    @MethodSource("badInputs")
    void shouldRefuseWhatIsNoCaptureWithOneLine(byte[] content) throws IOException {
        Path bad = Files.write(folder.resolve("bad.pcap"), content);
        CommandRun run = CommandRun.of("decode", bad.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).singleElement().asString().startsWith("penstock: " + bad);
    }

    @Test
    void shouldRefuseAMissingFileWithOneLine() {
        CommandRun run = CommandRun.of("decode", folder.resolve("none.pcap").toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .contains("none.pcap")
                .contains("no such file");
    }
}
