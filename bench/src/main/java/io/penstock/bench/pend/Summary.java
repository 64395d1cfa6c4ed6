// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import io.penstock.bench.pend.Passes.Of;
import io.penstock.bench.pend.Passes.Row;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What passes come to: medians, and those of pends over those of plain requests. Of several starts, medians of what each of them comes to.
 *
 * @param starts the passes of each start
 * @param mostStolen percent of the processors that a hypervisor may have given to others during a pass that counts
 */
record Summary(List<Passes> starts, double mostStolen) {

    /** Without the passes that do not count. */
    Summary {
        starts = starts.stream().map(start -> start.quiet(mostStolen)).toList();
    }

    void print(PrintStream out) {
        starts.getFirst()
                .all()
                .forEach(of -> out.printf(
                        Locale.ROOT,
                        "median of %s: %-32s p50 %.2f ms, p99 %.2f, p99.9 %.2f%s%s%n",
                        many(of),
                        of,
                        median(of, Row::p50),
                        median(of, Row::p99),
                        median(of, Row::p999),
                        ratios(of),
                        disturbed(of)));
    }

    private String many(Of of) {
        return starts.size() == 1 ? Integer.toString(starts.getFirst().count(of)) : starts.size() + " starts";
    }

    private String disturbed(Of of) {
        return starts.stream().anyMatch(start -> start.disturbed(of, mostStolen))
                ? String.format(Locale.ROOT, "; over %.1f %% of the processors were stolen", mostStolen)
                : "";
    }

    private double median(Of of, ToDoubleFunction<Row> figure) {
        return Passes.median(starts.stream().mapToDouble(start -> start.median(of, figure)));
    }

    private String ratios(Of of) {
        return of.kind().equals(Kind.Evenly.NAME)
                ? ""
                : Stream.of(Kind.Evenly.NAME, Kind.Gathered.NAME)
                        .filter(anchor -> !anchor.equals(of.kind()))
                        .map(anchor -> new Of(anchor, of.perSecond()))
                        .filter(starts.getFirst().all()::contains)
                        .map(anchor -> over(anchor, of))
                        .collect(Collectors.joining());
    }

    private String over(Of anchor, Of of) {
        return String.format(
                Locale.ROOT,
                "; over %s: p50 %s, p99 %s, p99.9 %s",
                anchor.kind(),
                ratio(of, anchor, Row::p50),
                ratio(of, anchor, Row::p99),
                ratio(of, anchor, Row::p999));
    }

    private String ratio(Of of, Of anchor, ToDoubleFunction<Row> figure) {
        double[] each = starts.stream()
                .mapToDouble(start -> start.median(of, figure) / start.median(anchor, figure))
                .toArray();
        String median = String.format(Locale.ROOT, "%.2f", Passes.median(DoubleStream.of(each)));
        return each.length == 1
                ? median
                : String.format(
                        Locale.ROOT,
                        "%s (%.2f to %.2f)",
                        median,
                        DoubleStream.of(each).min().orElseThrow(),
                        DoubleStream.of(each).max().orElseThrow());
    }
}
