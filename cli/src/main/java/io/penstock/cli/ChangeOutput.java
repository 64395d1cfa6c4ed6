// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.parquet.ChangeTable;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where the packets that are changed or moved go: lines to standard output, or rows to a file whose place is known to be good before the work begins. */
sealed interface ChangeOutput {
    /** What writes the lines. */
    @FunctionalInterface
    interface Lines {
        void copyTo(OutputStream out) throws IOException;
    }

    /** Takes the lines in their order. */
    void write(Lines lines) throws IOException;

    /**
     * The output that a user asks for.
     *
     * @param file as the user named it, with {@code parquet} alone
     */
    static ChangeOutput of(Terminal terminal, boolean parquet, String file) {
        if (!parquet) {
            return new ToTerminal(terminal);
        }
        try {
            Path path = Path.of(file);
            Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            return new ToTable(path);
        } catch (IOException | InvalidPathException refused) {
            String why = refused instanceof IOException io ? ErrorLines.ioText(io) : refused.getMessage();
            throw CommandFailure.badInput("-o " + file + ": cannot be written: " + why);
        }
    }

    /** Lines on standard output. */
    record ToTerminal(Terminal terminal) implements ChangeOutput {
        @Override
        public void write(Lines lines) throws IOException {
            lines.copyTo(terminal.out());
        }
    }

    /** Rows in a Parquet file; what stood there stays until they are known. */
    record ToTable(Path path) implements ChangeOutput {
        @Override
        public void write(Lines lines) throws IOException {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
                ChangeTable table = new ChangeTable(out);
                lines.copyTo(table);
                table.finish();
            }
        }
    }
}
