// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

import static io.penstock.engine.packet.TestPacket.ACK;
import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.icmp;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.SpecRule;
import io.penstock.engine.classify.EndpointEvent;
import io.penstock.engine.classify.PolicySketch;
import io.penstock.engine.event.NetEventBody.CapabilityDrop;
import io.penstock.engine.event.NetEventBody.ClassifyAllow;
import io.penstock.engine.event.NetEventBody.ClassifyDrop;
import io.penstock.engine.event.NetEventBody.ClassifyDropMac;
import io.penstock.engine.event.NetEventBody.NetworkCapability;
import io.penstock.engine.packet.TestPacket;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which net events there are, what they say, and which are collected (spec 8.3). */
class NetEventTest {
    private static final String CONNECT = "ALE_AUTH_CONNECT_V4";
    private static final String ACCEPT = "ALE_AUTH_RECV_ACCEPT_V4";

    @Test
    void shouldTellADropWithItsFilterLayerAndDirection() {
        EventBench bench = new EventBench(new PolicySketch().block("no", ACCEPT));
        bench.send(inbound(udp()));

        assertThat(bench.net).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(NetEventType.CLASSIFY_DROP);
            assertThat(event.body()).isEqualTo(new ClassifyDrop(1, 44, 0, 0, 0, EventDirection.IN, false, "", 0, 0));
            assertThat(event.header().timeNanos()).isEqualTo(1_000_000_000L);
            assertThat(event.header().localAddress()).isEqualTo("10.0.0.1");
            assertThat(event.header().remoteAddress()).isEqualTo("192.0.2.9");
            assertThat(event.header().localPort()).isEqualTo(80);
            assertThat(event.header().remotePort()).isEqualTo(9);
            assertThat(event.header().flagBits()).isEqualTo(0x11F);
            assertThat(event.header().addressFamily()).isEqualTo("FWP_AF_INET");
        });
    }

    @Test
    void shouldPutTypeAndCodeOfIcmpInThePorts() {
        EventBench bench = new EventBench(new PolicySketch().block("no", ACCEPT));
        bench.send(icmp(8, 0).from("192.0.2.9").to("10.0.0.1").inbound());

        NetEventHeader header = bench.net.getFirst().header();
        assertThat(header.localPort()).isEqualTo(8);
        assertThat(header.remotePort()).isZero();
        assertThat(header.remoteAddress()).isEqualTo("192.0.2.9");
    }

    @Test
    void shouldTellEveryLaterPacketOfABlockedFlow() {
        EventBench bench = new EventBench(new PolicySketch().block("no", CONNECT));
        bench.send(tcp(SYN)).send(tcp(ACK)).send(tcp(ACK));

        assertThat(bench.net)
                .hasSize(3)
                .allSatisfy(event ->
                        assertThat(((ClassifyDrop) event.body()).layerId()).isEqualTo(48));
    }

    @Test
    void shouldTellNothingOfWhatIsAbsorbed() {
        EventBench bench = new EventBench(
                new PolicySketch().terminating("eat", "OUTBOUND_TRANSPORT_V4", "eater"),
                NetEventCollection.DEFAULT,
                new Eater());
        bench.send(udp());

        assertThat(bench.recorded().last()).startsWith("absorb");
        assertThat(bench.net).isEmpty();
    }

    @Test
    @SpecRule("11 P20")
    void shouldTellABlockAtADiscardLayerWithThatLayersIdAndFilter() {
        EventBench bench = new EventBench(new PolicySketch()
                .block("no", "INBOUND_TRANSPORT_V4")
                .block("stealth", "INBOUND_TRANSPORT_V4_DISCARD"));
        bench.send(inbound(udp()));

        assertThat(bench.net).extracting(NetEventTest::layerAndFilter).containsExactly("12 1", "13 2");
        assertThat(bench.recorded().discards).hasSize(1);
    }

    @Test
    void shouldTellOfWhatTheStackDroppedOnlyTheFilterThatSilencedIt() {
        EventBench silent = new EventBench(new PolicySketch());
        silent.event(EndpointEvent.NoEndpoint::new, inbound(tcp(SYN)));
        assertThat(silent.net).isEmpty();

        EventBench stealth = new EventBench(new PolicySketch().block("stealth", "INBOUND_TRANSPORT_V4_DISCARD"));
        stealth.event(EndpointEvent.NoEndpoint::new, inbound(tcp(SYN)));
        assertThat(stealth.net).extracting(NetEventTest::layerAndFilter).containsExactly("13 1");
    }

    @Test
    void shouldTellADropAtAMacLayerWithItsAddresses() {
        EventBench bench = new EventBench(new PolicySketch().block("no", "INBOUND_MAC_FRAME_ETHERNET"));
        bench.send(TestPacket.arp().inbound());

        assertThat(bench.net).singleElement().satisfies(event -> {
            ClassifyDropMac body = (ClassifyDropMac) event.body();
            assertThat(body.etherType()).isEqualTo(0x0806);
            assertThat(body.localMac()).isEqualTo(0x020000000002L);
            assertThat(body.remoteMac()).isEqualTo(0x020000000001L);
            assertThat(event.header().flags()).isEmpty();
        });
    }

    @Test
    void shouldTellPermitsAtAuthLayersWhereAskedFor() {
        PolicySketch policy = new PolicySketch().permit("yes", CONNECT);
        EventBench bench = new EventBench(policy, new NetEventCollection(true, Set.of(NetEventKeyword.CLASSIFY_ALLOW)));
        bench.send(udp()).send(udp()).send(inbound(udp()));

        assertThat(bench.net)
                .extracting(NetEvent::body)
                .containsExactly(
                        new ClassifyAllow(1, 48, 0, 0, 0, EventDirection.OUT, false),
                        new ClassifyAllow(0, 44, 0, 0, 0, EventDirection.IN, false));
    }

    @Test
    void shouldTellTheReasonOfAReauthorisation() {
        EventBench bench = new EventBench(new PolicySketch().permit("yes", CONNECT));
        bench.send(udp()).activate(new PolicySketch().permit("still", CONNECT)).send(udp());

        NetEvent again = bench.net.getLast();
        assertThat(((ClassifyAllow) again.body()).reauthReason()).isEqualTo(1);
        assertThat(again.header().flags()).contains(NetEventFlag.REAUTH_REASON_SET);
    }

    @Test
    void shouldCollectDropsAloneByDefaultAndNotWhatCameInForAGroup() {
        PolicySketch policy =
                new PolicySketch().block("no", "INBOUND_IPPACKET_V4").permit("yes", CONNECT);
        EventBench bench = new EventBench(policy, NetEventCollection.DEFAULT);
        bench.send(udp());
        bench.send(inbound(udp()).to("224.0.0.251"));
        bench.send(inbound(udp()).to("255.255.255.255"));
        assertThat(bench.net).isEmpty();

        bench.send(inbound(udp()));
        assertThat(bench.net).hasSize(1);
    }

    @Test
    void shouldCollectGroupsByTheirKeywords() {
        PolicySketch policy = new PolicySketch().block("no", "INBOUND_IPPACKET_V4");
        for (NetEventKeyword keyword : List.of(NetEventKeyword.INBOUND_MCAST, NetEventKeyword.INBOUND_BCAST)) {
            EventBench bench = new EventBench(policy, new NetEventCollection(true, Set.of(keyword)));
            bench.send(inbound(udp()).to("224.0.0.251"));
            bench.send(inbound(udp()).to("255.255.255.255"));

            assertThat(bench.net)
                    .as(keyword.key())
                    .singleElement()
                    .satisfies(event -> assertThat(event.header().localAddress())
                            .startsWith(keyword == NetEventKeyword.INBOUND_MCAST ? "224" : "255"));
        }
    }

    @Test
    void shouldNotAskTheEngineForAuthorisationsThatNobodyWants() {
        assertThat(EngineEvents.net(NetEventCollection.DEFAULT, event -> {}).wantsAuthorizations())
                .isFalse();
        assertThat(EngineEvents.net(new NetEventCollection(true, Set.of(NetEventKeyword.CLASSIFY_ALLOW)), event -> {})
                        .wantsAuthorizations())
                .isTrue();
        assertThat(EngineEvents.audits(event -> {}, FilterOrigins.STEALTH).wantsAuthorizations())
                .isTrue();
    }

    @Test
    void shouldOverwriteTheOldestWhenTheBufferIsFull() {
        NetEventBuffer buffer = new NetEventBuffer(NetEventCollection.DEFAULT, 2);
        for (long filter = 1; filter <= 3; filter++) {
            buffer.accept(drop(filter));
        }

        assertThat(buffer.enumerate()).containsExactly(drop(2), drop(3));
        assertThat(buffer.overwritten()).isOne();
        assertThatThrownBy(() -> new NetEventBuffer(NetEventCollection.DEFAULT, 0))
                .hasMessageContaining("capacity");
    }

    @Test
    void shouldRefuseToEnumerateWhileCollectionIsOff() {
        NetEventBuffer buffer = new NetEventBuffer(NetEventCollection.DISABLED, 2);
        buffer.accept(drop(1));

        assertThatThrownBy(buffer::enumerate).hasMessageContaining("FWP_E_NET_EVENTS_DISABLED");
    }

    @Test
    void shouldKeepCapabilityEventsOnlyByTheirKeyword() {
        NetEvent lacked =
                new NetEvent(empty(Set.of(), 0), new CapabilityDrop(NetworkCapability.PRIVATE_NETWORK, 7, false));
        NetEventBuffer plain = new NetEventBuffer(NetEventCollection.DEFAULT, 2);
        plain.accept(lacked);
        assertThat(plain.enumerate()).isEmpty();

        NetEventBuffer keen =
                new NetEventBuffer(new NetEventCollection(true, Set.of(NetEventKeyword.CAPABILITY_DROP)), 2);
        keen.accept(lacked);
        assertThat(keen.enumerate()).containsExactly(lacked);
    }

    @Test
    void shouldRefuseAnAddressWithoutTheIpVersion() {
        assertThatThrownBy(() -> empty(Set.of(NetEventFlag.LOCAL_ADDR_SET), 4)).hasMessageContaining("IP_VERSION_SET");
        assertThatThrownBy(() -> empty(Set.of(NetEventFlag.IP_VERSION_SET), 0)).hasMessageContaining("ipVersion");
    }

    @Test
    void shouldNumberTypesAndBitsAsWfpDoes() {
        assertThat(NetEventType.CLASSIFY_DROP.value()).isEqualTo(3);
        assertThat(NetEventType.CLASSIFY_DROP_MAC.value()).isEqualTo(9);
        assertThat(NetEventFlag.PACKAGE_ID_SET.bit()).isEqualTo(0x400);
        assertThat(NetEventKeyword.PORT_SCANNING_DROP.bit()).isEqualTo(0x20);
        assertThat(EventDirection.IN.code()).isEqualTo(0x3900);
        assertThat(NetworkCapability.PRIVATE_NETWORK.ordinal()).isEqualTo(2);
    }

    private static String layerAndFilter(NetEvent event) {
        ClassifyDrop drop = (ClassifyDrop) event.body();
        return drop.layerId() + " " + drop.filterId();
    }

    private static NetEvent drop(long filterId) {
        return new NetEvent(
                empty(Set.of(), 0), new ClassifyDrop(filterId, 44, 0, 0, 0, EventDirection.IN, false, "", 0, 0));
    }

    private static NetEventHeader empty(Set<NetEventFlag> flags, int ipVersion) {
        return new NetEventHeader(0, flags, ipVersion, 0, "", "", 0, 0, 0, "", "", "", "", 0, "");
    }

    private static TestPacket inbound(TestPacket packet) {
        return packet.from("192.0.2.9", 9).to("10.0.0.1", 80).inbound();
    }
}
