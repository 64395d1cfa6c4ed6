// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench;

import io.penstock.engine.packet.RowBuffer;
import io.penstock.ingest.capture.CaptureReader;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.capture.CapturedPacket;
import io.penstock.ingest.rows.RowOptions;
import io.penstock.ingest.rows.RowSource;
import io.penstock.ingest.rows.RowSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The packets that micro benchmarks work on: those of the mix where it is there, else of the sample. */
final class MixedPackets {
    private static final int SNAP_BYTES = 96;

    private MixedPackets() {}

    static Path capture() {
        String data = System.getenv().getOrDefault("PENSTOCK_DATA", "../shared/data");
        Path mix = Path.of(data, "captures", "mix-general-28k.pcap");
        return Files.isReadable(mix) ? mix : Path.of("samples/office.pcapng");
    }

    /** Every packet with bytes of its own. */
    static List<CapturedPacket> frames() throws IOException {
        List<CapturedPacket> frames = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(new CaptureSource.File(capture()))) {
            CapturedPacket packet = new CapturedPacket();
            while (reader.next(packet)) {
                frames.add(packet.copy());
            }
        }
        return frames;
    }

    /** Decoded and directed packets in batches, frames cut at 96 bytes. */
    static List<RowBuffer> batches(int packets) throws IOException {
        List<RowBuffer> batches = new ArrayList<>();
        try (RowSources sources = RowSources.open(List.of(new CaptureSource.File(capture())), RowOptions.DEFAULT)) {
            RowSource source = sources.agents().getFirst();
            while (source.next()) {
                if (batches.isEmpty() || batches.getLast().count() == packets) {
                    batches.add(new RowBuffer());
                }
                CapturedPacket packet = source.packet();
                batches.getLast().copyRow(source.row(), 0);
                int shipped = Math.min(SNAP_BYTES, packet.capturedLengthBytes());
                batches.getLast().appendFrame(packet.buffer(), packet.offset(), shipped);
            }
        }
        return batches;
    }
}
