// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.stream.counts.DiscardField;
import io.penstock.stream.counts.DiscardTotal;
import io.penstock.stream.counts.DiscardTotals;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiscardsReportTest {
    private final DiscardTotals totals = new DiscardTotals(List.of(DiscardField.FILTER, DiscardField.LAYER));

    @Test
    void shouldBeATableWithTotals() {
        fill();
        assertThat(DiscardsReport.lines(totals, false))
                .containsExactly(
                        "discards of packets captured from 2026-03-01T12:00:00Z to 2026-03-01T12:02:00Z",
                        "packets   share    bytes  filter        layer",
                        "  1,500   75.0%  120,000  block-telnet  ALE_AUTH_CONNECT_V4",
                        "    500   25.0%        0  -             -",
                        "      0    0.0%       17  scrub         STREAM_V4",
                        "  2,000  100.0%  120,017  total");
    }

    @Test
    void shouldBeAnArrayOfTheFieldsInTheirOrderWithCountAndBytes() {
        fill();
        assertThat(DiscardsReport.json(totals))
                .startsWith("[{\"filter\":\"block-telnet\",\"layer\":\"FWPM_LAYER_ALE_AUTH_CONNECT_V4\","
                        + "\"count\":1500,\"bytes\":120000},{\"filter\":null,\"layer\":null,")
                .endsWith("}]");
    }

    @Test
    void shouldSayThatThereIsNone() {
        assertThat(DiscardsReport.lines(totals, false)).containsExactly("no discards");
        assertThat(DiscardsReport.json(totals)).isEqualTo("[]");
    }

    private void fill() {
        totals.covers(1_772_366_400_000_000_000L, 1_772_366_520_000_000_000L);
        totals.add(new DiscardTotal(Arrays.asList("block-telnet", "FWPM_LAYER_ALE_AUTH_CONNECT_V4"), 1_500, 120_000));
        totals.add(new DiscardTotal(Arrays.asList(null, null), 500, 0));
        totals.add(new DiscardTotal(Arrays.asList("scrub", "FWPM_LAYER_STREAM_V4"), 0, 17));
    }
}
