// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.InjectFunction;
import io.penstock.engine.callout.InjectionState;
import io.penstock.engine.callout.PendStatus;
import io.penstock.engine.inject.PacketClone;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.packet.TransportChecksum;
import io.penstock.engine.packet.TransportChecksum.Status;
import io.penstock.engine.policy.PolicySettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where injected clones enter, as what their callouts see them, and that none goes round for ever (spec 2.5, 6.5). */
class InjectionPathTest {
    private static final String DATA = "DATAGRAM_DATA_V4";

    /** Injects every item once by one function, and passes what it has injected itself. */
    private static ScriptedCallout injecting(String key, InjectFunction function, List<InjectionState> states) {
        return ScriptedCallout.inline(key, (in, out) -> {
            states.add(in.injectionState());
            if (isMine(in)) {
                out.permit(in);
                return;
            }
            out.inject(function, PacketClone.of(in).apply());
            out.block();
            out.absorb();
        });
    }

    private static boolean isMine(ClassifyIn in) {
        return in.injectionState() == InjectionState.INJECTED_BY_SELF
                || in.injectionState() == InjectionState.PREVIOUSLY_INJECTED_BY_SELF;
    }

    private static TestPacket inbound() {
        return udp().from("192.0.2.9", 53)
                .to("10.0.0.1", 4_000)
                .payload("answer")
                .inbound();
    }

    private List<String> visitsOf(String layer, InjectFunction function, TestPacket packet) {
        List<InjectionState> states = new ArrayList<>();
        EngineBench bench = new EngineBench(
                new PolicySketch().terminating("edit", layer, "edit"), injecting("edit", function, states));
        bench.send(packet);
        List<String> visits = bench.visits();
        return visits.subList(visits.indexOf(layer.replace("_V4", "")) + 1, visits.size());
    }

    @Test
    void shouldEnterAtTheBottomOfTheReceivePathOrTheTopOfTheSendPath() {
        assertThat(visitsOf(DATA, InjectFunction.TRANSPORT_RECEIVE, inbound()))
                .containsExactly("INBOUND_IPPACKET", "INBOUND_TRANSPORT", "DATAGRAM_DATA");
        assertThat(visitsOf("OUTBOUND_IPPACKET_V4", InjectFunction.NETWORK_SEND, udp()))
                .containsExactly(
                        "DATAGRAM_DATA",
                        "OUTBOUND_TRANSPORT",
                        "OUTBOUND_IPPACKET",
                        "OUTBOUND_MAC_FRAME_ETHERNET",
                        "OUTBOUND_MAC_FRAME_NATIVE");
        assertThat(visitsOf("OUTBOUND_MAC_FRAME_ETHERNET", InjectFunction.MAC_SEND, udp()))
                .containsExactly("OUTBOUND_MAC_FRAME_ETHERNET", "OUTBOUND_MAC_FRAME_NATIVE");
        assertThat(visitsOf("INBOUND_MAC_FRAME_ETHERNET", InjectFunction.MAC_RECEIVE, inbound()))
                .startsWith("INBOUND_MAC_FRAME_NATIVE", "INBOUND_MAC_FRAME_ETHERNET", "INBOUND_IPPACKET");
    }

    @SpecRule("11 C12")
    @Test
    void shouldShowAForwardInjectedPacketAtIpForwardAgainWithItsState() {
        List<InjectionState> states = new ArrayList<>();
        EngineBench bench = new EngineBench(
                new PolicySketch().terminating("edit", "IPFORWARD_V4", "edit"),
                injecting("edit", InjectFunction.FORWARD, states));
        bench.send(udp().from("198.51.100.7").forwarded());

        assertThat(states).containsExactly(InjectionState.NOT_INJECTED, InjectionState.INJECTED_BY_SELF);
        assertThat(bench.visits())
                .endsWith("IPFORWARD", "IPFORWARD", "OUTBOUND_MAC_FRAME_ETHERNET", "OUTBOUND_MAC_FRAME_NATIVE");
        assertThat(bench.events.injected).hasSize(1);
    }

    @Test
    void shouldInjectAcrossLayersWhereTheFrameHasWhatTheFunctionNeeds() {
        assertThat(visitsOf(DATA, InjectFunction.NETWORK_RECEIVE, inbound())).startsWith("INBOUND_IPPACKET");
        assertThat(visitsOf("INBOUND_IPPACKET_V4", InjectFunction.FORWARD, inbound()))
                .startsWith("IPFORWARD");
    }

    @SpecRule("10 G8")
    @Test
    void shouldSendAnInboundItemOutWithAFreshHeader() {
        EngineBench bench = new EngineBench(
                new PolicySketch().terminating("bounce", DATA, "edit"),
                injecting("edit", InjectFunction.TRANSPORT_SEND, new ArrayList<>()));
        bench.send(inbound());

        Item clone = bench.events.clones.getFirst();
        assertThat(PacketRow.direction(clone.rows(), 0)).isEqualTo(PacketRow.OUTBOUND);
        assertThat(PacketRow.sourceV4(clone.rows(), 0)).isEqualTo(0x0A00_0001);
        assertThat(bench.visits())
                .endsWith("OUTBOUND_IPPACKET", "OUTBOUND_MAC_FRAME_ETHERNET", "OUTBOUND_MAC_FRAME_NATIVE");
        assertThat(clone.holdKey()).as("in the flow of the packet it came from").isNotNull();
        assertThat(bench.events.started).hasSize(1);
    }

