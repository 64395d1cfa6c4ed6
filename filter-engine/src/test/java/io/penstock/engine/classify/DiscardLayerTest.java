// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.classify.PolicySketch.flagsAll;
import static io.penstock.engine.classify.PolicySketch.flagsNone;
import static io.penstock.engine.packet.TestPacket.ACK;
import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.arp;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.ClassifyIn.DiscardMetadata;
import io.penstock.engine.classify.Discard.Suppression;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.policy.DiscardReason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What reaches discard layers, what is told there, and what a filter there can do (spec 8.1). */
class DiscardLayerTest {
    private static final String IN_TRANSPORT = "INBOUND_TRANSPORT_V4";
    private static final String TWIN = IN_TRANSPORT + "_DISCARD";
    private final ScriptedCallout logger =
            ScriptedCallout.inline("log", (in, out) -> out.action(CalloutAction.CONTINUE));

    @Test
    void shouldTellTheReasonTheDetailAndTheFilterAtTheDiscardLayer() {
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .block("other", "ALE_AUTH_CONNECT_V4")
                        .block("no", IN_TRANSPORT)
                        .inspect("log", TWIN, "log"),
                logger);
        bench.send(inbound(udp()));

        assertThat(metadata()).containsExactly(new DiscardMetadata(DiscardReason.FIREWALL_POLICY, null, "no", 2));
    }

    @Test
    void shouldNamePenstocksReasonBesideWfps() {
        EngineBench bench = new EngineBench(
                new PolicySketch().terminating("ask", IN_TRANSPORT, "gone").inspect("log", TWIN, "log"), logger);
        bench.send(inbound(udp()));

        assertThat(metadata()).singleElement().satisfies(told -> {
            assertThat(told.reason()).isEqualTo(DiscardReason.FIREWALL_POLICY);
            assertThat(told.detail()).isEqualTo(DiscardReason.CALLOUT_UNREGISTERED);
        });
    }

    @Test
    void shouldIndicateASegmentWithoutAListenerWithTheStacksReasonAndNoFilter() {
        EngineBench bench = new EngineBench(new PolicySketch().inspect("log", TWIN, "log"), logger);
        bench.event(EndpointEvent.NoEndpoint::new, inbound(tcp(SYN)));

        assertThat(metadata()).containsExactly(new DiscardMetadata(DiscardReason.ENDPOINT_NOT_FOUND, null, null, 0));
        assertThat(bench.events.discards)
                .singleElement()
                .satisfies(d -> assertThat(d.filterId()).isZero());
    }

    @Test
    void shouldIndicateADatagramWithoutAnEndpointAtTheNetworkLevel() {
        EngineBench bench =
                new EngineBench(new PolicySketch().inspect("log", "INBOUND_IPPACKET_V4_DISCARD", "log"), logger);
        bench.event(EndpointEvent.NoEndpoint::new, inbound(udp()));

        assertThat(metadata()).containsExactly(new DiscardMetadata(DiscardReason.PORT_UNREACHABLE, null, null, 0));
    }

    @Test
    void shouldIndicateOnceAndNowhereElse() {
        PolicySketch policy = new PolicySketch().block("no", IN_TRANSPORT);
        for (String layer : List.of(TWIN, "INBOUND_IPPACKET_V4_DISCARD", "ALE_AUTH_RECV_ACCEPT_V4_DISCARD")) {
            policy.inspect("log-" + layer, layer, "log");
        }
        EngineBench bench = new EngineBench(policy, logger);
        bench.send(inbound(udp()));

        assertThat(logger.asked)
                .singleElement()
                .satisfies(in -> assertThat(in.layer().key()).isEqualTo("FWPM_LAYER_" + TWIN));
    }

    @Test
    void shouldReportADropAtALayerWithoutATwinAndShowItNowhere() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no", "INBOUND_MAC_FRAME_ETHERNET"));
        bench.send(arp().inbound());

        assertThat(bench.events.discards).hasSize(1);
        assertThat(bench.visits()).noneMatch(layer -> layer.endsWith("_DISCARD"));
    }

    @Test
    @SpecRule("11 C08")
    void shouldHaveNoTwinForAleLayersWithoutAnIdentifier() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no", "ALE_BIND_REDIRECT_V4"));
        bench.send(udp());

        assertThat(bench.events.discards)
                .singleElement()
                .satisfies(d -> assertThat(d.layer().discardTwin()).isEmpty());
        assertThat(bench.visits()).endsWith("ALE_BIND_REDIRECT");
    }

    @Test
    @SpecRule("11 P20")
    void shouldNoteTheSuppressingFilterOnTheDiscardThatExists() {
        EngineBench bench =
                new EngineBench(new PolicySketch().block("no", IN_TRANSPORT).block("stealth", TWIN));
        bench.send(inbound(udp()));

        assertThat(bench.events.discards).singleElement().satisfies(d -> {
            assertThat(d.filterKey()).isEqualTo("no");
            assertThat(d.reactionSuppressed()).isTrue();
            assertThat(d.suppression())
                    .isEqualTo(
                            new Suppression(bench.layer(TWIN), "FWPM_SUBLAYER_UNIVERSAL", "stealth", 2, null, false));
        });
    }

    @Test
    void shouldNotBringAnItemBackWhereAFilterPermitsAtTheDiscardLayer() {
        EngineBench bench =
                new EngineBench(new PolicySketch().block("no", IN_TRANSPORT).permit("back", TWIN));

        assertThat(bench.send(inbound(udp()))).startsWith("block " + IN_TRANSPORT + " no");
        assertThat(bench.events.discards.getFirst().reactionSuppressed()).isFalse();
    }

    @Test
    void shouldHearNoAbsorbAtADiscardLayer() {
        ScriptedCallout eater = ScriptedCallout.inline("eater", (in, out) -> {
            out.block();
            out.absorb();
        });
        EngineBench bench =
                new EngineBench(new PolicySketch().block("no", IN_TRANSPORT).terminating("eat", TWIN, "eater"), eater);

        assertThat(bench.send(inbound(udp()))).startsWith("block");
        assertThat(bench.events.discards)
                .singleElement()
                .satisfies(d -> assertThat(d.reactionSuppressed()).isTrue());
    }

    @Test
    @SpecRule("11 C20")
    void shouldSetLoopbackAtDiscardLayersToo() {
        EngineBench bench = new EngineBench(new PolicySketch()
                .block("no", IN_TRANSPORT)
                .block("stealth", TWIN, flagsNone(ConditionFlag.IS_LOOPBACK)));
        bench.loopback(udp().from("10.0.0.1", 9).to("10.0.0.1", 80));
        bench.send(inbound(udp()));

        assertThat(bench.events.discards)
                .extracting(Discard::reactionSuppressed)
                .containsExactly(false, true);
    }

    @Test
    void shouldGiveTheDiscardLayerItsFlagsWhereNoFilterStandsBeforeIt() {
        EngineBench bench =
                new EngineBench(new PolicySketch().block("stealth", TWIN, flagsNone(ConditionFlag.IS_LOOPBACK)));
        bench.event(EndpointEvent.NoEndpoint::new, inbound(tcp(SYN)));

        assertThat(bench.events.discards.getFirst().suppression().filterKey()).isEqualTo("stealth");
    }

    @Test
    void shouldKeepTheFlagsOfTheVisitThatDropped() {
        EngineBench bench = new EngineBench(new PolicySketch().permit("yes", "ALE_AUTH_CONNECT_V4"));
        bench.send(udp());
        bench.activate(new PolicySketch()
                .block("no", "ALE_AUTH_CONNECT_V4")
                .block("hush", "ALE_AUTH_CONNECT_V4_DISCARD", flagsAll(ConditionFlag.IS_REAUTHORIZE)));
        bench.send(udp());

        assertThat(bench.events.discards.getLast().reactionSuppressed()).isTrue();
    }

    @Test
    @SpecRule("11 C09")
    void shouldIndicateBlockedBytesOfAStreamToStreamDiscard() {
        EngineBench bench = new EngineBench(
                new PolicySketch().block("no", "STREAM_V4").inspect("log", "STREAM_V4_DISCARD", "log"), logger);
        bench.send(tcp(SYN));
        bench.send(tcp(ACK).payload("hello"));

        assertThat(metadata()).contains(new DiscardMetadata(DiscardReason.FIREWALL_POLICY, null, "no", 1));
    }

    private List<DiscardMetadata> metadata() {
        return logger.asked.stream().map(in -> in.discard()).toList();
    }

    private static TestPacket inbound(TestPacket packet) {
        return packet.from("192.0.2.9", 9).to("10.0.0.1", 80).inbound();
    }
}
