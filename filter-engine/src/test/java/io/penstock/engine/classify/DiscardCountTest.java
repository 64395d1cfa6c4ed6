// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.packet.TestPacket.ACK;
import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.icmp;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.SpecRule;
import io.penstock.engine.discard.DiscardCount;
import io.penstock.engine.discard.DiscardKey;
import io.penstock.engine.discard.DiscardKey.Direction;
import io.penstock.engine.discard.DiscardTally;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.policy.DiscardModule;
import io.penstock.engine.policy.DiscardReason;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** "Count packets discarded for a reason", sentence by sentence (spec 8.2). */
@SpecRule("11 P13")
class DiscardCountTest {
    private static final String CONNECT = "ALE_AUTH_CONNECT_V4";
    private static final String ACCEPT = "ALE_AUTH_RECV_ACCEPT_V4";
    private static final String OUT_TRANSPORT = "OUTBOUND_TRANSPORT_V4";
    private static final String IN_TRANSPORT = "INBOUND_TRANSPORT_V4";

    @Test
    void shouldCountAPacketOnceAtTheLayerThatDroppedIt() {
        EngineBench bench = new EngineBench(new PolicySketch()
                .permit("a", CONNECT)
                .permit("b", OUT_TRANSPORT)
                .block("c", "OUTBOUND_IPPACKET_V4")
                .block("never", "OUTBOUND_MAC_FRAME_ETHERNET"));
        bench.send(udp());

        assertThat(bench.events.tally.sumsBy(DiscardKey::layerFamily)).containsOnlyKeys("OUTBOUND_IPPACKET");
        assertThat(bench.events.tally.total().items()).isOne();
        assertThat(bench.events.tally.total().packets()).isOne();
    }

    @Test
    void shouldKeyByLayerDirectionVersionReasonDetailFilterAndPolicy() {
        PolicySketch policy = new PolicySketch().block("first", IN_TRANSPORT).block("out", CONNECT);
        EngineBench bench = new EngineBench(policy);
        bench.send(inbound());
        bench.send(udp());
        bench.send(udp());
        String version = policy.policy().version();

        assertThat(bench.events.tally.sums())
                .containsOnlyKeys(
                        key("INBOUND_TRANSPORT", Direction.INBOUND, null, 1, version),
                        key("ALE_AUTH_CONNECT", Direction.OUTBOUND, null, 2, version),
                        key("ALE_AUTH_CONNECT", Direction.OUTBOUND, DiscardReason.FLOW_BLOCKED, 2, version));
        assertThat(bench.events.tally.sumsBy(DiscardKey::module)).containsOnlyKeys(DiscardModule.GENERAL);
    }

    @Test
    void shouldAddUpToTheTotalWhateverPartsAReportLeavesOut() {
        EngineBench bench =
                new EngineBench(new PolicySketch().block("in", IN_TRANSPORT).block("out", CONNECT));
        bench.send(inbound());
        bench.send(udp());
        bench.send(udp());
        DiscardTally tally = bench.events.tally;

        for (var part : Map.of(
                        "layer", tally.sumsBy(DiscardKey::layerFamily),
                        "direction", tally.sumsBy(DiscardKey::direction),
                        "filter", tally.sumsBy(DiscardKey::filterId))
                .entrySet()) {
            assertThat(part.getValue().values().stream().reduce(DiscardCount.ZERO, DiscardCount::plus))
                    .as(part.getKey())
                    .isEqualTo(tally.total());
        }
    }

    @Test
    void shouldCountNoPacketsAndTheirBytesWhereAStreamIsBlocked() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no-stream", "STREAM_V4"));
        bench.send(tcp(SYN));
        bench.send(tcp(ACK).sequence(1_001).payload("hello"));

