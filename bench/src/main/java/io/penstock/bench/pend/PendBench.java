// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** Pends beside plain request and reply, in turn, each pass with a broker of its own; then with a worker killed; and what idleness costs. */
public final class PendBench {
    /** Each request by itself. */
    private static final String EVEN = "request/reply ";
    /** Requests at the moments of an agent's records. */
    private static final String GATHERED = "request/reply, gathered ";

    private final int partitions;
    private final boolean embedded;
    private final Map<String, List<Row>> rows = new LinkedHashMap<>();

    private record Row(String name, double p50, double p99, double p999, double load, Cost cost) {
        static Row of(String name, Histogram micros, double load, Cost cost) {
            return new Row(
                    name,
                    micros.getValueAtPercentile(50) / 1e3,
                    micros.getValueAtPercentile(99) / 1e3,
                    micros.getValueAtPercentile(99.9) / 1e3,
                    load,
                    cost);
        }
    }

    private PendBench(int partitions, boolean embedded) {
        this.partitions = partitions;
        this.embedded = embedded;
    }

    /**
     * Runs it.
     *
     * @param arguments {@code -r} passes of each kind (3), {@code --warm-up} seconds that do not count (200), {@code --seconds} measured in each (20),
     *     {@code --rates} a list (1000,5000), {@code --partitions} of the packets' topic, and of the replies' (4), {@code --only} a list of idle, request,
     *     gathered, pend and kill (all), {@code --broker} embedded in this process or apart (embedded)
     */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new LinkedHashMap<>(Map.of(
                "-r",
                "3",
                "--warm-up",
                "200",
                "--seconds",
                "20",
                "--rates",
                "1000,5000",
                "--partitions",
                "4",
                "--only",
                "idle,request,gathered,pend,kill",
                "--broker",
                "embedded"));
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            if (options.replace(arguments[i], arguments[i + 1]) == null) {
                throw new IllegalArgumentException("no such option: " + arguments[i]);
            }
        }
        int warmUp = Integer.parseInt(options.get("--warm-up"));
        int seconds = Integer.parseInt(options.get("--seconds"));
        Set<String> only = Set.of(options.get("--only").split(","));
        PendBench bench =
                new PendBench(Integer.parseInt(options.get("--partitions")), isEmbedded(options.get("--broker")));
        if (only.contains("idle")) {
            bench.idle();
        }
        System.out.printf(
                "%-32s %9s %9s %9s %6s %9s %9s %9s%n",
                "pass", "p50 ms", "p99 ms", "p99.9 ms", "load", "here µs", "worker µs", "broker µs");
        for (int pass = 0; pass < Integer.parseInt(options.get("-r")); pass++) {
            for (String rate : options.get("--rates").split(",")) {
                Pace pace = new Pace(Integer.parseInt(rate), warmUp, seconds);
                if (only.contains("request")) {
                    bench.requestReply(pace, false);
                }
                if (only.contains("gathered")) {
                    bench.requestReply(pace, true);
                }
                if (only.contains("pend")) {
                    bench.pend(pace, false);
                }
                if (only.contains("kill")) {
                    bench.pend(pace, true);
                }
            }
        }
        bench.finish();
    }

    private void idle() throws Exception {
        // Alone in its process, or what the topology takes could not be told.
        try (PassBroker broker = PassBroker.Apart.start();
                Scratch state = Scratch.create()) {
            Pace none = new Pace(1, 0, 1);
            Idleness idle = new PendRoundTrip(
                            broker.bootstrapServers(),
                            state.path(),
                            partitions,
                            none,
                            new Cost.Meter(none, broker::cpuNanos))
                    .idle();
            System.out.printf(
                    Locale.ROOT,
                    "idle: worker %.2f %% of a core, topology %.2f %%%n",
                    100 * idle.worker(),
                    100 * idle.topology());
        }
    }

    private static boolean isEmbedded(String broker) {
        return switch (broker) {
            case "embedded" -> true;
            case "apart" -> false;
            default -> throw new IllegalArgumentException("--broker " + broker + " is neither embedded nor apart");
        };
    }

    private PassBroker broker() throws IOException {
        return embedded ? PassBroker.Embedded.start() : PassBroker.Apart.start();
    }

    private void requestReply(Pace pace, boolean gathered) throws Exception {
        double load = load();
        try (PassBroker broker = broker()) {
            Cost.Meter meter = new Cost.Meter(pace, broker::cpuNanos);
            RoundTrips trips = new RequestReply(broker.bootstrapServers(), partitions, pace, meter).run(gathered);
            note(Row.of(
                    (gathered ? GATHERED : EVEN) + pace.perSecond() + "/s",
                    micros(trips, pace, new BitSet()),
                    load,
                    meter.cost()));
        }
    }

    private void pend(Pace pace, boolean kill) throws Exception {
        double load = load();
        try (PassBroker broker = broker();
                Scratch state = Scratch.create()) {
            Cost.Meter meter = new Cost.Meter(pace, broker::cpuNanos);
            PendRoundTrip pend = new PendRoundTrip(broker.bootstrapServers(), state.path(), partitions, pace, meter);
            RoundTrips trips = pend.run(kill);
            String name = (kill ? "pend, kill " : "pend ") + pace.perSecond() + "/s";
            note(Row.of(name, micros(trips, pace, pend.redelivered()), load, meter.cost()));
            if (kill) {
                System.out.println(
                        "    delivered again, left out: " + pend.redelivered().cardinality());
            }
        }
    }

    private static Histogram micros(RoundTrips trips, Pace pace, BitSet leftOut) {
        return trips.micros(pace.firstMeasured(), leftOut);
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private void note(Row row) {
        rows.computeIfAbsent(row.name(), missing -> new ArrayList<>()).add(row);
        System.out.printf(
                Locale.ROOT,
                "%-32s %9.2f %9.2f %9.2f %6.1f %9.0f %9.0f %9.0f%n",
                row.name(),
                row.p50(),
                row.p99(),
                row.p999(),
                row.load(),
                row.cost().here(),
                row.cost().worker(),
                row.cost().broker());
    }

    private void finish() throws IOException {
        rows.forEach((name, all) -> System.out.printf(
                Locale.ROOT,
                "median of %d: %-32s p50 %.2f ms, p99 %.2f, p99.9 %.2f%s%n",
                all.size(),
                name,
                median(all, Row::p50),
                median(all, Row::p99),
                median(all, Row::p999),
                ratio(name, all)));
        Path results = Path.of("bench/results");
        Files.createDirectories(results);
        Path file = results.resolve(Instant.now().toString().replace(":", "") + "-pend.csv");
        List<String> lines = new ArrayList<>(List.of("pass,p50Ms,p99Ms,p999Ms,loadBefore"));
        rows.values()
                .forEach(all -> all.forEach(row -> lines.add(String.format(
                        Locale.ROOT,
                        "%s,%.3f,%.3f,%.3f,%.2f",
                        row.name(),
                        row.p50(),
                        row.p99(),
                        row.p999(),
                        row.load()))));
        Files.write(file, lines);
        System.out.println("written to " + file);
    }

    /** A pend's figures over those of plain requests and replies at the same rate. */
    private String ratio(String name, List<Row> all) {
        String rate = name.substring(name.lastIndexOf(' ') + 1);
        return name.startsWith(EVEN.strip())
                ? ""
                : Stream.of(EVEN, GATHERED)
                        .filter(anchor -> rows.containsKey(anchor + rate))
                        .map(anchor -> ratio(anchor, all, rows.get(anchor + rate)))
                        .collect(Collectors.joining());
    }

    private static String ratio(String name, List<Row> all, List<Row> anchor) {
        return String.format(
                Locale.ROOT,
                "; over %s: p50 %.2f, p99 %.2f, p99.9 %.2f",
                name.strip(),
                median(all, Row::p50) / median(anchor, Row::p50),
                median(all, Row::p99) / median(anchor, Row::p99),
                median(all, Row::p999) / median(anchor, Row::p999));
    }

    private static double median(List<Row> all, Function<Row, Double> of) {
        double[] sorted = all.stream().mapToDouble(of::apply).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** A directory that goes when it is closed. */
    private record Scratch(Path path) implements AutoCloseable {
        static Scratch create() throws IOException {
            return new Scratch(Files.createTempDirectory("penstock-bench-state-"));
        }

        @Override
        public void close() throws IOException {
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
