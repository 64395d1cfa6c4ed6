// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

class RunCommandIT {
    private static final String OFFICE = CommandRun.repository("samples/office.pcapng");
    private static final String SERVER = CommandRun.repository("samples/server.pcap");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void shouldPublishClassifyAnswerAndSumUpWithABrokerOfItsOwn() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(SERVER));
        Path cut = Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(whole, whole.length - 7));
        Path left = folder.resolve("left.pcap");
        CommandRun run =
                CommandRun.withInput(whole, "run", OFFICE, "-", cut.toString(), "--json", "--egress", left.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.errLines()).hasSize(2);
        assertThat(run.errLines().getLast()).startsWith("penstock: " + cut + ": damaged at byte ");
        assertThat(run.outLines()).hasSize(1);
        JsonNode summary = JSON.readTree(run.out());
        RunBooks.assertBalanced(summary);
        assertThat(summary.get("captures").toString())
                .isEqualTo(
                        "[{\"file\":\"" + OFFICE + "\",\"packets\":2978},{\"file\":\"-\",\"packets\":2972},{\"file\":\""
                                + cut + "\",\"packets\":2971}]");
        assertThat(summary.get("pended").asLong()).isPositive();
        assertThat(summary.get("flows").asLong()).isPositive();
        assertThat(CommandRun.of("decode", left.toString()).outLines())
                .hasSize(1 + summary.get("verdicts").get("permit").asInt());
        assertSameAsEvaluate(summary, cut);
    }

    private void assertSameAsEvaluate(JsonNode summary, Path cut) {
        CommandRun offline = CommandRun.of("evaluate", OFFICE, SERVER, cut.toString());
        String books = String.format(
                java.util.Locale.ROOT,
                "=  %,d permit + %,d block + %,d absorb + %,d malformed",
                summary.get("verdicts").get("permit").asLong(),
                summary.get("verdicts").get("block").asLong(),
                summary.get("verdicts").get("absorb").asLong(),
                summary.get("malformed").asLong());
        String pends = String.format(
                java.util.Locale.ROOT,
                "=  %,d completed + 0 expired",
                summary.get("pended").asLong());
        assertThat(offline.out()).contains(books, pends);
    }

    static Stream<byte[]> badInputs() {
        return Stream.of(new byte[0], "only text\n".getBytes(StandardCharsets.US_ASCII), new byte[] {
            (byte) 0xd4, (byte) 0xc3, (byte) 0xb2, (byte) 0xa1, 2, 0
        });
    }

    @ParameterizedTest
    @MethodSource("badInputs")
    void shouldRefuseBadInputBeforeAnythingIsStarted(byte[] content) throws IOException {
        Path bad = Files.write(folder.resolve("bad.pcap"), content);
        CommandRun run = CommandRun.of("run", OFFICE, bad.toString(), "--json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).singleElement().asString().startsWith("penstock: " + bad);
    }

    @Test
    void shouldRefuseAnAddressOrAFileOfPropertiesThatIsNone() {
        assertThat(CommandRun.of("run", OFFICE, "--bootstrap", "nowhere").exitCode())
                .isEqualTo(ExitCode.BAD_INPUT);
        CommandRun run = CommandRun.of("run", OFFICE, "--bootstrap", "127.0.0.1:1", "--kafka-config", "/nowhere");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.errLines()).singleElement().asString().contains("--kafka-config", "/nowhere");
    }
}