        DiscardCount total = bench.events.tally.total();
        assertThat(total.items()).isPositive();
        assertThat(total.packets()).isZero();
        assertThat(total.bytes()).isEqualTo(5);
    }

    @Test
    void shouldCountBytesFromTheLayersDataOffsetAndKeepThoseOnTheWire() {
        TestPacket out = udp().payload("12345");

        assertThat(dropped(out, "OUTBOUND_MAC_FRAME_ETHERNET")).isEqualTo(new DiscardCount(1, 1, 47, 47));
        assertThat(dropped(out, "OUTBOUND_IPPACKET_V4")).isEqualTo(new DiscardCount(1, 1, 33, 47));
        assertThat(dropped(out, OUT_TRANSPORT)).isEqualTo(new DiscardCount(1, 1, 13, 47));
        assertThat(dropped(out, CONNECT)).isEqualTo(new DiscardCount(1, 1, 13, 47));
        assertThat(dropped(out, "DATAGRAM_DATA_V4")).isEqualTo(new DiscardCount(1, 1, 13, 47));

        TestPacket in = inbound().payload("12345");
        assertThat(dropped(in, "INBOUND_IPPACKET_V4")).isEqualTo(new DiscardCount(1, 1, 13, 47));
        assertThat(dropped(in, IN_TRANSPORT)).isEqualTo(new DiscardCount(1, 1, 5, 47));
        assertThat(dropped(in, ACCEPT)).isEqualTo(new DiscardCount(1, 1, 5, 47));
        assertThat(dropped(in, "DATAGRAM_DATA_V4")).isEqualTo(new DiscardCount(1, 1, 5, 47));

        TestPacket echo = icmp(8, 0).from("192.0.2.9").to("10.0.0.1").inbound().payload("12345");
        assertThat(dropped(echo, IN_TRANSPORT)).isEqualTo(new DiscardCount(1, 1, 13, 47));
        assertThat(dropped(udp().forwarded().payload("12345"), "IPFORWARD_V4"))
                .isEqualTo(new DiscardCount(1, 1, 33, 47));
    }

    @Test
    void shouldNotCountPaddingBehindThePacketAsItsData() {
        byte[] padded = java.util.Arrays.copyOf(udp().payload("12345").bytes(), 60);

        assertThat(dropped(TestPacket.frame(padded, 1), OUT_TRANSPORT)).isEqualTo(new DiscardCount(1, 1, 13, 60));
    }

    @Test
    void shouldNotCountWhatIsAbsorbedAndCountItsClonesAsThemselves() {
        byte[] other = udp().to("192.0.2.9", 81).bytes();
        ScriptedCallout editor = ScriptedCallout.inline("editor", (in, out) -> {
            out.block();
            out.absorb();
            out.inject(other);
        });
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .terminating("edit", OUT_TRANSPORT, "editor", PolicySketch.remotePort(80))
                        .block("no-clone", "OUTBOUND_IPPACKET_V4"),
                editor);

        assertThat(bench.send(udp())).startsWith("absorb");
        assertThat(bench.events.discards).singleElement().satisfies(d -> {
            assertThat(d.filterKey()).isEqualTo("no-clone");
            assertThat(d.packets())
                    .as("a clone is an item, but no captured packet")
                    .isZero();
        });
        assertThat(bench.events.tally.total().items()).isOne();
    }

    @Test
    void shouldCountThePacketThatAReauthorisationRefusedOnce() {
        EngineBench bench = new EngineBench(new PolicySketch().permit("yes", ACCEPT));
        bench.send(inbound());
        bench.activate(new PolicySketch().block("no", ACCEPT));
        bench.send(inbound());

        assertThat(bench.events.discards).singleElement().satisfies(d -> {
            assertThat(d.layer().key()).isEqualTo("FWPM_LAYER_" + ACCEPT);
            assertThat(d.packets()).isOne();
            assertThat(d.reauthorizeReason()).isEqualTo(ConditionFlag.REASON_POLICY_CHANGE);
        });
    }

    @Test
    void shouldCountAnEventWithoutAPacketAsAnItemAlone() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no-bind", "ALE_RESOURCE_ASSIGNMENT_V4"));
        bench.event(EndpointEvent.Bound::new, tcp(0));

        assertThat(bench.events.tally.total()).isEqualTo(new DiscardCount(1, 0, 0, 0));
    }

    @Test
    void shouldTakeAnObservedSynForTheConnectsPacket() {
        assertThat(dropped(tcp(SYN), CONNECT)).isEqualTo(new DiscardCount(1, 1, 20, 54));
    }

    @Test
    void shouldCountADiscardOnceHoweverOftenItsInputIsRead() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no", CONNECT));
        bench.send(udp());
        Discard first = bench.events.discards.getFirst();
        Item item = new Item().origin("penstock.packets", 3, 77, 0);
        item.packet(
                5,
                bench.lastItem().rows(),
                bench.lastItem().row(),
                new byte[0],
                new byte[0],
                bench.lastItem().revision());
        DiscardTally tally = new DiscardTally(10);

        assertThat(tally.add(item, first)).isTrue();
        assertThat(tally.add(item, first)).isFalse();
        assertThat(tally.total().packets()).isOne();
    }

    @Test
    void shouldForgetTheOldestIdsBeyondItsBound() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no", CONNECT));
        bench.send(udp());
        Discard discard = bench.events.discards.getFirst();
        Item item = bench.lastItem();
        DiscardTally tally = new DiscardTally(1);
        item.origin("t", 0, 1, 0);
        tally.add(item, discard);
        item.origin("t", 0, 2, 0);
        tally.add(item, discard);
        item.origin("t", 0, 1, 0);

        assertThat(tally.add(item, discard)).isTrue();
        assertThatThrownBy(() -> new DiscardTally(-1)).hasMessageContaining("rememberedIds");
    }

    @Test
    @SpecRule("11 P22")
    void shouldCountEachLaterPacketOfABlockedFlowAtTheFilterThatBlockedIt() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no", CONNECT));
        bench.send(tcp(SYN));
        bench.send(tcp(ACK).payload("12345"));
        bench.send(
                tcp(ACK).from("192.0.2.9", 80).to("10.0.0.1", 40_000).inbound().payload("123"));

        assertThat(bench.events.discards).extracting(Discard::filterId).containsExactly(1L, 1L, 1L);
        assertThat(bench.events.discards).extracting(Discard::bytes).containsExactly(20L, 25L, 3L);
        assertThat(bench.events.discards.subList(1, 3))
                .allSatisfy(d -> assertThat(d.detail()).isEqualTo(DiscardReason.FLOW_BLOCKED));
        long blocked = bench.events.verdicts.values().stream()
                .filter(v -> v.fate() == Fate.BLOCK)
                .count();
        assertThat(bench.events.tally.total().packets()).isEqualTo(blocked);
    }

    @Test
    void shouldRefuseAKeyWhoseReasonAndDetailAreMixedUp() {
        assertThatThrownBy(() -> new DiscardKey("STREAM", Direction.INBOUND, 4, DiscardReason.VETO, null, 0, ""))
                .hasMessageContaining("VETO");
        assertThatThrownBy(() ->
                        new DiscardKey("STREAM", Direction.INBOUND, 5, DiscardReason.FIREWALL_POLICY, null, 0, ""))
                .hasMessageContaining("5");
    }

    private static DiscardCount dropped(TestPacket packet, String layer) {
        EngineBench bench = new EngineBench(new PolicySketch().block("no", layer));
        bench.send(packet);
        return bench.events.tally.total();
    }

    private static TestPacket inbound() {
        return udp().from("192.0.2.9", 9).to("10.0.0.1", 80).inbound();
    }

    private static DiscardKey key(
            String family, Direction direction, DiscardReason detail, long filterId, String version) {
        return new DiscardKey(family, direction, 4, DiscardReason.FIREWALL_POLICY, detail, filterId, version);
    }
}
