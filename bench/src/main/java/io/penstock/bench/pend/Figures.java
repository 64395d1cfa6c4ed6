// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import io.penstock.bench.pend.Passes.Of;
import io.penstock.bench.pend.Passes.Row;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The figures of one start: printed as they come, then what they come to. One thread. */
final class Figures {
    private final PrintStream out;
    private final double mostStolen;
    private final Passes passes = new Passes();

    /** Passes of which more than so many percent were stolen do not count, unless there are none but such. */
    Figures(PrintStream out, double mostStolen) {
        this.out = out;
        this.mostStolen = mostStolen;
        out.printf(
                "%-32s %9s %9s %9s %6s %8s %9s %9s %9s%n",
                "pass", "p50 ms", "p99 ms", "p99.9 ms", "load", "stolen %", "here µs", "worker µs", "broker µs");
    }

    void note(String kind, int perSecond, Row row) {
        Of of = new Of(kind, perSecond);
        passes.add(of, row);
        out.printf(
                Locale.ROOT,
                "%-32s %9.2f %9.2f %9.2f %6.1f %8.1f %9.0f %9.0f %9.0f%n",
                of,
                row.p50(),
                row.p99(),
                row.p999(),
                row.load(),
                row.stolen(),
                row.cost().here(),
                row.cost().worker(),
                row.cost().broker());
    }

    void summarise() {
        new Summary(List.of(passes), mostStolen).print(out);
    }

    /** Writes every pass. */
    void write(Path file, String broker) throws IOException {
        passes.write(file, broker);
    }
}
