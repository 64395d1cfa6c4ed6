// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.ingest.capture.CaptureSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Captures that can be read twice: what comes through a pipe is copied to a file first, which is deleted in the end. */
public final class SpooledCaptures implements AutoCloseable {
    private final List<CaptureSource> sources = new ArrayList<>();
    private final List<Path> copies = new ArrayList<>();

    private SpooledCaptures() {}

    /**
     * The captures of a command.
     *
     * @throws IOException if one that comes through a pipe cannot be copied
     */
    public static SpooledCaptures of(List<String> files, InputStream standardInput) throws IOException {
        SpooledCaptures spooled = new SpooledCaptures();
        for (String file : files) {
            CaptureSource source = CaptureSource.of(file, standardInput);
            boolean pipe = source instanceof CaptureSource.Stream || isPipe(Path.of(file));
            spooled.sources.add(pipe ? spooled.copy(source) : source);
        }
        return spooled;
    }

    private static boolean isPipe(Path path) {
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }

    private CaptureSource copy(CaptureSource source) throws IOException {
        Path copy = Files.createTempFile("penstock-capture", "");
        copies.add(copy);
        try (InputStream in = source.open()) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return new CaptureSource.Made(source.name(), () -> opened(copy));
    }

    private static InputStream opened(Path copy) {
        try {
            return Files.newInputStream(copy);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** The captures, in the order given. */
    public List<CaptureSource> sources() {
        return List.copyOf(sources);
    }

    @Override
    public void close() throws IOException {
        for (Path copy : copies) {
            Files.deleteIfExists(copy);
        }
    }
}
