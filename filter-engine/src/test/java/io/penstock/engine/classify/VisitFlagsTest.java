// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.packet.TestPacket.ACK;
import static io.penstock.engine.packet.TestPacket.PSH;
import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.policy.PolicySettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Bits of the FLAGS field, visit by visit (spec 3.6), and the visits that some of them belong to (spec 2.5). */
class VisitFlagsTest {
    private static final int LOOPBACK = 0x1;
    private static final int IPSEC = 0x2;
    private static final int RAW = 0x10;
    private static final int FRAGMENT = 0x20;
    private static final int GROUP = 0x40;

    /** Layers and flags of the last packet's visits. */
    private static List<DecisionTrace.Step.Visited> visited(EngineBench bench) {
        List<DecisionTrace.Step.Visited> visited = new ArrayList<>();
        for (DecisionTrace.Step step : bench.steps()) {
            if (step instanceof DecisionTrace.Step.Visited visit) {
                visited.add(visit);
            }
        }
        return visited;
    }

    private static Map<String, Integer> flags(EngineBench bench) {
        Map<String, Integer> flags = new LinkedHashMap<>();
        for (DecisionTrace.Step.Visited visit : visited(bench)) {
            flags.put(visit.layer().replace("FWPM_LAYER_", "").replace("_V4", ""), visit.flags());
        }
        return flags;
    }

    @Test
    @SpecRule("11 C20")
    void shouldMarkLoopbackAtEveryLayerOfBothLists() {
        EngineBench bench = new EngineBench();
        List<DecisionTrace.Step.Visited> seen = new ArrayList<>();
        for (TestPacket packet : List.of(
                udp(), tcp(SYN), TestPacket.tcp(PSH | ACK).payload("x"), TestPacket.portUnreachable(loop(udp())))) {
            bench.loopback(loop(packet));
            seen.addAll(visited(bench));
        }

        assertThat(seen)
                .allSatisfy(visit -> assertThat(visit.flags() & LOOPBACK).isOne());
        assertThat(seen.stream().map(v -> v.layer().replace("FWPM_LAYER_", "").replace("_V4", "")))
                .contains(
                        "OUTBOUND_IPPACKET",
                        "INBOUND_IPPACKET",
                        "OUTBOUND_TRANSPORT",
                        "INBOUND_TRANSPORT",
                        "DATAGRAM_DATA",
                        "STREAM",
                        "OUTBOUND_ICMP_ERROR",
                        "INBOUND_ICMP_ERROR",
                        "ALE_AUTH_CONNECT",
                        "ALE_AUTH_RECV_ACCEPT",
                        "ALE_FLOW_ESTABLISHED")
                .noneMatch(layer -> layer.contains("MAC"));
    }

    @Test
    @SpecRule("11 C20")
    void shouldMarkLoopbackAtDiscardLayersToo() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no", "ALE_AUTH_CONNECT_V4"));
        bench.loopback(loop(udp()));

