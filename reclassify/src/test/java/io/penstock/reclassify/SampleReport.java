// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.util.List;

/** A report with one group of each kind. */
final class SampleReport {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_700_000_000L * SECOND;

    private SampleReport() {}

    static ReclassificationReport report() {
        return new ReclassificationReport(
                new ComparedPolicy("old.yaml", "0".repeat(64), List.of()),
                new ComparedPolicy("new.yaml", "1".repeat(64), List.of("ACME_CALLOUT")),
                TimeRange.ALL,
                List.of(new ReportSource("monday.pcap", 90, 90_000), new ReportSource("tuesday.pcap", 10, 10_000)),
                100_000,
                ComparisonCounts.of(60, 10, 25, 5),
                List.of(
                        group(Comparison.CHANGED, permit("old-permit"), block("new-block"), 25),
                        group(Comparison.MOVED, permit("old-permit"), permit("new-permit"), 10),
                        group(Comparison.UNKNOWN, permit("old-permit"), permit("old-permit"), 5)),
                0,
                new ChangeSeries(
                        SECOND,
                        List.of(
                                new ChangeSeries.Bucket(START, ComparisonCounts.of(30, 10, 25, 0)),
                                new ChangeSeries.Bucket(START + 5 * SECOND, ComparisonCounts.of(30, 0, 0, 5)))));
    }

    private static Decision permit(String filter) {
        return new Decision("permit", "FWPM_LAYER_ALE_AUTH_CONNECT_V4", filter, "Name of " + filter);
    }

    private static Decision block(String filter) {
        return new Decision("block", "FWPM_LAYER_ALE_AUTH_CONNECT_V4", filter, "Name of " + filter);
    }

    static ChangeGroup group(Comparison comparison, Decision from, Decision to, long packets) {
        return new ChangeGroup(
                comparison,
                from,
                to,
                packets,
                packets * 1000,
                new Breakdown(List.of(new Share("tcp 10.0.0.5:50000 > 93.184.216.34:443", packets - 1, 1000)), 1, 1000),
                new Breakdown(List.of(new Share("monday.pcap", packets, packets * 1000)), 0, 0),
                new Breakdown(List.of(new Share("", packets, packets * 1000)), 0, 0),
                new FirstPacket(
                        new PacketName.OfFile("monday.pcap", 7),
                        START,
                        "tcp 10.0.0.5:50000 > 93.184.216.34:443 syn, outbound, 54 bytes",
                        List.of(
                                new TraceLine(0, "ALE_AUTH_CONNECT_V4: PERMIT by " + from.filter()),
                                new TraceLine(1, "sublayer FWPM_SUBLAYER_UNIVERSAL, weight 32768")),
                        List.of(new TraceLine(0, "ALE_AUTH_CONNECT_V4: BLOCK by " + to.filter()))));
    }
}
