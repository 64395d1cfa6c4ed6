// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.findings;

import io.penstock.ingest.capture.CapturedPacket;
import io.penstock.ingest.capture.FileDirection;
import io.penstock.ingest.capture.PcapngWriter;
import io.penstock.schemas.Finding;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The packets that callouts took as samples, as a pcapng whose comments say who took each and why. One thread. */
final class SampleCapture implements AutoCloseable {
    private static final int LONGEST_COMMENT = 1_000;

    private final PcapngWriter writer;
    private final CapturedPacket packet = new CapturedPacket();

    private SampleCapture(PcapngWriter writer) {
        this.writer = writer;
    }

    /** Creates the file, or empties it. */
    static SampleCapture create(Path file) throws IOException {
        return new SampleCapture(PcapngWriter.open(new BufferedOutputStream(Files.newOutputStream(file))));
    }

    /** Writes the sample that a finding has, if it has one. */
    void write(Finding found) throws IOException {
        if (found.getFrame() == null) {
            return;
        }
        ByteBuffer view = found.getFrame().duplicate();
        byte[] frame = new byte[view.remaining()];
        view.get(frame);
        packet.wrap(frame, 0, frame.length, found.getWireLength())
                .describe(found.getLinkType(), (int) found.getInterfaceId(), direction(found), found.getSequence());
        packet.captureTime().setEpochNanos(found.getCaptureTimeNanos());
        writer.write(packet, comment(found));
    }

    private static FileDirection direction(Finding found) {
        return switch (found.getDirection()) {
            case INBOUND -> FileDirection.INBOUND;
            case OUTBOUND -> FileDirection.OUTBOUND;
            case FORWARD -> FileDirection.UNKNOWN;
        };
    }

    private static String comment(Finding found) {
        String text = found.getCalloutKey() + " " + found.getKey() + ": " + found.getMessage() + " (packet "
                + found.getSequence() + " of " + found.getAgent() + ")";
        return text.length() <= LONGEST_COMMENT ? text : text.substring(0, LONGEST_COMMENT);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
