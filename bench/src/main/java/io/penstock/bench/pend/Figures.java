// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import io.penstock.bench.pend.Passes.Of;
import io.penstock.bench.pend.Passes.Row;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The figures of one start: printed as they come, then what they come to. One thread. */
final class Figures {
    private final PrintStream out;
    private final Passes passes = new Passes();

    Figures(PrintStream out) {
        this.out = out;
        out.printf(
                "%-32s %9s %9s %9s %6s %9s %9s %9s%n",
                "pass", "p50 ms", "p99 ms", "p99.9 ms", "load", "here µs", "worker µs", "broker µs");
    }

    void note(String kind, int perSecond, Histogram micros, double load, Cost cost) {
        Of of = new Of(kind, perSecond);
        Row row = Row.of(micros, load, cost);
        passes.add(of, row);
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
        new Summary(List.of(passes)).print(out);
    }

    /** Writes every pass. */
    void write(Path file, String broker) throws IOException {
        passes.write(file, broker);
    }
}
