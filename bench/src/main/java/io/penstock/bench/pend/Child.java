// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Who answers, in a process of its own, which ends when its standard input does. */
final class Child implements AutoCloseable {
    /** The process prints it once it works. */
    static final String READY = "READY";

    private final Process process;

    private Child(Process process) {
        this.process = process;
    }

    /**
     * Starts one, and waits until it is ready.
     *
     * @param main what runs there
     * @param arguments its arguments
     * @throws IOException if it cannot be started or ends before it is ready
     */
    static Child start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (!READY.equals(out.readLine())) {
            throw new IOException("the process of " + main.getSimpleName() + " ended before it was ready");
        }
        return new Child(process);
    }

    long cpuNanos() {
        return process.toHandle()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException | InterruptedException stopped) {
            process.destroyForcibly();
        }
    }
}
