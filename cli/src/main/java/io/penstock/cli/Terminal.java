// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a command reads and writes. Results go to {@code out}, everything else to {@code err}; both are UTF-8.
 *
 * @param in standard input
 * @param out results; buffered, flushed at the end of the command
 * @param err errors, notes and progress; flushed line by line
 * @param outIsTerminal whether a person sees {@code out} as it is written: colours are shown
 * @param errIsTerminal whether a person sees {@code err} as it is written: progress is shown
 */
public record Terminal(InputStream in, PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal) {
    private static final int OUT_BUFFER_BYTES = 1 << 16;

    /** The process's own streams. */
    static Terminal ofProcess() {
        PrintStream out = new PrintStream(
                new java.io.BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUT_BUFFER_BYTES),
                false,
                StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return new Terminal(new FileInputStream(FileDescriptor.in), out, err, isTerminal(1), isTerminal(2));
    }

    /** A note for the user, one line. */
    public void say(String line) {
        err.println("penstock: " + line);
    }

    /** Whether output may be coloured: a person sees it, and did not ask for none (https://no-color.org). */
    public boolean isColoured() {
        return outIsTerminal && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
    }

    /** Linux tells each stream apart; elsewhere Java knows only of both together. */
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (Files.isSymbolicLink(link)) {
            try {
                String target = Files.readSymbolicLink(link).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            } catch (IOException unknown) {
                return false;
            }
        }
        return System.console() != null && System.console().isTerminal();
    }
}
