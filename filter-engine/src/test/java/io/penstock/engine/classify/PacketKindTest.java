// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.classify.PolicySketch.flagsAll;
import static io.penstock.engine.classify.PolicySketch.flagsNone;
import static io.penstock.engine.classify.PolicySketch.localPort;
import static io.penstock.engine.classify.PolicySketch.remotePort;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.packet.LinkType;
import io.penstock.engine.packet.TestPacket;
import org.junit.jupiter.api.Test;

/** Groups, ICMP, loopback, fragments, forwarded, foreign and broken packets (spec 2.5, 2.6; ARCHITECTURE §9). */
class PacketKindTest {
    private static final String CONNECT = "ALE_AUTH_CONNECT_V4";
    private static final String ACCEPT = "ALE_AUTH_RECV_ACCEPT_V4";

    @Test
    void shouldAcceptRepliesToAMulticastFromAnyAddressForFourSeconds() {
        EngineBench bench =
                new EngineBench(new PolicySketch().permit("mdns", CONNECT).block("in", ACCEPT));
        bench.send(udp().from("10.0.0.1", 5353).to("224.0.0.251", 5353).at(1_000));

        assertThat(bench.send(fromNeighbour(4_999))).isEqualTo("permit ALE_AUTH_CONNECT_V4 mdns -");
        assertThat(bench.send(fromNeighbour(5_001))).startsWith("block ALE_AUTH_RECV_ACCEPT_V4 in");
    }

    @Test
    void shouldRefreshAMulticastFlowByOutboundPacketsOnly() {
        EngineBench bench =
                new EngineBench(new PolicySketch().permit("mdns", CONNECT).block("in", ACCEPT));
        bench.send(udp().from("10.0.0.1", 5353).to("224.0.0.251", 5353).at(0));
        bench.send(fromNeighbour(3_000));
        assertThat(bench.send(fromNeighbour(6_000))).startsWith("block");

        bench.send(udp().from("10.0.0.1", 5353).to("224.0.0.251", 5353).at(6_500));
        bench.send(udp().from("10.0.0.1", 5353).to("224.0.0.251", 5353).at(9_000));
        assertThat(bench.send(udp().from("10.0.0.8", 5353)
                        .to("10.0.0.1", 5353)
                        .inbound()
                        .at(12_000)))
                .startsWith("permit");
    }

    @Test
    void shouldAuthoriseEveryInboundMulticastPacketByItself() {
        EngineBench bench = new EngineBench(new PolicySketch().block("ssdp", ACCEPT, localPort(1900)));
        TestPacket mdns = udp().from("10.0.0.7", 5353).to("224.0.0.251", 5353).inbound();

        assertThat(bench.send(
                        udp().from("10.0.0.7", 1900).to("239.255.255.250", 1900).inbound()))
                .startsWith("block ALE_AUTH_RECV_ACCEPT_V4 ssdp FWPS");
        assertThat(bench.send(mdns)).isEqualTo("permit - - -");
        assertThat(bench.send(
                        udp().from("10.0.0.7", 1900).to("239.255.255.250", 1900).inbound()))
                .startsWith("block ALE_AUTH_RECV_ACCEPT_V4 ssdp FWPS");
    }

    @Test
    void shouldAuthoriseTheAnswerToAnInboundMulticastAtConnect() {
        EngineBench bench = new EngineBench(new PolicySketch().block("out", CONNECT));
        bench.send(udp().from("10.0.0.7", 5353).to("224.0.0.251", 5353).inbound());

        assertThat(bench.send(udp().from("10.0.0.1", 5353).to("10.0.0.7", 5353)))
                .startsWith("block ALE_AUTH_CONNECT");
    }

    private static TestPacket fromNeighbour(long millis) {
        return udp().from("10.0.0.7", 5353).to("10.0.0.1", 5353).inbound().at(millis);
    }

    @Test
    void shouldTakeAnEchoReplyIntoTheFlowOfItsRequest() {
        EngineBench bench =
                new EngineBench(new PolicySketch().permit("ping", CONNECT).block("in", ACCEPT));
        bench.send(TestPacket.icmp(8, 0).sequence(7 << 16 | 1));

        assertThat(bench.send(reply(7))).isEqualTo("permit ALE_AUTH_CONNECT_V4 ping -");
        assertThat(bench.send(reply(8))).startsWith("block ALE_AUTH_RECV_ACCEPT_V4 in");
    }

