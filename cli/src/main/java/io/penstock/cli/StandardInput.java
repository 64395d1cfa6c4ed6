// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Standard input, kept in a temporary file where it has to be read twice. */
final class StandardInput implements AutoCloseable {
    private final InputStream stream;
    private final Path copy;

    private StandardInput(InputStream stream, Path copy) {
        this.stream = stream;
        this.copy = copy;
    }

    /** @param twice whether captures among {@code files} are read a second time */
    static StandardInput of(List<String> files, boolean twice, InputStream in) throws IOException {
        if (!twice || !files.contains("-")) {
            return new StandardInput(in, null);
        }
        Path copy = Files.createTempFile("penstock-stdin-", ".pcap");
        Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        return new StandardInput(null, copy);
    }

    /** The input, from its start. */
    InputStream stream() {
        if (copy == null) {
            return stream;
        }
        try {
            return Files.newInputStream(copy);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void close() throws IOException {
        if (copy != null) {
            Files.deleteIfExists(copy);
        }
    }
}
