// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.top;

import io.penstock.cli.report.CalloutState;
import io.penstock.stream.counts.DiscardTotal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** Turns two samples into rows: what is now, and how fast it became so. */
final class Sections {
    private static final double NANOS_IN_A_SECOND = 1e9;
    private static final double MICROS_IN_A_MILLI = 1e3;
    private static final String LAYER_PREFIX = "FWPM_LAYER_";
    private static final String REASON_PREFIX = "FWPS_DISCARD_";

    private final ClusterSample before;
    private final ClusterSample now;
    private final double seconds;

    /** Rates are those between the two samples. */
    Sections(ClusterSample before, ClusterSample now) {
        this.before = before;
        this.now = now;
        seconds = Duration.between(before.time(), now.time()).toNanos() / NANOS_IN_A_SECOND;
    }

    Section of(View view) {
        return switch (view) {
            case DISCARDS, OVERVIEW -> discards();
            case CALLOUTS -> callouts();
            case LAG -> lag();
            case AGENTS -> agents();
        };
    }

    private Section discards() {
        long all = now.discards().stream().mapToLong(DiscardTotal::packets).sum();
        List<Row> rows = new ArrayList<>();
        for (DiscardTotal each : now.discards()) {
            long earlier = before.discards().stream()
                    .filter(other -> other.values().equals(each.values()))
                    .mapToLong(DiscardTotal::packets)
                    .sum();
            double rate = rate(each.packets() - earlier);
            List<String> values = each.values().stream()
                    .map(value -> value == null ? "-" : plain(brief(value)))
                    .toList();
            List<String> cells =
                    new ArrayList<>(List.of(number(rate), number(each.packets()), share(each.packets(), all)));
            cells.addAll(values);
            rows.add(new Row(String.join(" ", values), rate, each.packets(), cells));
        }
        return new Section("nnnttt", List.of("discards/s", "packets", "share", "reason", "filter", "layer"), rows);
    }

    private Section callouts() {
        List<Row> rows = new ArrayList<>();
        for (CalloutState each : now.callouts()) {
            long earlier = sum(before.callouts(), each.key(), CalloutState::pended);
            double rate = rate(each.pended() - earlier);
            String p99 = each.latency() == null
                    ? "-"
                    : String.format(Locale.ROOT, "%.1f", each.latency().p99() / MICROS_IN_A_MILLI);
            rows.add(new Row(
                    each.key(),
                    rate,
                    each.pended(),
                    List.of(
                            number(rate),
                            number(each.pendedNow()),
                            number(each.completed()),
                            number(each.expired()),
                            number(each.workers().size()),
                            p99,
                            plain(each.key()))));
        }
        return new Section(
                "nnnnnnt", List.of("pended/s", "now", "completed", "expired", "workers", "p99 ms", "callout"), rows);
    }

    private static long sum(List<CalloutState> callouts, String key, ToLongFunction<CalloutState> count) {
        return callouts.stream()
                .filter(other -> other.key().equals(key))
                .mapToLong(count)
                .sum();
    }

    private Section lag() {
        List<Row> rows = new ArrayList<>();
        for (GroupLag each : now.lags()) {
            long earlier = before.lags().stream()
                    .filter(other ->
                            other.group().equals(each.group()) && other.topic().equals(each.topic()))
                    .mapToLong(GroupLag::records)
                    .sum();
            double rate = rate(each.records() - earlier);
            rows.add(new Row(
                    each.group() + " " + each.topic(),
                    rate,
                    each.records(),
                    List.of(number(rate), number(each.records()), plain(each.topic()), plain(each.group()))));
        }
        return new Section("nntt", List.of("lag/s", "records", "topic", "group"), rows);
    }

    private Section agents() {
        List<Row> rows = new ArrayList<>();
        for (AgentVerdicts each : now.agents()) {
            double rate = rate(each.packets() - earlier(each));
            rows.add(new Row(
                    each.agent() + " " + each.host(),
                    rate,
                    each.packets(),
                    List.of(
                            number(rate),
                            number(each.permit()),
                            number(each.block()),
                            number(each.absorb()),
                            number(each.malformed()),
                            plain(each.agent()),
                            plain(each.host()))));
        }
        return new Section(
                "nnnnntt", List.of("packets/s", "permit", "block", "absorb", "malformed", "agent", "host"), rows);
    }

    private long earlier(AgentVerdicts each) {
        return before.agents().stream()
                .filter(other ->
                        Objects.equals(other.agent(), each.agent()) && Objects.equals(other.host(), each.host()))
                .mapToLong(AgentVerdicts::packets)
                .sum();
    }

    /** Per second; 0 where no time has passed. */
    double rate(long difference) {
        return seconds <= 0 ? 0 : difference / seconds;
    }

    private static String brief(String value) {
        return value.replace(LAYER_PREFIX, "").replace(REASON_PREFIX, "");
    }

    /** Names come from afar; none may move the cursor. */
    private static String plain(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }

    static String number(double count) {
        return String.format(Locale.ROOT, "%,d", Math.round(count));
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.0f%%", 100.0 * part / whole);
    }
}
