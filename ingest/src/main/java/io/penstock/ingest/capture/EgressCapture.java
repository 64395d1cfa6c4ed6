// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A capture file for packets whose link types are not known beforehand: a classic pcap while there is one link type, and
 * rewritten as pcapng when a second one comes. Without packets it is an empty pcap of Ethernet.
 */
public final class EgressCapture implements CaptureWriter {
    private static final int LINKTYPE_ETHERNET = 1;

    private final Path file;
    private CaptureWriter writer;
    private int linkType;

    private EgressCapture(Path file) {
        this.file = file;
    }

    /** Creates the file, or empties it, so that a path that cannot be written is refused before any work. */
    public static EgressCapture create(Path file) throws IOException {
        EgressCapture capture = new EgressCapture(file);
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // A pipe or device cannot be rewritten, so it gets the format that holds everything.
            capture.writer = PcapngWriter.open(Files.newOutputStream(file));
        } else {
            Files.newOutputStream(file).close();
        }
        return capture;
    }

    @Override
    public void write(CapturedPacket packet) throws IOException {
        if (writer == null) {
            linkType = packet.linkType();
            writer = PcapWriter.open(Files.newOutputStream(file), linkType);
        } else if (writer instanceof PcapWriter && packet.linkType() != linkType) {
            writer.close();
            writer = rewritten();
        }
        writer.write(packet);
    }

    private PcapngWriter rewritten() throws IOException {
        Path old = Files.createTempFile(file.toAbsolutePath().getParent(), "egress", ".pcap");
        Files.move(file, old, StandardCopyOption.REPLACE_EXISTING);
        PcapngWriter mixed = PcapngWriter.open(Files.newOutputStream(file));
        try (CaptureReader reader = CaptureReader.open(new CaptureSource.File(old))) {
            CapturedPacket packet = new CapturedPacket();
            while (reader.next(packet)) {
                mixed.write(packet);
            }
        } finally {
            Files.delete(old);
        }
        return mixed;
    }

    @Override
    public void close() throws IOException {
        if (writer == null) {
            writer = PcapWriter.open(Files.newOutputStream(file), LINKTYPE_ETHERNET);
        }
        writer.close();
    }
}
