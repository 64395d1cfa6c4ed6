// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.policy.PolicySettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One flow's segments given to a table by hand, and its deliveries as text: {@code > @5 -2 abc PSH FIN #1} is outbound, at offset 5, after 2 missed
 * bytes, with its flags, brought by packet 1 and held since. Packets are numbered from 1. Loses everything but the stored bytes on {@link #crash}.
 */
final class StreamTable {
    final Map<String, byte[]> stored = new HashMap<>();
    private final FlowKey key = key(1);
    private final PolicySettings settings;
    private final TcpSegment segment = new TcpSegment();
    private ReassemblyTable table = new ReassemblyTable();
    private long packets;
    private SegmentArrival arrival;
    private boolean overflowed;

    StreamTable() {
        this(PolicySettings.DEFAULT);
    }

    StreamTable(PolicySettings settings) {
        this.settings = settings;
    }

    static FlowKey key(int localPort) {
        return new FlowKey().set("host", 4, 6, 10L << 56, 0, 11L << 56, 0, localPort, 80);
    }

    static PolicySettings bounds(long perFlow, long total) {
        PolicySettings d = PolicySettings.DEFAULT;
        return new PolicySettings(
                d.pendTimeout(),
                d.permitOnTimeout(),
                d.permitOnOverflow(),
                d.pendPerFlowLimit(),
                d.pendMaxBytes(),
                d.pendMaxPackets(),
                d.reinjectMaxDepth(),
                d.visitInboundIpPacketForForwarded(),
                d.groupForwardedFragments(),
                d.profile(),
                d.prefixIsSuffix(),
                d.datagramIdle(),
                d.tcpIdle(),
                perFlow,
                total);
    }

    List<String> out(long sequence, String text, int flags) {
        return packet(key, true, sequence, 0, text, text.length(), flags);
    }

    List<String> in(long sequence, long acknowledgement, String text, int flags) {
        return packet(key, false, sequence, acknowledgement, text, text.length(), flags | TcpSegment.ACK);
    }

    /** A segment whose frame was cut: {@code length} bytes of payload, of which {@code text} was captured. */
    List<String> snapped(long sequence, String text, int length) {
        return packet(key, true, sequence, 0, text, length, 0);
    }

    List<String> packet(
            FlowKey flow, boolean outbound, long sequence, long acknowledgement, String text, int length, int flags) {
        byte[] frame = ("head" + text + "tail").getBytes(StandardCharsets.ISO_8859_1);
        packets++;
        segment.set((int) sequence, (int) acknowledgement, flags, length, frame, 4, text.length(), packets);
        List<String> delivered = text(table.accept(flow, outbound, segment, settings));
        store();
        return delivered;
    }

    List<String> close() {
        List<String> delivered = text(table.close(key));
        store();
        return delivered;
    }

    /** What the last packet was. */
    SegmentArrival arrival() {
        return arrival;
    }

    /** Whether a gap was given up for want of room at the last packet. */
    boolean overflowed() {
        return overflowed;
    }

    ReassemblyTable table() {
        return table;
    }

    void crash() {
        table = new ReassemblyTable();
        stored.forEach((name, value) -> table.restore(name.getBytes(StandardCharsets.ISO_8859_1), value));
    }

    void store() {
        table.drainDirty((name, value) -> {
            String text = new String(name, StandardCharsets.ISO_8859_1);
            if (value == null) {
                stored.remove(text);
            } else {
                stored.put(text, value);
            }
        });
    }

    private List<String> text(Delivery delivery) {
        arrival = delivery.arrival();
        overflowed = delivery.overflowed();
        List<String> ranges = new ArrayList<>();
        for (int i = 0; i < delivery.size(); i++) {
            ranges.add(text(delivery.range(i)));
        }
        return ranges;
    }

    private static String text(StreamRange range) {
        StringBuilder text = new StringBuilder(range.outbound() ? "> @" : "< @").append(range.offset());
        if (range.missedBefore() > 0) {
            text.append(" -").append(range.missedBefore());
        }
        if (range.length() > 0) {
            text.append(' ')
                    .append(new String(range.bytes(), range.from(), range.length(), StandardCharsets.ISO_8859_1));
        }
        for (Map.Entry<Integer, String> flag : FLAGS) {
            if ((range.flags() & flag.getKey()) != 0) {
                text.append(' ').append(flag.getValue());
            }
        }
        return range.own()
                ? text.toString()
                : text.append(" #").append(range.packet()).toString();
    }

    private static final List<Map.Entry<Integer, String>> FLAGS = List.of(
            Map.entry(TcpSegment.URG, "URG"),
            Map.entry(TcpSegment.PSH, "PSH"),
            Map.entry(TcpSegment.FIN, "FIN"),
            Map.entry(TcpSegment.RST, "RST"));
}
