// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.direction;

import static io.penstock.ingest.direction.PacketDirection.INBOUND;
import static io.penstock.ingest.direction.PacketDirection.OUTBOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.penstock.ingest.capture.CaptureReader;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.capture.CapturedPacket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Directions of whole reference captures, which are no part of the repository. */
class ReferenceDirectionsTest {
    private final DirectionRule rule = DirectionRule.inferring();
    private final Map<PacketDirection, Integer> counts = new EnumMap<>(PacketDirection.class);
    private final List<Long> numbers = new ArrayList<>();
    private int loopback;

    private static Path captures() {
        Path captures = Path.of(System.getProperty("penstock.data", "../shared/data"), "captures");
        assumeTrue(Files.isDirectory(captures), "reference captures are absent: " + captures);
        return captures;
    }

    private void run(Path file) throws IOException {
        CaptureSource source = new CaptureSource.File(file);
        try (CaptureReader reader = CaptureReader.open(source)) {
            DirectionLookahead ahead = new DirectionLookahead(reader, rule, new RowEnds(), LookaheadLimits.of(source));
            RowEnds decoded = new RowEnds();
            CapturedPacket packet = new CapturedPacket();
            PacketEnds ends = new PacketEnds();
            while (ahead.next(packet)) {
                decoded.read(packet, ends);
                counts.merge(ahead.direction(packet, ends), 1, Integer::sum);
                loopback += ends.isLoopback() ? 1 : 0;
                numbers.add(packet.number());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ndpi-ftp.pcap, 1",
        "ndpi-synscan.pcap, 1",
        "ndpi-gnutella.pcap, 1",
    })
    void shouldInferTheHostOfACaptureTakenOnIt(String file, int inferred) throws IOException {
        run(captures().resolve(file));

        assertThat(rule.inferred()).hasSizeGreaterThanOrEqualTo(inferred);
        assertThat(counts).containsKeys(INBOUND, OUTBOUND);
    }

    @Test
    void shouldMarkLoopbackOutboundThoughTheFileSaysReceived() throws IOException {
        run(captures().resolve("pcpp-sll.pcap"));

        assertThat(loopback).isEqualTo(10);
        assertThat(counts.get(OUTBOUND)).isGreaterThanOrEqualTo(10);
    }

    @Test
    void shouldHandOnEveryPacketOfEveryCaptureOnceAndInOrder() throws IOException {
        try (Stream<Path> files = Files.list(captures())) {
            for (Path file : files.toList()) {
                ReferenceDirectionsTest one = new ReferenceDirectionsTest();
                one.run(file);
                assertThat(one.numbers).as(file.toString()).isSorted().doesNotHaveDuplicates();
                assertThat(one.numbers.isEmpty() ? 0L : one.numbers.getLast())
                        .as(file.toString())
                        .isEqualTo((long) one.numbers.size());
            }
        }
    }
}
