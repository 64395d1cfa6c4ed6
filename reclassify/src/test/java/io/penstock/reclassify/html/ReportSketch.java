// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify.html;

import io.penstock.reclassify.Breakdown;
import io.penstock.reclassify.ChangeGroup;
import io.penstock.reclassify.ChangeSeries;
import io.penstock.reclassify.ComparedPolicy;
import io.penstock.reclassify.Comparison;
import io.penstock.reclassify.ComparisonCounts;
import io.penstock.reclassify.Decision;
import io.penstock.reclassify.FirstPacket;
import io.penstock.reclassify.PacketName;
import io.penstock.reclassify.ReclassificationReport;
import io.penstock.reclassify.ReportSource;
import io.penstock.reclassify.Share;
import io.penstock.reclassify.TimeRange;
import io.penstock.reclassify.TraceLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reports of any size, put together group by group; their counts follow from the groups. */
final class ReportSketch {
    static final long START = 1_714_550_400_000_000_000L;
    private static final long MINUTE = 60_000_000_000L;
    private static final String CONNECT = "FWPM_LAYER_ALE_AUTH_CONNECT_V4";

    private final List<ChangeGroup> groups = new ArrayList<>();
    private String oldName = "policy.yaml";
    private String newName = "policy-edited.yaml";
    private List<String> unknownCallouts = List.of();
    private long unchanged = 20_000;
    private long otherPackets;

    /** The report of an office whose policy is edited: a few groups of each kind. */
    static ReportSketch office() {
        return new ReportSketch()
                .group(
                        Comparison.CHANGED,
                        "permit",
                        "permit-web",
                        "block",
                        "block-web-to-server",
                        4_210,
                        "office.pcapng")
                .group(Comparison.CHANGED, "permit", "permit-ssh", "block", "quarantine", 1_377, "office.pcapng")
                .group(Comparison.CHANGED, "block", "block-telnet", "permit", "permit-branch", 402, "branch.pcapng")
                .group(Comparison.CHANGED, "permit", "", "block", "default-deny", 96, "server.pcap")
                .group(
                        Comparison.CHANGED,
                        "permit",
                        "permit-web",
                        "absorb",
                        "inspect-web-requests-v4",
                        31,
                        "server.pcap")
                .group(
                        Comparison.MOVED,
                        "permit",
                        "permit-dns-v4",
                        "permit",
                        "permit-name-service",
                        2_954,
                        "office.pcapng")
                .group(Comparison.MOVED, "block", "block-udp-to-server", "block", "default-deny", 618, "server.pcap")
                .group(Comparison.UNKNOWN, "permit", "permit-web", "block", "acme-inspection", 240, "branch.pcapng");
    }

    ReportSketch names(String oldName, String newName) {
        this.oldName = oldName;
        this.newName = newName;
        return this;
    }

    ReportSketch unknownCallouts(String... callouts) {
        unknownCallouts = List.of(callouts);
        return this;
    }

    ReportSketch otherPackets(long packets) {
        otherPackets = packets;
        return this;
    }

    ReportSketch group(
            Comparison comparison, String from, String old, String to, String filter, long packets, String host) {
        Decision oldDecision = new Decision(from, old.isEmpty() ? "" : CONNECT, old, "");
        Decision newDecision = new Decision(to, CONNECT, filter, "");
        int number = groups.size() + 1;
        String flow = "tcp 10.20.0." + number % 250 + ":50002 > 10.30.0.98:443";
        groups.add(new ChangeGroup(
                comparison,
                oldDecision,
                newDecision,
                packets,
                packets * 420,
                new Breakdown(List.of(new Share(flow, (packets + 1) / 2, packets * 200)), packets / 2, packets * 220),
                new Breakdown(List.of(new Share(host, packets, packets * 420)), 0, 0),
                new Breakdown(
                        List.of(new Share(number % 3 == 0 ? "C:\\Windows\\System32\\svchost.exe" : "", packets, 0)),
                        0,
                        0),
                new FirstPacket(
                        new PacketName.OfFile(host, number * 17L),
                        START + number * MINUTE + 123_456_000L,
                        flow + " syn, outbound, 54 bytes",
                        trace(oldDecision),
                        trace(newDecision))));
        return this;
    }

    private static List<TraceLine> trace(Decision decision) {
        String filter = decision.filter().isEmpty() ? "no-filter" : decision.filter();
        return List.of(
                new TraceLine(0, "ALE_BIND_REDIRECT_V4: no filters"),
                new TraceLine(
                        0, "ALE_AUTH_CONNECT_V4: " + decision.action().toUpperCase(Locale.ROOT) + " by " + filter),
                new TraceLine(1, "sublayer office-essentials, weight 49152"),
                new TraceLine(2, "permit-dns-v4 (hard permit)"),
                new TraceLine(3, "remote port = 53, but it is 443"),
                new TraceLine(1, "sublayer office-firewall, weight 40960"),
                new TraceLine(2, filter + " (" + decision.action() + ")"),
                new TraceLine(3, "protocol = tcp"),
                new TraceLine(3, "remote port = 443"),
                new TraceLine(2, decision.action() + ", soft: lighter sublayers may change it"),
                new TraceLine(0, "STREAM_PACKET_V4: no filters"));
    }

    ReclassificationReport report() {
        long changed = packets(Comparison.CHANGED);
        long moved = packets(Comparison.MOVED);
        long unknown = packets(Comparison.UNKNOWN);
        ComparisonCounts counts = ComparisonCounts.of(unchanged, moved, changed + otherPackets, unknown);
        return new ReclassificationReport(
                new ComparedPolicy(oldName, "b45c482bf1cf".repeat(5) + "0000", List.of()),
                new ComparedPolicy(newName, "07e1d2a9c3f4".repeat(5) + "0000", unknownCallouts),
                TimeRange.ALL,
                List.of(new ReportSource("office.pcapng", counts.packets(), counts.packets() * 420)),
                counts.packets() * 420,
                counts,
                groups,
                otherPackets,
                series(counts));
    }

    private long packets(Comparison comparison) {
        return groups.stream()
                .filter(group -> group.comparison() == comparison)
                .mapToLong(ChangeGroup::packets)
                .sum();
    }

    /** Ninety minutes with two peaks and a gap. */
    private static ChangeSeries series(ComparisonCounts counts) {
        List<ChangeSeries.Bucket> buckets = new ArrayList<>();
        for (int at = 0; at < 90; at++) {
            if (at < 52 || at > 57) {
                double peaks = Math.exp(-Math.pow((at - 22) / 9.0, 2)) + 0.7 * Math.exp(-Math.pow((at - 70) / 6.0, 2));
                buckets.add(new ChangeSeries.Bucket(
                        START + at * MINUTE,
                        ComparisonCounts.of(
                                counts.unchanged() / 84,
                                (long) (counts.moved() * (0.006 + peaks * 0.02)),
                                (long) (counts.changed() * peaks * 0.037),
                                at % 7 == 0 ? counts.unknown() / 12 : 0)));
            }
        }
        return new ChangeSeries(MINUTE, buckets);
    }
}
