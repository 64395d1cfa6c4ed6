// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.watch;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import io.penstock.ingest.publish.AgentMeter;
import io.penstock.stream.ClassifyMeter;
import io.penstock.stream.ClassifyTag;
import io.penstock.worker.WorkerMeter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All meters of all modules, and what else a scrape may show. */
final class MeterCatalogue {
    /** What the names of the binders' meters begin with. */
    static final List<String> BINDERS = List.of("kafka_", "jvm_", "process_", "system_");

    private static final PrometheusNamingConvention NAMING = new PrometheusNamingConvention();
    private static final Pattern NOT_A_NAME =
            Pattern.compile("\"[^\"]*\"|\\{[^}]*}|\\[[^\\]]*]|\\b(?:by|on|without|ignoring)\\s*\\([^)]*\\)");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*(?!\\s*\\(|[a-zA-Z0-9_:])");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "inf", "nan");

    /**
     * A row of the catalogue.
     *
     * @param name with dots
     * @param unit null where there is none
     */
    record Row(String name, Meter.Type type, String unit, List<String> tags, String description) {
        /** What Prometheus calls it, without the endings of a histogram. */
        String prometheusName() {
            String plain = NAMING.name(name, type, unit);
            return type == Meter.Type.COUNTER && !plain.endsWith("_total") ? plain + "_total" : plain;
        }

        /** The names of its series. */
        Stream<String> series() {
            String base = prometheusName();
            return type == Meter.Type.TIMER
                    ? Stream.of("_bucket", "_count", "_sum", "_max").map(ending -> base + ending)
                    : Stream.of(base);
        }
    }

    private MeterCatalogue() {}

    static List<Row> agent() {
        return Stream.of(AgentMeter.values())
                .map(meter -> new Row(meter.meterName(), meter.type(), meter.unit(), List.of(), meter.description()))
                .toList();
    }

    static List<Row> classify() {
        return Stream.of(ClassifyMeter.values())
                .map(meter -> new Row(
                        meter.meterName(),
                        meter.type(),
                        meter.unit(),
                        meter.tags().stream().map(ClassifyTag::key).toList(),
                        meter.description()))
                .toList();
    }

    static List<Row> worker() {
        return Stream.of(WorkerMeter.values())
                .map(meter -> new Row(meter.meterName(), meter.type(), meter.unit(), meter.tags(), meter.description()))
                .toList();
    }

    static List<Row> process() {
        return Stream.of(ProcessMeter.values())
                .map(meter -> new Row(meter.meterName(), meter.type(), null, meter.tags(), meter.description()))
                .toList();
    }

    static List<Row> all() {
        return Stream.of(agent(), classify(), worker(), process())
                .flatMap(List::stream)
                .toList();
    }

    /** Whether a series of that name is of the catalogue or of a binder. */
    static boolean knows(String series) {
        return BINDERS.stream().anyMatch(series::startsWith)
                || all().stream().flatMap(Row::series).anyMatch(series::equals);
    }

    /** The names of series that a query in PromQL asks for. */
    static Set<String> namesIn(String query) {
        String bare = NOT_A_NAME.matcher(query).replaceAll(" ");
        Set<String> names = new TreeSet<>();
        NAME.matcher(bare).results().map(MatchResult::group).forEach(names::add);
        names.removeAll(WORDS);
        return names;
    }
}
