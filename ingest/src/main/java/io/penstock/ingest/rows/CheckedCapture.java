// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.rows;

import io.penstock.ingest.capture.BadCaptureException;
import io.penstock.ingest.capture.CaptureReader;
import io.penstock.ingest.capture.CaptureSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/**
 * A capture whose file header was found good. A regular file is closed again until its turn comes, so that any number of them
 * costs no descriptors and buffers; a pipe is kept open, since it can be read only once.
 */
final class CheckedCapture implements AutoCloseable {
    private final CaptureSource source;
    private CaptureReader reader;

    private CheckedCapture(CaptureSource source, CaptureReader reader) {
        this.source = source;
        this.reader = reader;
    }

    static CheckedCapture open(CaptureSource source) throws BadCaptureException {
        CaptureReader reader = CaptureReader.open(source);
        if (source instanceof CaptureSource.File file && Files.isRegularFile(file.path())) {
            close(reader);
            return new CheckedCapture(source, null);
        }
        return new CheckedCapture(source, reader);
    }

    CaptureSource source() {
        return source;
    }

    /** The capture from its first packet; it belongs to the caller, and can be had once. */
    CaptureReader begin() throws BadCaptureException {
        CaptureReader begun = reader == null ? CaptureReader.open(source) : reader;
        reader = null;
        return begun;
    }

    @Override
    public void close() {
        if (reader != null) {
            close(reader);
            reader = null;
        }
    }

    /** Closes a reader from which nothing more is wanted. */
    static void close(CaptureReader reader) {
        try {
            reader.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(reader.source().name() + ": cannot be closed", broken);
        }
    }
}
