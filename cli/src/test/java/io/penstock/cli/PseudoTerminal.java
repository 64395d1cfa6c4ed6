// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jline.builtins.ScreenTerminal;

/**
 * The command on a pseudo terminal of the kernel's, its output drawn by a terminal emulator: the screen as a person would see it. The pseudo terminal is made by
 * {@code script} of util-linux.
 */
final class PseudoTerminal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Process process;
    private final Path name;
    private ScreenTerminal screen;
    private int columns;
    private int rows;

    private PseudoTerminal(Process process, Path name, int columns, int rows) {
        this.process = process;
        this.name = name;
        this.columns = columns;
        this.rows = rows;
        screen = new ScreenTerminal(columns, rows);
        Thread.ofPlatform().daemon().name("terminal emulator").start(this::draw);
    }

    /** Whether this system has what it takes. */
    static boolean isPossible() {
        return Files.isExecutable(Path.of("/usr/bin/script")) && Files.isExecutable(Path.of("/usr/bin/stty"));
    }

    /** Starts the command on a terminal of that size. */
    static PseudoTerminal start(Path folder, int columns, int rows, String... arguments) throws IOException {
        Path name = folder.resolve("terminal");
        List<String> java = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PenstockCommand.class.getName()));
        java.addAll(Arrays.asList(arguments));
        Path command = Files.writeString(
                folder.resolve("command.sh"),
                "stty rows " + rows + " cols " + columns + "\ntty > " + name + "\nexec '" + String.join("' '", java)
                        + "'\n");
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/script", "-qfec", "sh " + command, "/dev/null");
        builder.environment().put("TERM", "screen-256color");
        builder.environment().remove("NO_COLOR");
        return new PseudoTerminal(builder.start(), name, columns, rows);
    }

    private void draw() {
        try (Reader output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            char[] some = new char[4096];
            for (int read = output.read(some); read >= 0; read = output.read(some)) {
                write(new String(some, 0, read));
            }
        } catch (IOException ended) {
            // The process is gone, and with it its terminal.
        }
    }

    private synchronized void write(String text) {
        screen.write(text);
    }

    /** Presses keys. */
    void press(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /**
     * Gives it another size, as a person does who drags the window's corner. The emulator forgets what it had shown, for it cannot widen its lines: what is to be seen
     * must be drawn again.
     */
    void resize(int newColumns, int newRows) throws IOException, InterruptedException {
        synchronized (this) {
            columns = newColumns;
            rows = newRows;
            screen = new ScreenTerminal(columns, rows);
        }
        Process stty = new ProcessBuilder(
                        "/usr/bin/stty",
                        "-F",
                        Files.readString(name).strip(),
                        "rows",
                        Integer.toString(newRows),
                        "cols",
                        Integer.toString(newColumns))
                .inheritIO()
                .start();
        if (stty.waitFor() != 0) {
            throw new IOException("stty ended with " + stty.exitValue());
        }
    }

    /** The lines of the screen, without blanks at their ends. */
    synchronized List<String> lines() {
        long[] cells = new long[columns * rows];
        screen.dump(cells, 0, 0, rows, columns, new int[2]);
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                int character = (int) (cells[row * columns + column] & 0x7fff_ffffL);
                line.appendCodePoint(character == 0 ? ' ' : character);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** Waits until the screen is so. */
    List<String> await(String what, Predicate<List<String>> isSo) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<String> lines = lines();
        while (!isSo.test(lines)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no " + what + " within " + PATIENCE + ":\n" + String.join("\n", lines));
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            lines = lines();
        }
        return lines;
    }

    /** Waits for its end and gives the exit code. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end:\n" + String.join("\n", lines()));
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
