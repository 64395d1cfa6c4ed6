// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.reclassify.ReclassificationReport;
import io.penstock.reclassify.html.HtmlReport;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The page that {@code --report} asks for, or none. Whether it can be written is known before the work begins; what stood there stays until it is done. */
final class ReportFile {
    private final Path path;

    private ReportFile(Path path) {
        this.path = path;
    }

    /**
     * The file of this name.
     *
     * @param file as the user named it; null for none
     */
    static ReportFile of(String file) {
        if (file == null) {
            return new ReportFile(null);
        }
        try {
            Path path = Path.of(file);
            Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            return new ReportFile(path);
        } catch (IOException | InvalidPathException refused) {
            String why = refused instanceof IOException io ? ErrorLines.ioText(io) : refused.getMessage();
            throw CommandFailure.badInput("--report " + file + ": cannot be written: " + why);
        }
    }

    void write(ReclassificationReport report) throws IOException {
        if (path != null) {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
                HtmlReport.write(report, out);
            }
        }
    }
}