    @SpecRule("10 G5")
    @Test
    void shouldWriteTheChecksumsOfAnInboundCloneThatGoesOnUnchanged() {
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .terminating("first", "INBOUND_IPPACKET_V4", "a")
                        .sublayer("lo", 1)
                        .terminating("second", "INBOUND_IPPACKET_V4", "b"),
                ScriptedCallout.outOfBand("a", (in, out) -> {}),
                ScriptedCallout.outOfBand("b", (in, out) -> {}));
        bench.send(TestPacket.tcp(TestPacket.SYN)
                .from("192.0.2.9", 9)
                .to("10.0.0.1", 80)
                .inbound());
        Item before = bench.ticket().item();
        assertThat(status(before)).isEqualTo(Status.BAD);
        bench.permit(bench.ticket());

        assertThat(status(bench.ticket().item())).isEqualTo(Status.GOOD);
    }

    private static Status status(Item item) {
        return TransportChecksum.of(item.rows(), 0, item.frames(), 0, item.frameLength());
    }

    @Test
    void shouldTellEachCalloutHowTheItemCameToBe() {
        List<InjectionState> first = new ArrayList<>();
        List<InjectionState> second = new ArrayList<>();
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .terminating("one", DATA, "a")
                        .sublayer("lo", 1)
                        .terminating("two", DATA, "b"),
                injecting("a", null, first),
                injecting("b", null, second));
        bench.send(udp());

        assertThat(first)
                .containsExactly(
                        InjectionState.NOT_INJECTED,
                        InjectionState.INJECTED_BY_SELF,
                        InjectionState.PREVIOUSLY_INJECTED_BY_SELF);
        assertThat(second).contains(InjectionState.INJECTED_BY_OTHER, InjectionState.INJECTED_BY_SELF);
    }

    @SpecRule("11 P12")
    @ParameterizedTest
    @CsvSource({"1", "3", "8"})
    void shouldBlockAnItemThatGoesRoundTooOften(int depth) {
        ScriptedCallout careless = ScriptedCallout.inline("loop", (in, out) -> {
            out.inject(PacketClone.of(in).apply());
            out.block();
            out.absorb();
        });
        PolicySketch policy = new PolicySketch().settings(depth(depth)).terminating("loop", DATA, "loop");
        EngineBench bench = new EngineBench(policy, careless);
        bench.send(udp());

        assertThat(careless.asked).hasSize(depth + 1);
        assertThat(bench.events.injected.getLast().reason()).isEqualTo("PenstockReinjectLoop");
        assertThat(bench.events.discards).hasSize(1);
    }

    @Test
    void shouldNotLetACalloutPendItsOwnClone() {
        PendingCallout waiting = new PendingCallout("dpi");
        EngineBench bench = new EngineBench(new PolicySketch().terminating("ask", DATA, "dpi"), waiting);
        bench.send(udp());
        waiting.complete(bench.engine);

        assertThat(waiting.statuses).containsExactly(PendStatus.SUCCESS, PendStatus.CANNOT_PEND);
        assertThat(bench.verdict(1)).isEqualTo("permit DATAGRAM_DATA_V4 ask -");
    }

    @SpecRule("10 G7")
    @Test
    void shouldPutClonesOfACloneInItsPlace() {
        List<String> passed = new ArrayList<>();
        ScriptedCallout twice = ScriptedCallout.inline("twice", (in, out) -> {
            if (in.injectionState() != InjectionState.NOT_INJECTED) {
                out.permit(in);
                return;
            }
            out.inject(udp().payload("a").bytes());
            out.inject(udp().payload("b").bytes());
            out.block();
            out.absorb();
        });
        ScriptedCallout lower = ScriptedCallout.inline("lower", (in, out) -> {
            String text = new String(
                    in.frame(), in.payloadOffset(), in.payloadLength(), java.nio.charset.StandardCharsets.US_ASCII);
            if (text.equals("a")) {
                out.inject(udp().payload("a1").bytes());
                out.inject(udp().payload("a2").bytes());
                out.block();
                out.absorb();
            } else {
                passed.add(text);
                out.permit(in);
            }
        });
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .terminating("two", DATA, "twice")
                        .sublayer("lo", 1)
                        .terminating("more", DATA, "lower"),
                twice,
                lower);
        bench.send(udp().payload("x"));

        assertThat(passed).as("the original is shown to every sublayer").containsExactly("x", "a1", "a2", "b");
    }

    private static PolicySettings depth(int depth) {
        PolicySettings d = PolicySettings.DEFAULT;
        return new PolicySettings(
                Duration.ofSeconds(60),
                false,
                false,
                d.pendPerFlowLimit(),
                d.pendMaxBytes(),
                d.pendMaxPackets(),
                depth,
                false,
                d.groupForwardedFragments(),
                d.profile(),
                true,
                d.datagramIdle(),
                d.tcpIdle(),
                d.streamMaxBytesPerFlow(),
                d.streamMaxBytes());
    }
}
