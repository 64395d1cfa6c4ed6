// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.flowstatistics;

import io.penstock.engine.callout.ClassifyOut.Finding;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.packet.IpProtocol;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;

/** A flow's figures as a finding: for programs as measures, for people as a line. */
final class FlowFigures {
    private static final String[] FLAG_LETTERS = {"F", "S", "R", "P", "A", "U", "E", "C"};
    private static final double NANOS = 1e9;

    private FlowFigures() {}

    static Finding of(FlowState flow) {
        return new Finding(protocol(flow), message(flow)).withMeasures(measures(flow));
    }

    private static SequencedMap<String, Long> measures(FlowState flow) {
        SequencedMap<String, Long> measures = new LinkedHashMap<>();
        measures.put("packetsOut", flow.packetsOut());
        measures.put("bytesOut", flow.bytesOut());
        measures.put("packetsIn", flow.packetsIn());
        measures.put("bytesIn", flow.bytesIn());
        measures.put("startNanos", flow.startNanos());
        measures.put("lastNanos", flow.lastPacketNanos());
        measures.put("durationNanos", flow.lastPacketNanos() - flow.startNanos());
        if (isTcp(flow)) {
            measures.put("tcpFlagsOut", (long) flow.tcpFlagsOut());
            measures.put("tcpFlagsIn", (long) flow.tcpFlagsIn());
        }
        return measures;
    }

    private static boolean isTcp(FlowState flow) {
        return flow.key().protocol() == IpProtocol.TCP;
    }

    private static String protocol(FlowState flow) {
        return switch (flow.key().protocol()) {
            case IpProtocol.TCP -> "tcp";
            case IpProtocol.UDP -> "udp";
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> "icmp";
            default -> "other";
        };
    }

    private static String message(FlowState flow) {
        String counts = String.format(
                Locale.ROOT,
                "%,d packets, %,d bytes out; %,d packets, %,d bytes in; %.6f s",
                flow.packetsOut(),
                flow.bytesOut(),
                flow.packetsIn(),
                flow.bytesIn(),
                (flow.lastPacketNanos() - flow.startNanos()) / NANOS);
        return isTcp(flow)
                ? counts + "; flags " + letters(flow.tcpFlagsOut()) + " out, " + letters(flow.tcpFlagsIn()) + " in"
                : counts;
    }

    /** As tcpdump spells them, in the order of their bits; a dash for none. */
    private static String letters(int flags) {
        StringBuilder letters = new StringBuilder();
        for (int bit = 0; bit < FLAG_LETTERS.length; bit++) {
            if ((flags & 1 << bit) != 0) {
                letters.append(FLAG_LETTERS[bit]);
            }
        }
        return letters.isEmpty() ? "-" : letters.toString();
    }
}
