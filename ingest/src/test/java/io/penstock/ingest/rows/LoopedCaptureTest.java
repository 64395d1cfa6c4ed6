// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.packet.PacketRow;
import io.penstock.ingest.capture.CaptureSource;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoopedCaptureTest {
    private static final CaptureSource OFFICE =
            new CaptureSource.File(Path.of(System.getProperty("penstock.root"), "samples", "office.pcapng"));
    private static final int ROUNDS = 5;

    @Test
    void shouldHandOnSoManyPacketsAsToldAndMakeEachRoundOtherHosts() throws Exception {
        int round = LoopedCapture.of(OFFICE, 0).roundPackets();
        LoopedCapture looped = LoopedCapture.of(OFFICE, (long) ROUNDS * round - 3);
        Set<Long> firstHosts = new HashSet<>();
        int repeated = 0;
        try (RowSource source = RowSource.of("loop", looped, RowOptions.DEFAULT)) {
            while (source.next()) {
                byte[] row = source.rows();
                if (isVaried(row)) {
                    long host = PacketRow.sourceHigh(row, 0) ^ Long.rotateLeft(PacketRow.sourceLow(row, 0), 17);
                    if (source.sequence() <= round) {
                        firstHosts.add(host);
                    } else if (firstHosts.contains(host)) {
                        repeated++;
                    }
                }
            }
            assertThat(source.sequence()).isEqualTo((long) ROUNDS * round - 3);
        }
        assertThat(firstHosts).isNotEmpty();
        assertThat(repeated).isLessThan(round / 100);
    }

    @Test
    void shouldLetTimeRiseFromRoundToRound() throws Exception {
        int round = LoopedCapture.of(OFFICE, 0).roundPackets();
        try (RowSource source = RowSource.of("loop", LoopedCapture.of(OFFICE, 3L * round), RowOptions.DEFAULT)) {
            long latestBefore = Long.MIN_VALUE;
            long latest = Long.MIN_VALUE;
            while (source.next()) {
                if (source.sequence() % round == 1) {
                    latestBefore = latest;
                }
                long time = PacketRow.captureTimeNanos(source.rows(), 0);
                assertThat(time).isGreaterThan(latestBefore);
                latest = Math.max(latest, time);
            }
        }
    }

    @Test
    void shouldKeepWhatIsMalformedAndWhatIsNotAsInTheCapture() throws Exception {
        int round = LoopedCapture.of(OFFICE, 0).roundPackets();
        try (RowSource source = RowSource.of("loop", LoopedCapture.of(OFFICE, 2L * round), RowOptions.DEFAULT)) {
            byte[] kinds = new byte[round];
            while (source.next()) {
                int at = (int) ((source.sequence() - 1) % round);
                byte kind = (byte) PacketRow.kind(source.rows(), 0);
                if (source.sequence() > round) {
                    assertThat(kind).isEqualTo(kinds[at]);
                }
                kinds[at] = kind;
            }
        }
    }

    private static boolean isVaried(byte[] row) {
        int kind = PacketRow.kind(row, 0);
        boolean isIp = kind == PacketRow.KIND_IPV4 || kind == PacketRow.KIND_IPV6;
        return isIp
                && !PacketRow.has(row, 0, PacketRow.FLAG_LOOPBACK)
                && PacketRow.sourceAddressType(row, 0) == PacketRow.ADDRESS_UNICAST;
    }
}
