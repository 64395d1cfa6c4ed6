// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.findings;

import io.penstock.schemas.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The files that findings are written to; none, where nobody asked for them. One thread. */
public final class FindingFiles implements AutoCloseable {
    /** Writes nothing. */
    public static final FindingFiles NONE = new FindingFiles(null, null);

    private final FindingLog log;
    private final SampleCapture samples;

    private FindingFiles(FindingLog log, SampleCapture samples) {
        this.log = log;
        this.samples = samples;
    }

    /**
     * Creates the files.
     *
     * @param log for JSON lines, or null
     * @param samples for sampled packets, or null
     */
    public static FindingFiles create(Path log, Path samples) throws IOException {
        FindingLog lines = log == null ? null : FindingLog.create(log);
        try {
            return new FindingFiles(lines, samples == null ? null : SampleCapture.create(samples));
        } catch (IOException refused) {
            if (lines != null) {
                lines.close();
            }
            throw refused;
        }
    }

    /** Whether anything is written. */
    public boolean isWanted() {
        return log != null || samples != null;
    }

    /**
     * Writes one.
     *
     * @throws UncheckedIOException if a file cannot be written
     */
    public void write(Finding found) {
        try {
            if (log != null) {
                log.write(found);
            }
            if (samples != null) {
                samples.write(found);
            }
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (log != null) {
                log.close();
            }
        } finally {
            if (samples != null) {
                samples.close();
            }
        }
    }
}
