// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Something that holds the bytes of a capture, and the name by which messages call it. */
public sealed interface CaptureSource {
    /** What the user calls it. */
    String name();

    /** Opens the bytes; the caller closes them. */
    InputStream open() throws IOException;

    /** Whether bytes may arrive slowly and only once, so that nothing may wait for them without a limit. */
    default boolean live() {
        return false;
    }

    /** The argument of a command: a path, or {@code -} for the stream given. */
    static CaptureSource of(String argument, InputStream standardInput) {
        return argument.equals("-") ? new Stream("-", standardInput) : new File(Path.of(argument));
    }

    /** A capture file, or a named pipe, which is as slow as who writes it. */
    record File(Path path) implements CaptureSource {
        @Override
        public boolean live() {
            return !Files.isRegularFile(path);
        }

        @Override
        public String name() {
            return path.toString();
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }
    }

    /** Standard input, or another stream. */
    record Stream(String name, InputStream stream) implements CaptureSource {
        @Override
        public InputStream open() {
            return stream;
        }

        @Override
        public boolean live() {
            return true;
        }
    }

    /** A capture in memory; the array is not copied. */
    record Bytes(String name, byte[] bytes) implements CaptureSource {
        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }

    /** A capture that is made while it is read, from the start each time it is opened. */
    record Made(String name, Supplier<InputStream> maker) implements CaptureSource {
        @Override
        public InputStream open() {
            return maker.get();
        }
    }
}
