// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.packet.PacketRow;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.direction.LocalAddresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowSourcesTest {
    private static final Path SAMPLES = Path.of(System.getProperty("penstock.root"), "samples");
    private static final CaptureSource OFFICE = new CaptureSource.File(SAMPLES.resolve("office.pcapng"));
    private static final CaptureSource SERVER = new CaptureSource.File(SAMPLES.resolve("server.pcap"));

    @TempDir
    Path directory;

    @Test
    void shouldMakeEachCaptureAnAgentNumberedByItsPackets() throws IOException {
        try (RowSources sources = RowSources.open(List.of(OFFICE, SERVER), RowOptions.DEFAULT)) {
            assertThat(sources.agents()).extracting(RowSource::agent).containsExactly("office.pcapng", "server.pcap");
            for (RowSource source : sources.agents()) {
                long expected = 0;
                while (source.next()) {
                    expected++;
                    assertThat(source.packet().number()).isEqualTo(expected);
                    assertThat(PacketRow.sequence(source.rows(), 0)).isEqualTo(expected);
                }
                assertThat(expected).isPositive();
                assertThat(source.tallies().getFirst().packets()).isEqualTo(expected);
                assertThat(source.damages()).isEmpty();
            }
        }
    }

    @Test
    void shouldNumberOnOverTheCapturesOfOneHost() throws IOException {
        RowOptions oneHost = new RowOptions(Optional.of("gw"), Optional.empty());
        try (RowSources sources = RowSources.open(List.of(SERVER, emptyCapture(), OFFICE), oneHost)) {
            RowSource source = sources.agents().getFirst();
            assertThat(sources.agents()).hasSize(1);
            long sequence = 0;
            List<Integer> fileOrder = new ArrayList<>();
            while (source.next()) {
                assertThat(source.sequence()).isEqualTo(++sequence);
                if (source.packet().number() == 1) {
                    fileOrder.add(source.fileIndex());
                }
            }
            assertThat(fileOrder).containsExactly(0, 2);
            assertThat(source.tallies())
                    .extracting(CaptureTally::packets)
                    .element(1)
                    .isEqualTo(0L);
            assertThat(source.tallies().stream()
                            .mapToLong(CaptureTally::packets)
                            .sum())
                    .isEqualTo(sequence);
            assertThat(source.host()).isEqualTo("gw");
        }
    }

    @Test
    void shouldNameEveryBadInputBeforeAnyPacketIsRead() throws IOException {
        Path empty = Files.createFile(directory.resolve("empty.pcap"));
        Path text = Files.writeString(directory.resolve("text.pcap"), "this is not a capture at all, far from it");
        List<CaptureSource> inputs = List.of(
                OFFICE,
                new CaptureSource.File(empty),
                new CaptureSource.File(text),
                new CaptureSource.File(directory.resolve("absent.pcap")));
        assertThatThrownBy(() -> RowSources.open(inputs, RowOptions.DEFAULT))
                .isInstanceOfSatisfying(BadInputsException.class, bad -> {
                    assertThat(bad.lines()).hasSize(3);
                    assertThat(bad.lines().get(0)).startsWith(empty + ": byte 0: empty");
                    assertThat(bad.lines().get(2)).contains("no such file");
                });
    }

    @Test
    void shouldKeepAgentsApartWhoseFilesShareAName() throws IOException {
        Path copy = Files.copy(SAMPLES.resolve("server.pcap"), directory.resolve("server.pcap"));
        List<CaptureSource> inputs =
                List.of(SERVER, new CaptureSource.File(copy), OFFICE, SERVER, new CaptureSource.File(copy));
        try (RowSources sources = RowSources.open(inputs, RowOptions.DEFAULT)) {
            assertThat(sources.agents())
                    .extracting(RowSource::agent)
                    .containsExactly(
                            SERVER.name(), copy.toString(), "office.pcapng", SERVER.name() + "#2", copy + "#2");
        }
    }

    @Test
    void shouldReadWhatStandsBeforeDamage() throws IOException {
        byte[] whole = Files.readAllBytes(SAMPLES.resolve("server.pcap"));
        CaptureSource cut = new CaptureSource.Bytes("cut.pcap", Arrays.copyOf(whole, whole.length - 5));
        try (RowSources sources = RowSources.open(List.of(SERVER, cut), RowOptions.DEFAULT)) {
            long all = drain(sources.agents().get(0));
            assertThat(drain(sources.agents().get(1))).isEqualTo(all - 1);
            assertThat(sources.agents().get(1).damages())
                    .singleElement()
                    .satisfies(damage -> assertThat(damage.text()).startsWith("cut.pcap: damaged at byte "));
        }
    }

    @Test
    void shouldTakeTheLocalAddressesNamedByTheUser() throws IOException {
        RowOptions nothingLocal = new RowOptions(Optional.empty(), Optional.of(LocalAddresses.parse("203.0.113.77")));
        try (RowSources sources = RowSources.open(List.of(SERVER), nothingLocal)) {
            RowSource source = sources.agents().getFirst();
            drain(source);
            assertThat(source.inferred()).isEmpty();
        }
    }

    private CaptureSource emptyCapture() throws IOException {
        byte[] header = Arrays.copyOf(Files.readAllBytes(SAMPLES.resolve("server.pcap")), 24);
        return new CaptureSource.File(Files.write(directory.resolve("none.pcap"), header));
    }

    private static long drain(RowSource source) {
        long packets = 0;
        while (source.next()) {
            packets++;
        }
        return packets;
    }
}
