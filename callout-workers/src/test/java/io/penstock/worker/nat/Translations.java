// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.nat;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyMetadata;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.InjectionState;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.packet.ChecksumWriter;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.LinkType;
import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.packet.TransportChecksum;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.worker.endpoint.Endpoint;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Shows packets to a translation callout, and reads what it makes of them. */
final class Translations {
    final ClassifyOut out = new ClassifyOut();
    private final Callout callout;
    private final ProviderContext context;

    Translations(Callout callout, Map<?, ?>... rules) {
        this.callout = callout;
        this.context = new ProviderContext(
                "nat", "FWPM_GENERAL_CONTEXT", new HashMap<>(Map.of("translations", List.of(rules))));
    }

    static Map<String, Object> rule(Object... fields) {
        Map<String, Object> rule = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            rule.put((String) fields[i], fields[i + 1]);
        }
        return rule;
    }

    /** The frame that takes the packet's place, or null where the packet stays. */
    byte[] translate(TestPacket packet) {
        return translate(good(packet), InjectionState.NOT_INJECTED);
    }

    byte[] translate(RowBuffer rows, InjectionState state) {
        out.begin(null, true);
        int length = PacketRow.frameLength(rows.rows(), 0);
        callout.classify(
                new ClassifyIn(
                        filter().layer(),
                        filter(),
                        context,
                        new FieldValues(),
                        "host",
                        rows.rows(),
                        0,
                        rows.frames(),
                        PacketRow.frameOffset(rows.rows(), 0),
                        length,
                        0,
                        0,
                        state,
                        0,
                        null,
                        ClassifyMetadata.NONE,
                        null),
                out);
        return out.injections().isEmpty() ? null : out.injections().getFirst().frame();
    }

    /** The packet with its checksums right. */
    static RowBuffer good(TestPacket packet) {
        RowBuffer rows = row(packet);
        byte[] row = rows.rows();
        boolean udp = PacketRow.ipProtocol(row, 0) == IpProtocol.UDP;
        if (udp && !PacketRow.has(row, 0, PacketRow.FLAG_LATER_FRAGMENT)) {
            // 0 would say that there is none.
            rows.frames()[PacketRow.transportOffset(row, 0) + 6] = 1;
        }
        ChecksumWriter.write(row, 0, rows.frames(), 0, PacketRow.frameLength(row, 0));
        return rows;
    }

    /** The IP packet, its checksums right. */
    static byte[] goodIp(TestPacket packet) {
        RowBuffer rows = good(packet);
        int length = PacketRow.frameLength(rows.rows(), 0);
        return Arrays.copyOfRange(rows.frames(), PacketRow.networkOffset(rows.rows(), 0), length);
    }

    static RowBuffer row(TestPacket packet) {
        RowBuffer rows = new RowBuffer();
        packet.appendTo(rows);
        return rows;
    }

    /** A frame's ends and the state of its transport's checksum. */
    static String text(byte[] frame) {
        RowBuffer rows = new RowBuffer();
        new PacketDecoder().decode(frame, 0, frame.length, frame.length, LinkType.ETHERNET, 1, 0, 0, rows);
        byte[] row = rows.rows();
        boolean ipv6 = PacketRow.kind(row, 0) == PacketRow.KIND_IPV6;
        return end(PacketRow.sourceHigh(row, 0), PacketRow.sourceLow(row, 0), PacketRow.sourcePort(row, 0), ipv6)
                + " > "
                + end(
                        PacketRow.destinationHigh(row, 0),
                        PacketRow.destinationLow(row, 0),
                        PacketRow.destinationPort(row, 0),
                        ipv6)
                + " " + TransportChecksum.of(row, 0, frame, 0, frame.length);
    }

    private static Endpoint end(long high, long low, int port, boolean ipv6) {
        return ipv6 ? new Endpoint(true, high, low, port) : new Endpoint(false, 0, high == 0 ? low : high >>> 32, port);
    }

    private static Filter filter() {
        return new Filter(
                1,
                "translate",
                "translate",
                Layer.byKey("FWPM_LAYER_OUTBOUND_IPPACKET_V4").orElseThrow(),
                "FWPM_SUBLAYER_UNIVERSAL",
                1,
                List.of(),
                new Action.CalloutTerminating(AddressTranslation.KEY),
                Set.of(),
                "nat");
    }
}