    private static TestPacket reply(int identifier) {
        return TestPacket.icmp(0, 0)
                .sequence(identifier << 16 | 1)
                .from("192.0.2.9")
                .to("10.0.0.1")
                .inbound();
    }

    @Test
    void shouldNeverStartAFlowWithAnIcmpError() {
        EngineBench bench = new EngineBench(new PolicySketch().block("err", "INBOUND_ICMP_ERROR_V4"));
        TestPacket error = TestPacket.portUnreachable(udp()).inbound();

        assertThat(bench.send(error)).startsWith("block INBOUND_ICMP_ERROR_V4 err");
        assertThat(bench.events.started).isEmpty();
    }

    @Test
    void shouldShowALoopbackPacketToTheSenderAndThenToTheReceiver() {
        EngineBench bench = new EngineBench(new PolicySketch()
                .permit("out", CONNECT, remotePort(80), flagsAll(ConditionFlag.IS_LOOPBACK))
                .block("in", ACCEPT, localPort(80), flagsAll(ConditionFlag.IS_LOOPBACK)));

        String verdict = bench.loopback(udp().from("127.0.0.1", 40_000).to("127.0.0.1", 80));

        assertThat(verdict).startsWith("block ALE_AUTH_RECV_ACCEPT_V4 in");
        assertThat(bench.visits())
                .containsSubsequence(
                        "ALE_AUTH_CONNECT", "OUTBOUND_IPPACKET", "INBOUND_IPPACKET", "ALE_AUTH_RECV_ACCEPT")
                .noneMatch(layer -> layer.contains("MAC"));
        assertThat(bench.events.started).hasSize(2);
    }

    @Test
    void shouldKnowBothEndsOfALoopbackConnectionByTheirOwnFlows() {
        EngineBench bench =
                new EngineBench(new PolicySketch().permit("out", CONNECT).permit("in", ACCEPT));
        bench.loopback(udp().from("127.0.0.1", 40_000).to("127.0.0.1", 53));

        bench.loopback(udp().from("127.0.0.1", 53).to("127.0.0.1", 40_000));

        assertThat(bench.visits()).doesNotContain("ALE_AUTH_CONNECT", "ALE_AUTH_RECV_ACCEPT");
        assertThat(bench.events.started).hasSize(2);
    }

    @Test
    @SpecRule("11 P24")
    void shouldDecideTheWholeDatagramByTheFragmentThatCompletesIt() {
        EngineBench bench = new EngineBench(new PolicySketch().block("in", ACCEPT, localPort(80)));

        assertThat(bench.send(inbound().fragment(5, 16, 28))).isEqualTo("permit - - -");
        assertThat(bench.visits()).endsWith("INBOUND_IPPACKET", "INBOUND_IPPACKET");
        assertThat(bench.send(inbound().fragment(5, 0, 16))).startsWith("permit");
        assertThat(bench.visits()).doesNotContain("INBOUND_TRANSPORT");
    }

    @Test
    void shouldVisitTransportOnceWithTheReassembledPacket() {
        EngineBench bench = new EngineBench(new PolicySketch().block("in", ACCEPT, localPort(80)));
        bench.send(inbound().fragment(5, 0, 16));

        assertThat(bench.send(inbound().fragment(5, 16, 28))).startsWith("block ALE_AUTH_RECV_ACCEPT_V4 in");
        assertThat(bench.visits())
                .endsWith(
                        "INBOUND_IPPACKET",
                        "INBOUND_IPPACKET",
                        "INBOUND_IPPACKET",
                        "INBOUND_TRANSPORT",
                        "ALE_AUTH_RECV_ACCEPT",
                        "ALE_AUTH_RECV_ACCEPT_V4_DISCARD".replace("_V4", ""));
    }

    @Test
    void shouldLetAFragmentAloneBeBlockedAsFragment() {
        EngineBench bench = new EngineBench(
                new PolicySketch().block("frags", "INBOUND_IPPACKET_V4", flagsAll(ConditionFlag.IS_FRAGMENT)));

        assertThat(bench.send(inbound())).isEqualTo("permit - - -");
        assertThat(bench.send(inbound().fragment(5, 0, 16))).startsWith("block INBOUND_IPPACKET_V4 frags");
    }

