// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.ingest.capture.CapturedPacket;
import io.penstock.ingest.capture.EgressCapture;
import io.penstock.ingest.capture.FileDirection;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where packets that leave are written, or nowhere. One thread. */
final class Egress implements AutoCloseable {
    private final EgressCapture capture;
    private final CapturedPacket clone = new CapturedPacket();
    private long number;

    private Egress(EgressCapture capture) {
        this.capture = capture;
    }

    /** Creates the file; null writes nowhere. */
    static Egress to(String file) {
        if (file == null) {
            return new Egress(null);
        }
        try {
            return new Egress(EgressCapture.create(Path.of(file)));
        } catch (IOException | InvalidPathException refused) {
            String why = refused instanceof IOException io ? ErrorLines.ioText(io) : refused.getMessage();
            throw CommandFailure.badInput("--egress " + file + ": cannot be written: " + why);
        }
    }

    boolean isWanted() {
        return capture != null;
    }

    /** A permitted packet, as it was captured. */
    void write(CapturedPacket packet) {
        if (capture == null) {
            return;
        }
        try {
            number++;
            capture.write(packet);
        } catch (IOException full) {
            throw CommandFailure.outside("--egress: " + ErrorLines.ioText(full), full);
        }
    }

    /** A frame that was injected, at the capture time of the packet whose place it takes. */
    void write(byte[] bytes, int offset, int length, long wireLength, int linkType, int interfaceId, long nanos) {
        clone.wrap(bytes, offset, length, wireLength)
                .describe(linkType, interfaceId, FileDirection.UNKNOWN, number + 1);
        clone.captureTime().setEpochNanos(nanos);
        write(clone);
    }

    @Override
    public void close() {
        if (capture == null) {
            return;
        }
        try {
            capture.close();
        } catch (IOException full) {
            throw CommandFailure.outside("--egress: " + ErrorLines.ioText(full), full);
        }
    }
}
