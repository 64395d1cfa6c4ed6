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
record EventSource(String file, InputStream standardInput) {
    EventReport read(String host, EventReader.Listener events) throws ExportException, IOException {
        try (InputStream in = open()) {
            return EventReader.read(file, in, host, events);
        }
    }

    private InputStream open() {
        try {
            return file.equals("-") ? standardInput : Files.newInputStream(Path.of(file));
        } catch (IOException | InvalidPathException unreadable) {
            String why = unreadable instanceof IOException io ? ErrorLines.ioText(io) : unreadable.getMessage();
            throw CommandFailure.badInput(why.startsWith(file) ? why : file + ": " + why);
        }
    }
}