    @Test
    @SpecRule("11 P24")
    void shouldShowOutboundFragmentsToMacLayersOnlyUntilOneCompletesThePacket() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no", CONNECT));

        bench.send(udp().payload(new byte[20]).fragment(6, 0, 16));
        assertThat(bench.visits()).containsExactly("OUTBOUND_MAC_FRAME_ETHERNET", "OUTBOUND_MAC_FRAME_NATIVE");
        assertThat(bench.send(udp().payload(new byte[20]).fragment(6, 16, 28))).startsWith("block " + CONNECT + " no");
    }

    @Test
    void shouldNeverReassembleWhereTheFirstFragmentIsMissing() {
        EngineBench bench = new EngineBench(new PolicySketch().block("in", ACCEPT));
        bench.send(inbound().fragment(9, 8, 16));

        assertThat(bench.send(inbound().fragment(9, 16, 28))).isEqualTo("permit - - -");
        assertThat(bench.state.flows().size()).isZero();
    }

    @Test
    void shouldEndADatagramWhoseIpv6FragmentsOverlap() {
        EngineBench bench = new EngineBench(new PolicySketch().block("in", "ALE_AUTH_RECV_ACCEPT_V6"));
        bench.send(inboundV6().fragment(9, 0, 16));
        bench.send(inboundV6().fragment(9, 8, 24));

        assertThat(bench.send(inboundV6().fragment(9, 16, 28))).isEqualTo("permit - - -");
    }

    private static TestPacket inbound() {
        return udp().from("192.0.2.9", 999)
                .to("10.0.0.1", 80)
                .payload(new byte[20])
                .inbound();
    }

    private static TestPacket inboundV6() {
        return udp().from("2001:db8::9", 999)
                .to("fd00::1", 80)
                .payload(new byte[20])
                .inbound();
    }

    @Test
    void shouldShowForwardedPacketsToTheForwardLayerAndNoSocket() {
        EngineBench bench =
                new EngineBench(new PolicySketch().block("fwd", "IPFORWARD_V4").block("c", CONNECT));

        assertThat(bench.send(udp().from("198.51.100.1").to("192.0.2.9").forwarded()))
                .startsWith("block IPFORWARD_V4 fwd");
        assertThat(bench.events.started).isEmpty();
    }

    @Test
    @SpecRule("11 P23")
    void shouldShowWhatIsNotIpToMacLayersOnly() {
        EngineBench bench = new EngineBench(new PolicySketch().block("arp", "INBOUND_MAC_FRAME_ETHERNET"));

        assertThat(bench.send(TestPacket.arp().inbound())).startsWith("block INBOUND_MAC_FRAME_ETHERNET arp");
        assertThat(bench.send(TestPacket.arp().outbound())).isEqualTo("permit - - -");
        bench.send(TestPacket.frame(new byte[60], LinkType.IEEE802_11).inbound());
        assertThat(bench.visits()).containsExactly("INBOUND_MAC_FRAME_NATIVE");
    }

    @Test
    void shouldVisitNoMacLayerWhereNoLinkHeaderWasCaptured() {
        EngineBench bench = new EngineBench();
        bench.send(udp().withoutLink());

        assertThat(bench.visits()).noneMatch(layer -> layer.contains("MAC"));
    }

    @Test
    void shouldSayWhatIsMalformedAndClassifyNothing() {
        EngineBench bench = new EngineBench(new PolicySketch().block("all", "INBOUND_MAC_FRAME_NATIVE"));

        assertThat(bench.send(udp().inbound().cut(20)))
                .isEqualTo("malformed - - IPv4 header cut: 20 bytes needed at byte 14, 6 available");
        assertThat(bench.visits()).isEmpty();
        assertThat(bench.events.discards).isEmpty();
    }

    @Test
    void shouldMarkTheTransportVisitThatGoesOnToRecvAccept() {
        EngineBench bench = new EngineBench(new PolicySketch()
                .block("later", "INBOUND_TRANSPORT_V4", flagsNone(ConditionFlag.REQUIRES_ALE_CLASSIFY)));

        assertThat(bench.send(inbound())).startsWith("permit");
        assertThat(bench.send(inbound())).startsWith("block INBOUND_TRANSPORT_V4 later");
    }
}
