// SPDX-License-Identifier: Apache-2.0
package io.penstock.testsupport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A role in a JVM of its own, with the test's class path, so that it can be killed. Its main class must end when its standard input does:
 * so it never outlives the test. Thread-safe.
 */
public final class ChildJvm implements AutoCloseable {
    private static final Duration PROPER_END = Duration.ofSeconds(30);
    private static final int KEPT_LINES = 2_000;

    private final String name;
    private final Process process;
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<String> lines = new ArrayDeque<>();
    private boolean ended;

    private ChildJvm(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /** Starts the main class with arguments. */
    public static ChildJvm start(Class<?> main, String... arguments) {
        return start(main, List.of(), arguments);
    }

    /**
     * Starts the main class with one more directory or jar on its class path, as an operator adds a callout's.
     *
     * @throws UncheckedIOException if no process can be made
     */
    public static ChildJvm start(Path besides, Class<?> main, String... arguments) {
        return start(List.of(), List.of(besides), main, arguments);
    }

    /**
     * Starts the main class with more directories or jars on its class path. A class in one that is ahead takes the place of ours of its name, as if it were of another release.
     *
     * @throws UncheckedIOException if no process can be made
     */
    public static ChildJvm start(List<Path> ahead, List<Path> behind, Class<?> main, String... arguments) {
        return start(main, List.of(), ChildClassPath.ofThisProcess().with(ahead, behind), arguments);
    }

    /**
     * Starts the main class with options for the JVM, such as {@code -Dname=value}, and arguments.
     *
     * @throws UncheckedIOException if no process can be made
     */
    public static ChildJvm start(Class<?> main, List<String> options, String... arguments) {
        return start(main, options, ChildClassPath.ofThisProcess().with(List.of(), List.of()), arguments);
    }

    private static ChildJvm start(Class<?> main, List<String> options, String classPath, String... arguments) {
        try {
            Process process = new ProcessBuilder(command(main, options, classPath, arguments))
                    .redirectErrorStream(true)
                    .start();
            ChildJvm child = new ChildJvm(main.getSimpleName(), process);
            // Not a virtual thread: reading a pipe keeps its carrier, and there are as many of those as processors.
            Thread.ofPlatform().daemon().name("output of " + child.name).start(child::read);
            return child;
        } catch (IOException failed) {
            throw new UncheckedIOException("no process for " + main.getName(), failed);
        }
    }

    private static List<String> command(Class<?> main, List<String> options, String classPath, String... arguments) {
        List<String> command = new ArrayList<>(java());
        ClassArchive.file().ifPresent(archive -> {
            command.add("-XX:SharedArchiveFile=" + archive);
            // One that does not fit is no affair of who reads the output.
            command.add("-Xlog:aot*=off,cds*=off");
        });
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The JVM with the options that every child has. They are many and short-lived: little memory, quick start. */
    static List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED");
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                add(line);
            }
        } catch (IOException killed) {
            add("(output ends: " + killed.getMessage() + ")");
        } finally {
            end();
        }
    }

    private void add(String line) {
        lock.lock();
        try {
            lines.addLast(line);
            if (lines.size() > KEPT_LINES) {
                lines.removeFirst();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a line of its output that starts with a prefix.
     *
     * @return what follows the prefix
     * @throws IllegalStateException with its output, if it ends before or the time is over
     */
    public String awaitLine(String prefix, Duration atMost) {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (left > 0) {
                for (String line : lines) {
                    if (line.startsWith(prefix)) {
                        return line.substring(prefix.length());
                    }
                }
                if (ended) {
                    break;
                }
                left = changed.awaitNanos(left);
            }
            String when = ended ? "before it ended" : "within " + atMost;
            throw new IllegalStateException(
                    name + " has not said \"" + prefix + "\" " + when + ":\n" + String.join("\n", lines));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, interrupted);
        } finally {
            lock.unlock();
        }
    }

    /** The last lines that it wrote, to either stream. */
    public List<String> output() {
        lock.lock();
        try {
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    /** SIGKILL, and waits until it is gone: no handler ran, no buffer was flushed, no transaction was ended. */
    public void kill() {
        process.destroyForcibly();
        waitFor(PROPER_END);
    }

    /**
     * Waits until it has ended by itself.
     *
     * @return its exit code
     * @throws IllegalStateException with its output, if the time is over
     */
    public int awaitEnd(Duration atMost) {
        if (!waitFor(atMost)) {
            throw new IllegalStateException(
                    name + " has not ended within " + atMost + ":\n" + String.join("\n", output()));
        }
        return process.exitValue();
    }

    /** SIGTERM alone, its standard input stays open; waits until it has ended, 30 s at most, and gives its exit code. */
    public int terminate() {
        signal("TERM");
        return awaitEnd(PROPER_END);
    }

    /** SIGSTOP: it stays connected and says nothing, like a process on a host that swaps. */
    public void freeze() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + signal + " of " + name + " ended with " + exit);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while signalling " + name, interrupted);
        }
    }

    /** What it reads from standard input. Writing blocks while it does not read, and fails once it has ended. */
    public OutputStream standardInput() {
        return process.getOutputStream();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends its standard input, upon which it should end properly; kills it if it does not within 30 s. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            // It has ended already: what was wanted.
            process.destroyForcibly();
        }
        if (!waitFor(PROPER_END)) {
            kill();
        }
    }

    private boolean waitFor(Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
