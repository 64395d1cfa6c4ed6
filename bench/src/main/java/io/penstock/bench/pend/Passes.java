// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;

/** The figures of all passes of one start, by what they are of. One thread. */
final class Passes {
    private static final String HEADER =
            "kind,perSecond,broker,p50Ms,p99Ms,p999Ms,loadBefore,stolenPercent,hereMicros,workerMicros,brokerMicros";

    private final Map<Of, List<Row>> rows = new LinkedHashMap<>();

    /** What passes have in common. */
    record Of(String kind, int perSecond) {
        @Override
        public String toString() {
            return kind + " " + perSecond + "/s";
        }
    }

    /** A pass: milliseconds, the machine's load before it, percent of its processors that were stolen, and microseconds of processor for each request. */
    record Row(double p50, double p99, double p999, double load, double stolen, Cost cost) {
        static Row of(Histogram micros, double load, double stolen, Cost cost) {
            return new Row(
                    micros.getValueAtPercentile(50) / 1e3,
                    micros.getValueAtPercentile(99) / 1e3,
                    micros.getValueAtPercentile(99.9) / 1e3,
                    load,
                    stolen,
                    cost);
        }
    }

    void add(Of of, Row row) {
        rows.computeIfAbsent(of, missing -> new ArrayList<>()).add(row);
    }

    /** What there are passes of, in the order in which they came. */
    Set<Of> all() {
        return rows.keySet();
    }

    /** How many passes there are of it. */
    int count(Of of) {
        return rows.get(of).size();
    }

    /** These without the passes of which more than so many percent were stolen; where all passes of a kind are such, it keeps them. */
    Passes quiet(double percent) {
        Passes quiet = new Passes();
        rows.forEach((of, all) -> {
            List<Row> few = all.stream().filter(row -> row.stolen() <= percent).toList();
            quiet.rows.put(of, few.isEmpty() ? all : few);
        });
        return quiet;
    }

    /** Whether more than so many percent of any pass of it were stolen. */
    boolean disturbed(Of of, double percent) {
        return rows.get(of).stream().anyMatch(row -> row.stolen() > percent);
    }

    /** The median of a figure over the passes of what there are passes of. */
    double median(Of of, ToDoubleFunction<Row> figure) {
        return median(rows.get(of).stream().mapToDouble(figure));
    }

    /** The median of one value and more. */
    static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Writes every pass; the kinds of {@link Kind} have names with a comma, but with no quotation mark. */
    void write(Path file, String broker) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        List<String> lines = new ArrayList<>(List.of(HEADER));
        rows.forEach((of, passes) -> passes.forEach(row -> lines.add(line(of, broker, row))));
        Files.write(file, lines);
    }

    private static String line(Of of, String broker, Row row) {
        return String.format(
                Locale.ROOT,
                "\"%s\",%d,%s,%.3f,%.3f,%.3f,%.2f,%.2f,%.1f,%.1f,%.1f",
                of.kind(),
                of.perSecond(),
                broker,
                row.p50(),
                row.p99(),
                row.p999(),
                row.load(),
                row.stolen(),
                row.cost().here(),
                row.cost().worker(),
                row.cost().broker());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if it cannot be read, or is something else
     */
    static Passes read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
            throw new IOException(file + ": line 1 is not " + HEADER);
        }
        Passes read = new Passes();
        for (int line = 1; line < lines.size(); line++) {
            try {
                read.add(lines.get(line));
            } catch (IndexOutOfBoundsException | NumberFormatException damaged) {
                throw new IOException(file + ": line " + (line + 1) + " is no pass: " + lines.get(line), damaged);
            }
        }
        return read;
    }

    private void add(String line) {
        int quoted = line.lastIndexOf('"');
        String[] rest = line.substring(quoted + 2).split(",", -1);
        add(
                new Of(line.substring(1, quoted), Integer.parseInt(rest[0])),
                new Row(
                        Double.parseDouble(rest[2]),
                        Double.parseDouble(rest[3]),
                        Double.parseDouble(rest[4]),
                        Double.parseDouble(rest[5]),
                        Double.parseDouble(rest[6]),
                        new Cost(
                                Double.parseDouble(rest[7]),
                                Double.parseDouble(rest[8]),
                                Double.parseDouble(rest[9]))));
    }
}