        assertThat(flags(bench)).containsEntry("ALE_AUTH_CONNECT_DISCARD", LOOPBACK);
    }

    private static TestPacket loop(TestPacket packet) {
        return packet.from("127.0.0.1").to("127.0.0.2").outbound();
    }

    @Test
    void shouldMarkWhatIpsecProtectsWhereTheListSays() {
        EngineBench bench = new EngineBench();
        bench.send(inbound(udp()).flagged(PacketRow.FLAG_IPSEC));
        Set<String> marked = marked(bench, IPSEC);
        bench.send(udp().from("10.0.0.1", 7).flagged(PacketRow.FLAG_IPSEC));

        assertThat(marked)
                .containsExactlyInAnyOrder(
                        "INBOUND_IPPACKET", "INBOUND_TRANSPORT", "ALE_AUTH_RECV_ACCEPT", "ALE_FLOW_ESTABLISHED");
        assertThat(marked(bench, IPSEC)).containsExactlyInAnyOrder("ALE_AUTH_CONNECT", "ALE_FLOW_ESTABLISHED");
    }

    @Test
    void shouldMarkRawSocketsWhereTheListSays() {
        EngineBench bench = new EngineBench();
        bench.send(udp().flagged(PacketRow.FLAG_RAW_ENDPOINT));

        assertThat(marked(bench, RAW))
                .containsExactlyInAnyOrder(
                        "ALE_BIND_REDIRECT",
                        "ALE_RESOURCE_ASSIGNMENT",
                        "ALE_CONNECT_REDIRECT",
                        "ALE_AUTH_CONNECT",
                        "DATAGRAM_DATA",
                        "OUTBOUND_TRANSPORT");
    }

    private static Set<String> marked(EngineBench bench, int bit) {
        Map<String, Integer> flags = flags(bench);
        flags.values().removeIf(value -> (value & bit) == 0);
        return flags.keySet();
    }

    /** SEQ-RAW. */
    @Test
    void shouldTreatTcpOfRawSocketsLikeUdp() {
        EngineBench bench = new EngineBench(new PolicySketch().permit("raw", "ALE_AUTH_CONNECT_V4"));
        bench.send(tcp(ACK).payload("x").flagged(PacketRow.FLAG_RAW_ENDPOINT));
        assertThat(bench.visits())
                .containsSubsequence(
                        "ALE_BIND_REDIRECT",
                        "ALE_RESOURCE_ASSIGNMENT",
                        "ALE_CONNECT_REDIRECT",
                        "ALE_AUTH_CONNECT",
                        "ALE_FLOW_ESTABLISHED",
                        "DATAGRAM_DATA",
                        "OUTBOUND_TRANSPORT")
                .doesNotContain("STREAM", "STREAM_PACKET");

        bench.send(tcp(SYN).sequence(99).flagged(PacketRow.FLAG_RAW_ENDPOINT));
        assertThat(bench.visits()).doesNotContain("ALE_AUTH_CONNECT");
        bench.send(answer(tcp(SYN | ACK)).flagged(PacketRow.FLAG_RAW_ENDPOINT));
        assertThat(bench.visits()).doesNotContain("ALE_AUTH_RECV_ACCEPT").contains("DATAGRAM_DATA");
    }

    @Test
    void shouldKeepTheFlowOfARawSocketApartFromTheConnectionOfTheSameTuple() {
        EngineBench bench = new EngineBench();
        bench.send(tcp(SYN));
        bench.send(tcp(ACK).flagged(PacketRow.FLAG_RAW_ENDPOINT));

        assertThat(bench.visits()).contains("ALE_AUTH_CONNECT");
        assertThat(bench.state.flows().size()).isEqualTo(2);
    }

    private static TestPacket answer(TestPacket packet) {
        return packet.from("192.0.2.9", 80).to("10.0.0.1", 40_000).inbound();
    }

    /** SEQ-FORWARD, weak host. */
    @Test
    void shouldShowWhatCrossesAWeakHostToTheForwardLayerToo() {
        EngineBench bench = new EngineBench();
        bench.send(inbound(udp()).flagged(PacketRow.FLAG_WEAK_HOST));
        assertThat(bench.visits())
                .startsWith("INBOUND_MAC_FRAME_NATIVE", "INBOUND_MAC_FRAME_ETHERNET", "IPFORWARD", "INBOUND_IPPACKET");

        bench.send(udp().from("10.0.0.1", 7).flagged(PacketRow.FLAG_WEAK_HOST));
        assertThat(bench.visits())
                .endsWith("OUTBOUND_IPPACKET", "IPFORWARD", "OUTBOUND_MAC_FRAME_ETHERNET", "OUTBOUND_MAC_FRAME_NATIVE");
    }

    @Test
    @SpecRule("11 C17")
    void shouldShowForwardedFragmentsOnceMoreAsAGroupWhereThePolicyAsksForIt() {
        EngineBench bench = new EngineBench(new PolicySketch().settings(settings(false, true, 0)));
        bench.send(forwarded().fragment(5, 0, 16));
        assertThat(bench.visits())
                .containsExactly(
                        "INBOUND_MAC_FRAME_NATIVE",
                        "INBOUND_MAC_FRAME_ETHERNET",
                        "IPFORWARD",
                        "OUTBOUND_MAC_FRAME_ETHERNET",
                        "OUTBOUND_MAC_FRAME_NATIVE");

        bench.send(forwarded().fragment(5, 16, 28));
        assertThat(visited(bench)).extracting(DecisionTrace.Step.Visited::flags).containsExactly(0, 0, 0, GROUP, 0, 0);
        assertThat(bench.visits()).containsSubsequence("IPFORWARD", "IPFORWARD", "OUTBOUND_MAC_FRAME_ETHERNET");
    }

    @Test
    @SpecRule("11 C17")
    void shouldNeverMarkAGroupAtInboundIpPacketNorByDefault() {
        EngineBench bench = new EngineBench();
        bench.send(forwarded().fragment(5, 0, 16));
        bench.send(forwarded().fragment(5, 16, 28));
        assertThat(bench.visits()).containsOnlyOnce("IPFORWARD");
        bench.activate(new PolicySketch().settings(settings(false, true, 0)));
        bench.send(inbound(udp().payload(new byte[20])).fragment(6, 0, 16));

        assertThat(visited(bench))
                .filteredOn(visit -> visit.layer().contains("IPPACKET"))
                .extracting(DecisionTrace.Step.Visited::flags)
                .containsExactly(0, FRAGMENT);
    }

    @Test
    @SpecRule("11 C11")
    void shouldShowForwardedPacketsToInboundIpPacketOnlyWhereThePolicyAsksForIt() {
        EngineBench bench = new EngineBench();
        bench.send(forwarded());
        assertThat(bench.visits()).contains("IPFORWARD").doesNotContain("INBOUND_IPPACKET", "OUTBOUND_IPPACKET");

        bench.activate(new PolicySketch().settings(settings(true, false, 0)));
        bench.send(forwarded());

        assertThat(bench.visits()).containsSubsequence("INBOUND_IPPACKET", "IPFORWARD");
    }

    private static TestPacket forwarded() {
        return udp().from("198.51.100.1").to("192.0.2.9").payload(new byte[20]).forwarded();
    }

    private static TestPacket inbound(TestPacket packet) {
        return packet.from("192.0.2.9", 999).to("10.0.0.1", 80).inbound();
    }

    /** Defaults but for these. */
    static PolicySettings settings(boolean visitInbound, boolean group, int profile) {
        PolicySettings d = PolicySettings.DEFAULT;
        return new PolicySettings(
                d.pendTimeout(),
                d.permitOnTimeout(),
                d.permitOnOverflow(),
                d.pendPerFlowLimit(),
                d.pendMaxBytes(),
                d.pendMaxPackets(),
                d.reinjectMaxDepth(),
                visitInbound,
                group,
                profile,
                d.prefixIsSuffix(),
                Duration.ofSeconds(60),
                Duration.ofHours(1),
                d.streamMaxBytesPerFlow(),
                d.streamMaxBytes());
    }
}
