// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.cli.report.CalloutState;
import io.penstock.cli.report.Styling;
import io.penstock.stream.counts.DiscardTotal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final ClusterSample before = sample(NOON, 0);
    private final ClusterSample now = sample(NOON.plusSeconds(2), 2_000);

    @Test
    void shouldShowRatesAndTotalsOfEverythingOnEightyTimesTwentyFour() {
        List<String> lines = frame(View.OVERVIEW, SortBy.RATE).lines(before, now, 24);

        assertThat(lines).hasSize(24).allMatch(line -> line.length() <= 80, "fits 80 columns");
        assertThat(lines.getFirst()).isEqualTo("penstock top  broker:9092  2026-03-01T12:00:02Z  revision 3 (abc)");
        assertThat(lines)
                .extracting(line -> line.strip().replaceAll(" +", " "))
                .contains(
                        "per second 1,500 500 1,000 0 0",
                        "since the start 5,000 3,000 2,000 0 0",
                        "pended 7 expired 1 lag 12 agents 1",
                        "1,000 2,000 83% PenstockFlowBlocked telnet ALE_AUTH_CONNECT_V4",
                        "0 400 17% FIREWALL_POLICY - -",
                        "0 7 12 1 1 - scanner",
                        "0 2 penstock.pended.scanner workers.penstock.pended.scanner",
                        "1,500 3,000 2,000 0 0 office office");
        assertThat(lines.getLast()).startsWith("q quit  o overview").endsWith("s sort: rate");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 12, 23, 24, 50, 200})
    void shouldFitEveryHeight(int rows) {
        for (View view : View.values()) {
            assertThat(frame(view, SortBy.TOTAL).lines(before, now, rows)).hasSize(rows);
        }
    }

    @Test
    void shouldSortByWhatIsAsked() {
        assertThat(reasons(SortBy.RATE)).startsWith("PenstockFlowBlocked", "FIREWALL_POLICY");
        assertThat(reasons(SortBy.NAME)).startsWith("FIREWALL_POLICY", "PenstockFlowBlocked");
    }

    @Test
    void shouldShowEverythingAndNoKeysWhereThereIsNoScreen() {
        List<DiscardTotal> many = IntStream.range(0, 100)
                .mapToObj(i -> new DiscardTotal(List.of("reason", "filter-" + i, "layer"), 1, 1))
                .toList();
        ClusterSample big = new ClusterSample(NOON, "", List.of(), many, List.of(), List.of());
        List<String> lines = frame(View.OVERVIEW, SortBy.NAME).lines(big, big, Integer.MAX_VALUE);
        assertThat(lines).filteredOn(line -> line.contains("filter-")).hasSize(100);
        assertThat(lines).noneMatch(line -> line.contains("q quit"));
    }

    @Test
    void shouldLetNoNameMoveTheCursor() {
        ClusterSample evil = new ClusterSample(
                NOON, "", List.of(new AgentVerdicts("a\u001b[2J", "h", 1, 0, 0, 0)), List.of(), List.of(), List.of());
        assertThat(frame(View.AGENTS, SortBy.RATE).lines(evil, evil, 24))
                .noneMatch(line -> line.contains("\u001b"))
                .anyMatch(line -> line.contains("a?[2J"));
    }

    private Stream<String> reasonsOf(List<String> lines) {
        return lines.stream()
                .flatMap(line ->
                        Stream.of("PenstockFlowBlocked", "FIREWALL_POLICY").filter(line::contains));
    }

    private List<String> reasons(SortBy sort) {
        return reasonsOf(frame(View.DISCARDS, sort).lines(before, now, 24)).toList();
    }

    private static Frame frame(View view, SortBy sort) {
        return new Frame("broker:9092", view, sort, Styling.PLAIN);
    }

    private static ClusterSample sample(Instant time, long later) {
        return new ClusterSample(
                time,
                "revision 3 (abc)",
                List.of(new AgentVerdicts("office", "office", 2_000 + later / 2, later, 0, 0)),
                List.of(
                        new DiscardTotal(
                                List.of("PenstockFlowBlocked", "telnet", "FWPM_LAYER_ALE_AUTH_CONNECT_V4"), later, 1),
                        new DiscardTotal(Arrays.asList("FWPS_DISCARD_FIREWALL_POLICY", null, null), 400, 1)),
                List.of(new CalloutState(
                        "scanner", true, 1, CalloutState.RunTime.OUT_OF_BAND, List.of("w"), 20, 12, 0, 1, null)),
                List.of(
                        new GroupLag("penstock-classify", "penstock.packets", 10),
                        new GroupLag("workers.penstock.pended.scanner", "penstock.pended.scanner", 2)));
    }
}
