// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** The figures of all passes: printed as they come, then their medians and what those of pends are over those of plain requests. One thread. */
final class Figures {
    private final PrintStream out;
    private final Map<Of, List<Row>> rows = new LinkedHashMap<>();

    /** What passes have in common. */
    private record Of(String kind, int perSecond) {
        @Override
        public String toString() {
            return kind + " " + perSecond + "/s";
        }
    }

    /** A pass: milliseconds, the machine's load before it, and microseconds of processor for each request. */
    private record Row(double p50, double p99, double p999, double load, Cost cost) {
        static Row of(Histogram micros, double load, Cost cost) {
            return new Row(
                    micros.getValueAtPercentile(50) / 1e3,
                    micros.getValueAtPercentile(99) / 1e3,
                    micros.getValueAtPercentile(99.9) / 1e3,
                    load,
                    cost);
        }
    }

    Figures(PrintStream out) {
        this.out = out;
        out.printf(
                "%-32s %9s %9s %9s %6s %9s %9s %9s%n",
                "pass", "p50 ms", "p99 ms", "p99.9 ms", "load", "here µs", "worker µs", "broker µs");
    }

    void note(String kind, int perSecond, Histogram micros, double load, Cost cost) {
        Of of = new Of(kind, perSecond);
        Row row = Row.of(micros, load, cost);
        rows.computeIfAbsent(of, missing -> new ArrayList<>()).add(row);
        out.printf(
                Locale.ROOT,
                "%-32s %9.2f %9.2f %9.2f %6.1f %9.0f %9.0f %9.0f%n",
                of,
                row.p50(),
                row.p99(),
                row.p999(),
                row.load(),
                row.cost().here(),
                row.cost().worker(),
                row.cost().broker());
    }

    void summarise() {
        rows.forEach((of, all) -> out.printf(
                Locale.ROOT,
                "median of %d: %-32s p50 %.2f ms, p99 %.2f, p99.9 %.2f%s%n",
                all.size(),
                of,
                median(all, Row::p50),
                median(all, Row::p99),
                median(all, Row::p999),
                ratios(of, all)));
    }

    /** Writes every pass. */
    void write(Path file, String broker) throws IOException {
        Files.createDirectories(file.getParent());
        List<String> lines = new ArrayList<>(
                List.of("pass,broker,p50Ms,p99Ms,p999Ms,loadBefore,hereMicros,workerMicros,brokerMicros"));
        rows.forEach((of, all) -> all.forEach(row -> lines.add(String.format(
                Locale.ROOT,
                "\"%s\",%s,%.3f,%.3f,%.3f,%.2f,%.1f,%.1f,%.1f",
                of,
                broker,
                row.p50(),
                row.p99(),
                row.p999(),
                row.load(),
                row.cost().here(),
                row.cost().worker(),
                row.cost().broker()))));
        Files.write(file, lines);
    }

    private String ratios(Of of, List<Row> all) {
        return of.kind().equals(Kind.Evenly.NAME)
                ? ""
                : Stream.of(Kind.Evenly.NAME, Kind.Gathered.NAME)
                        .filter(anchor -> !anchor.equals(of.kind()))
                        .map(anchor -> new Of(anchor, of.perSecond()))
                        .filter(rows::containsKey)
                        .map(anchor -> ratio(anchor, all, rows.get(anchor)))
                        .collect(Collectors.joining());
    }

    private static String ratio(Of anchor, List<Row> all, List<Row> anchors) {
        return String.format(
                Locale.ROOT,
                "; over %s: p50 %.2f, p99 %.2f, p99.9 %.2f",
                anchor.kind(),
                median(all, Row::p50) / median(anchors, Row::p50),
                median(all, Row::p99) / median(anchors, Row::p99),
                median(all, Row::p999) / median(anchors, Row::p999));
    }

    private static double median(List<Row> all, ToDoubleFunction<Row> of) {
        double[] sorted = all.stream().mapToDouble(of).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
