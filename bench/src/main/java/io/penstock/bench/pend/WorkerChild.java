// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import io.penstock.worker.CalloutWorker;
import io.penstock.worker.WorkerConfig;
import io.penstock.worker.WorkerMetrics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A worker in a process of its own. */
final class WorkerChild implements AutoCloseable {
    private static final String READY = "READY";

    private final Process process;

    private WorkerChild(Process process) {
        this.process = process;
    }

    static WorkerChild start(String bootstrapServers, int lingerMs) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerChild.class.getName(),
                        bootstrapServers,
                        Integer.toString(lingerMs)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (!READY.equals(out.readLine())) {
            throw new IOException("the worker's process ended before it was ready");
        }
        return new WorkerChild(process);
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

    /**
     * The process: works until its standard input ends.
     *
     * @param arguments bootstrap servers and milliseconds to linger
     */
    public static void main(String[] arguments) throws IOException {
        WorkerConfig defaults = WorkerConfig.of(
                Map.of("bootstrap.servers", arguments[0]),
                "bench-" + ProcessHandle.current().pid());
        WorkerConfig config = new WorkerConfig(
                defaults.client(),
                defaults.worker(),
                defaults.concurrency(),
                defaults.batch(),
                defaults.lock(),
                Integer.parseInt(arguments[1]));
        try (CalloutWorker worker = CalloutWorker.start(config, PendPolicy.Permitting::new, WorkerMetrics.NOOP)) {
            System.out.println(READY);
            while (System.in.read() >= 0 && worker.failure().isEmpty()) {
                continue;
            }
        }
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
