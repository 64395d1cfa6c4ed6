// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.counts;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.schemas.DiscardCountKey;
import io.penstock.schemas.DiscardCountValue;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiscardTotalsTest {
    private static final long MINUTE = 60_000_000_000L;

    @Test
    @SpecRule("11 P13")
    void shouldGiveSumsOverTheKeyHighestFirst() {
        DiscardTotals totals = new DiscardTotals(List.of(DiscardField.REASON, DiscardField.FILTER));
        totals.add(key(0, "a", "PenstockFlowBlocked", "telnet"), value(1, 10));
        totals.add(key(MINUTE, "b", "PenstockFlowBlocked", "telnet"), value(2, 20));
        totals.add(key(0, "a", "", "telnet"), value(7, 70));
        totals.add(key(0, "a", "", null), value(3, 10));

        assertThat(totals.lines())
                .extracting(DiscardTotal::toString)
                .containsExactly(
                        "DiscardTotal[values=[FWPS_DISCARD_FIREWALL_POLICY, telnet], packets=7, bytes=70]",
                        "DiscardTotal[values=[PenstockFlowBlocked, telnet], packets=3, bytes=30]",
                        "DiscardTotal[values=[FWPS_DISCARD_FIREWALL_POLICY, null], packets=3, bytes=10]");
        assertThat(totals.firstNanos()).isZero();
        assertThat(totals.endNanos()).isEqualTo(2 * MINUTE);
    }

    @Test
    void shouldTellWindowsInUtc() {
        DiscardTotals totals = new DiscardTotals(List.of(DiscardField.TIME, DiscardField.HOST));
        totals.add(key(MINUTE, "b", "", null), value(1, 1));
        totals.add(key(-MINUTE, "b", "", null), value(1, 1));
        totals.add(key(MINUTE, "a", "", null), value(1, 1));

        assertThat(totals.lines())
                .extracting(DiscardTotal::values)
                .containsExactly(
                        List.of("1969-12-31T23:59:00Z", "b"),
                        List.of("1970-01-01T00:01:00Z", "a"),
                        List.of("1970-01-01T00:01:00Z", "b"));
    }

    @Test
    void shouldNameAFilterThatWindowsRecordedByItsOriginAndId() {
        DiscardTotals totals = new DiscardTotals(List.of(DiscardField.FILTER));
        totals.add(recorded("telnet", 7, "ours"), value(5, 1));
        totals.add(recorded(null, 66_421, "Stealth"), value(4, 1));
        totals.add(recorded(null, 66_421, ""), value(3, 1));
        totals.add(recorded(null, 0, "Quarantine Default"), value(2, 1));
        totals.add(recorded(null, 0, ""), value(1, 1));

        assertThat(totals.lines())
                .extracting(line -> line.values().getFirst())
                .containsExactly("telnet", "Stealth, id 66421", "id 66421", "Quarantine Default", null);
    }

    private static DiscardCountKey recorded(String filter, long id, String origin) {
        DiscardCountKey key = key(0, "WS7", "", filter);
        key.setFilterId(id);
        key.setFilterOrigin(origin);
        key.setSource("windows:Security");
        return key;
    }

    private static DiscardCountKey key(long window, String host, String detail, String filter) {
        return new DiscardCountKey(
                window,
                MINUTE,
                host,
                "",
                "GENERAL",
                "FWPS_DISCARD_FIREWALL_POLICY",
                detail,
                filter,
                null,
                "version",
                null,
                4,
                0L,
                "",
                "",
                0L);
    }

    private static DiscardCountValue value(long packets, long bytes) {
        return new DiscardCountValue(packets, bytes, packets, bytes);
    }
}
