// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.ingest.capture.CaptureReader;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.capture.CapturedPacket;
import io.penstock.ingest.capture.PcapngWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The sample capture, whole for a long form and without what takes longest for a short one. */
final class SampleTraffic {
    private static final Path WHOLE = Path.of(CommandRun.repository("samples/office.pcapng"));

    /** Of two downloads, one after the other: each packet waits for the answer to the one before, so the first takes three times as long as any other flow. */
    private static final int DOWNLOADS_BEGIN = 782;

    private static final int DOWNLOADS_END = 1_285;

    private SampleTraffic() {}

    /** Writes it, whole or without its two largest downloads: five sixths of its packets and half of its pends. */
    static void write(Path file, boolean whole) throws IOException {
        if (whole) {
            Files.copy(WHOLE, file);
        } else {
            writeWithoutDownloads(file);
        }
    }

    private static void writeWithoutDownloads(Path file) throws IOException {
        try (CaptureReader reader = CaptureReader.open(new CaptureSource.File(WHOLE));
                PcapngWriter writer = PcapngWriter.open(Files.newOutputStream(file))) {
            CapturedPacket packet = new CapturedPacket();
            for (int number = 1; reader.next(packet); number++) {
                if (number < DOWNLOADS_BEGIN || number > DOWNLOADS_END) {
                    writer.write(packet);
                }
            }
        }
    }
}
