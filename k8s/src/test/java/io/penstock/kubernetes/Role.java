// SPDX-License-Identifier: Apache-2.0
package io.penstock.kubernetes;

import io.penstock.cli.PenstockCommand;
import io.penstock.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A command on a thread of this process. Close ends it as a signal would. */
final class Role implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Written out = new Written();
    private final Written err = new Written();
    private final Thread thread;
    private final String name;
    private volatile int exitCode = -1;

    /** Tells whoever waits that there is more. */
    private static final class Written extends ByteArrayOutputStream {
        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            super.write(bytes, from, length);
            notifyAll();
        }

        @Override
        public synchronized void write(int next) {
            super.write(next);
            notifyAll();
        }

        synchronized boolean await(String text, Thread writer) throws InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!toString(StandardCharsets.UTF_8).contains(text)) {
                if (System.nanoTime() > end || !writer.isAlive()) {
                    return false;
                }
                wait(200);
            }
            return true;
        }
    }

    private Role(List<String> arguments) {
        name = arguments.getFirst();
        Terminal terminal = new Terminal(
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false);
        thread = Thread.ofPlatform().name("role-" + name).start(() -> {
            exitCode = PenstockCommand.execute(terminal, arguments.toArray(String[]::new));
        });
    }

    static Role start(List<String> arguments) {
        return new Role(arguments);
    }

    /** Waits until it says so. */
    Role await(String text) throws InterruptedException {
        if (!out.await(text, thread)) {
            throw new AssertionError(name + " did not say \"" + text + "\": " + said());
        }
        return this;
    }

    /** Waits until it has ended by itself; its exit code. */
    int awaitEnd() throws InterruptedException {
        if (!thread.join(PATIENCE)) {
            throw new AssertionError(name + " does not end: " + said());
        }
        return exitCode;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Everything, for whom a test has failed. */
    String said() {
        return "exit code " + exitCode + "\n" + out() + err.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
