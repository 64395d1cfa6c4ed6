// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.reclassify.ChangeSink;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps what each part has to tell in a file of its own, so that parts read side by side are told one after the other. Any thread. */
public final class ChangeFiles implements ChangeSink.Factory, AutoCloseable {
    private final Path folder;
    private final int parts;
    private final Maker maker;

    /** Makes a sink that writes to a file. */
    public interface Maker {
        /**
         * The sink.
         *
         * @param out closed by it
         * @throws IOException if the beginning cannot be written
         */
        ChangeSink to(OutputStream out) throws IOException;
    }

    private ChangeFiles(Path folder, int parts, Maker maker) {
        this.folder = folder;
        this.parts = parts;
        this.maker = maker;
    }

    /**
     * Files for so many parts, in a folder that is deleted in the end.
     *
     * @throws IOException if there is no place for them
     */
    public static ChangeFiles create(int parts, Maker maker) throws IOException {
        return new ChangeFiles(Files.createTempDirectory("penstock-reclassify"), parts, maker);
    }

    @Override
    public ChangeSink open(int part) throws IOException {
        return maker.to(new BufferedOutputStream(Files.newOutputStream(file(part))));
    }

    /**
     * Writes them one after the other.
     *
     * @throws IOException if one cannot be read, or {@code out} not be written
     */
    public void copyTo(OutputStream out) throws IOException {
        for (int part = 0; part < parts; part++) {
            Files.copy(file(part), out);
        }
    }

    private Path file(int part) {
        return folder.resolve(Integer.toString(part));
    }

    @Override
    public void close() throws IOException {
        for (int part = 0; part < parts; part++) {
            Files.deleteIfExists(file(part));
        }
        Files.deleteIfExists(folder);
    }
}
