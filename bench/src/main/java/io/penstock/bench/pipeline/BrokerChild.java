// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pipeline;

import io.penstock.broker.BrokerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The embedded broker in a process of its own, in a directory that goes with it, so that its CPU time can be told apart. */
public final class BrokerChild implements AutoCloseable {
    private static final String READY = "READY ";

    private final Process process;
    private final Path directory;
    private final String bootstrapServers;

    private BrokerChild(Process process, Path directory, String bootstrapServers) {
        this.process = process;
        this.directory = directory;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts one.
     *
     * @param jvmOptions of its JVM
     * @throws IOException if its process cannot be started or ends at once
     */
    public static BrokerChild start(List<String> jvmOptions) throws IOException {
        Path directory = Files.createTempDirectory("penstock-bench-");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BrokerProcess.class.getName()));
        command.addAll(List.of(directory.toString(), "0"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(READY)) {
                return new BrokerChild(process, directory, line.substring(READY.length()));
            }
        }
        throw new IOException("the broker's process ended before it was ready");
    }

    /** What clients need to reach it. */
    public Map<String, Object> clientProperties() {
        return Map.of("bootstrap.servers", bootstrapServers);
    }

    /** HOST:PORT. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Processor time of its process so far, in nanoseconds. */
    public long cpuNanos() {
        return ProcessUsage.cpuNanos(process.toHandle());
    }

    long pid() {
        return process.pid();
    }

    long peakResidentBytes() throws IOException {
        return ProcessUsage.peakResidentBytes(process.pid());
    }

    /** Bytes of log segments, by topic; changelogs and Kafka's own topics too. */
    Map<String, Long> storedBytes() throws IOException {
        Map<String, Long> byTopic = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory, 2)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".log")).toList()) {
                String partition = file.getParent().getFileName().toString();
                byTopic.merge(partition.replaceAll("-\\d+$", ""), Files.size(file), Long::sum);
            }
        }
        return byTopic;
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
