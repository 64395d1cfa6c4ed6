// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.findings.FindingFiles;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a command writes what callouts found. */
final class FindingArguments {
    @Option(
            names = "--findings",
            paramLabel = "FILE",
            description = "Write what callouts found, a JSON object per finding.")
    private String findings;

    @Option(
            names = "--samples",
            paramLabel = "FILE",
            description = "Write the packets that callouts took as samples, as pcapng.")
    private String samples;

    /** Creates the files that were asked for. */
    FindingFiles create() {
        String at = findings == null ? "--samples " + samples : "--findings " + findings;
        try {
            return FindingFiles.create(path(findings), path(samples));
        } catch (IOException | InvalidPathException refused) {
            String why = refused instanceof IOException io ? ErrorLines.ioText(io) : refused.getMessage();
            throw CommandFailure.badInput(at + ": cannot be written: " + why);
        }
    }

    private static Path path(String file) {
        return file == null ? null : Path.of(file);
    }
}
