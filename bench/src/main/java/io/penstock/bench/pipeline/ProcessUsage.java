// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What processes and threads have used, as the operating system counts it. */
final class ProcessUsage {
    /** Index of the user time behind the name in /proc/PID/stat, in ticks of 10 ms; the system time follows. */
    private static final int UTIME = 11;

    private static final long NANOS_PER_TICK = 10_000_000;

    private ProcessUsage() {}

    /** CPU time of this process, all its threads, in nanoseconds. */
    static long ownCpuNanos() {
        return cpuNanos(ProcessHandle.current());
    }

    /** CPU time of a process, in nanoseconds; 0 where the system does not tell. */
    static long cpuNanos(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /** The most memory that a process ever had resident, in bytes; 0 where the system does not tell. */
    static long peakResidentBytes(long pid) throws IOException {
        Path status = Path.of("/proc/" + pid + "/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        }
    }

    /**
     * CPU nanoseconds of a process's live threads, its JIT's and collector's too, added up by name without its numbers. Names are cut at 15
     * characters, as the system keeps them; empty where it does not tell.
     */
    static Map<String, Long> cpuNanosByThread(long pid) throws IOException {
        Map<String, Long> byName = new TreeMap<>();
        Path tasks = Path.of("/proc/" + pid + "/task");
        if (!Files.isDirectory(tasks)) {
            return byName;
        }
        try (Stream<Path> all = Files.list(tasks)) {
            for (Path task : all.toList()) {
                try {
                    String stat = Files.readString(task.resolve("stat"));
                    String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
                    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                    long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1]);
                    byName.merge(name.replaceAll("\\d+", "#"), ticks * NANOS_PER_TICK, Long::sum);
                } catch (NoSuchFileException ended) {
                    continue;
                }
            }
        }
        return byName;
    }
}
