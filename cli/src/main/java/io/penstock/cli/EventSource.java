// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.engine.policy.document.export.ExportException;
import io.penstock.ingest.events.EventReader;
import io.penstock.ingest.events.EventReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file of events that a user names; {@code -} is standard input. */
final class EventSource {
    private final String file;
    private final InputStream standardInput;
    private Path copy;

    EventSource(String file, InputStream standardInput) {
        this.file = file;
        this.standardInput = standardInput;
    }

    EventReport read(String host, EventReader.Listener events) throws ExportException, IOException {
        try (InputStream in = open()) {
            return EventReader.read(file, in, host, events);
        }
    }

    /** Whether it is a file: what comes through a pipe is gone once it was read. */
    boolean canBeReadTwice() {
        return !file.equals("-") && (!Files.exists(path()) || Files.isRegularFile(path()));
    }

    /** Reads from a copy from now on. */
    void copyTo(Path place) throws IOException {
        try (InputStream in = open()) {
            Files.copy(in, place);
        }
        copy = place;
    }

    /** Its name without folders, {@code stdin} where it has none. */
    String name() {
        Path name = file.equals("-") ? null : path().getFileName();
        return name == null ? "stdin" : name.toString();
    }

    private InputStream open() {
        try {
            if (copy != null) {
                return Files.newInputStream(copy);
            }
            if (file.equals("-")) {
                return standardInput;
            }
            if (Files.isDirectory(path())) {
                throw CommandFailure.badInput(file + ": is a directory");
            }
            return Files.newInputStream(path());
        } catch (IOException unreadable) {
            throw refused(ErrorLines.ioText(unreadable));
        }
    }

    private Path path() {
        try {
            return Path.of(file);
        } catch (InvalidPathException unreadable) {
            throw refused(unreadable.getMessage());
        }
    }

    private CommandFailure refused(String why) {
        return CommandFailure.badInput(why.startsWith(file) ? why : file + ": " + why);
    }
}
