// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.packet.TestPacket.ACK;
import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.DiscardLogger;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.FilterFlag;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Callouts in line: registered or not, absorbing, vetoing, logging, failing (spec 4.6, 5.4, 8.1); and what a line says of a packet. */
class CalloutRulesTest {
    private static final String CONNECT = "ALE_AUTH_CONNECT_V4";
    private static final String TRANSPORT = "OUTBOUND_TRANSPORT_V4";

    @Test
    void shouldBlockWhereTheCalloutIsNotRegistered() {
        EngineBench bench = new EngineBench(new PolicySketch().terminating("ask", CONNECT, "gone"));

        assertThat(bench.send(udp())).isEqualTo("block ALE_AUTH_CONNECT_V4 ask PenstockCalloutUnregistered");
    }

    @Test
    void shouldPermitWhereTheFilterSaysSoOfAnUnregisteredCallout() {
        EngineBench bench = new EngineBench(new PolicySketch()
                .filter(
                        "ask",
                        CONNECT,
                        new Action.CalloutTerminating("gone"),
                        Set.of(FilterFlag.PERMIT_IF_CALLOUT_UNREGISTERED)));

        assertThat(bench.send(udp())).isEqualTo("permit ALE_AUTH_CONNECT_V4 ask -");
    }

    @Test
    void shouldSkipAnInertCalloutAndSayUncertain() {
        EngineBench bench = new EngineBench(new PolicySketch()
                .inert("vendor")
                .terminating("ask", CONNECT, "vendor")
                .permit("else", CONNECT));

        assertThat(bench.send(udp())).isEqualTo("permit ALE_AUTH_CONNECT_V4 else - uncertain");
        assertThat(bench.send(udp())).as("on the standing authorisation").endsWith("uncertain");
    }

    @Test
    void shouldDropAnAbsorbedPacketWithoutADiscard() {
        ScriptedCallout eater = ScriptedCallout.inline("eater", (in, out) -> {
            out.block();
            out.absorb();
        });
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .terminating("eat", TRANSPORT, "eater")
                        .inspect("log", "OUTBOUND_TRANSPORT_V4_DISCARD", DiscardLogger.KEY),
                eater,
                new DiscardLogger());

        assertThat(bench.send(udp())).isEqualTo("absorb OUTBOUND_TRANSPORT_V4 eat -");
        assertThat(bench.events.discards).isEmpty();
        assertThat(bench.events.findings).isEmpty();
    }

    @Test
    void shouldNotHearAnAbsorbThatDoesNotDecide() {
        ScriptedCallout eater = ScriptedCallout.inline("eater", (in, out) -> {
            out.action(CalloutAction.BLOCK);
            out.absorb();
        });
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .terminating("eat", TRANSPORT, "eater")
                        .sublayer("lo", 1)
                        .permit("pass", TRANSPORT),
                eater);

        assertThat(bench.send(udp())).isEqualTo("permit OUTBOUND_TRANSPORT_V4 pass -");
    }

    @Test
    void shouldBlockPlainlyWhereAbsorbIsNotValid() {
        ScriptedCallout eater = ScriptedCallout.inline("eater", (in, out) -> {
            out.block();
            out.absorb();
        });
        EngineBench bench =
                new EngineBench(new PolicySketch().terminating("eat", "ALE_RESOURCE_ASSIGNMENT_V4", "eater"), eater);

        assertThat(bench.send(udp())).startsWith("block ALE_RESOURCE_ASSIGNMENT_V4 eat");
    }

    @Test
    void shouldSendTheReplacementThroughThePathAndCountItApart() {
        byte[] other = udp().to("192.0.2.9", 81).bytes();
        ScriptedCallout editor = ScriptedCallout.inline("editor", (in, out) -> {
            if (in.injectionState() != io.penstock.engine.callout.InjectionState.NOT_INJECTED) {
                out.permit(in);
                return;
            }
            out.block();
            out.absorb();
            out.inject(other);
        });
        EngineBench bench = new EngineBench(
                new PolicySketch().terminating("edit", TRANSPORT, "editor").permit("c", CONNECT), editor);

        assertThat(bench.send(udp())).isEqualTo("absorb OUTBOUND_TRANSPORT_V4 edit -");
        assertThat(bench.events.injected)
                .extracting(RecordedEvents::text)
                .containsExactly("permit OUTBOUND_TRANSPORT_V4 edit -");
        assertThat(bench.events.started)
                .as("the packet's flow, and that of its clone, which has another tuple")
                .hasSize(2);
    }

    @Test
    void shouldNameAVetoAsTheReason() {
        ScriptedCallout judge = ScriptedCallout.inline("judge", (in, out) -> out.block());
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .hardPermit("sure", CONNECT)
                        .sublayer("lo", 1)
                        .terminating("judge", CONNECT, "judge"),
                judge);

        assertThat(bench.send(udp())).isEqualTo("block ALE_AUTH_CONNECT_V4 judge PenstockVeto");
    }

    @Test
    void shouldTreatACalloutThatThrowsAsOneThatFailed() {
        ScriptedCallout broken = ScriptedCallout.inline("broken", (in, out) -> {
            throw new IllegalStateException("boom");
        });
        EngineBench bench = new EngineBench(new PolicySketch().terminating("ask", CONNECT, "broken"), broken);

        assertThat(bench.send(udp())).startsWith("block ALE_AUTH_CONNECT_V4 ask");
        assertThat(bench.events.findings).singleElement().asString().contains("callout-failed", "boom");
    }

    @Test
    void shouldNotLetAnInspectionThatThrowsChangeTheVerdict() {
        ScriptedCallout broken = ScriptedCallout.inline("broken", (in, out) -> {
            throw new IllegalStateException("boom");
        });
        EngineBench bench = new EngineBench(new PolicySketch().inspect("look", CONNECT, "broken"), broken);

        assertThat(bench.send(udp())).isEqualTo("permit - - -");
    }

    @Test
    void shouldShowADiscardOnceToTheLoggerAtTheDiscardTwin() {
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .block("no", CONNECT)
                        .inspect("log", "ALE_AUTH_CONNECT_V4_DISCARD", DiscardLogger.KEY),
                new DiscardLogger());
        bench.send(udp());

        assertThat(bench.visits()).endsWith("ALE_AUTH_CONNECT", "ALE_AUTH_CONNECT_DISCARD");
        assertThat(bench.events.findings)
                .singleElement()
                .asString()
                .contains("GENERAL/FWPS_DISCARD_FIREWALL_POLICY", "by no");
        assertThat(bench.events.discards).hasSize(1);
    }

    @Test
    void shouldNoteASuppressedReactionWithoutASecondDiscard() {
        EngineBench bench = new EngineBench(new PolicySketch()
                .block("no", "INBOUND_TRANSPORT_V4")
                .block("stealth", "INBOUND_TRANSPORT_V4_DISCARD"));
        bench.send(udp().from("192.0.2.9", 9).to("10.0.0.1", 80).inbound());

        assertThat(bench.events.discards)
                .singleElement()
                .satisfies(d -> assertThat(d.reactionSuppressed()).isTrue());
    }

    @Test
    void shouldNameTheLastVisitThatAFilterDecided() {
        EngineBench bench =
                new EngineBench(new PolicySketch().permit("auth", CONNECT).permit("ip", "OUTBOUND_IPPACKET_V4"));

        assertThat(bench.send(udp())).isEqualTo("permit OUTBOUND_IPPACKET_V4 ip -");
        assertThat(bench.send(udp())).isEqualTo("permit OUTBOUND_IPPACKET_V4 ip -");
    }

    @Test
    void shouldPlaceTheStandingAuthorisationWhereReauthorisationWouldStand() {
        EngineBench bench =
                new EngineBench(new PolicySketch().permit("auth", CONNECT).permit("transport", "INBOUND_TRANSPORT_V4"));
        bench.send(udp());

        assertThat(bench.send(udp().from("192.0.2.9", 80).to("10.0.0.1", 40_000).inbound()))
                .isEqualTo("permit ALE_AUTH_CONNECT_V4 auth -");
    }

    @Test
    void shouldSayNothingDecidedWhereNoFilterDid() {
        assertThat(new EngineBench(new PolicySketch()).send(udp())).isEqualTo("permit - - -");
    }

    @Test
    void shouldCallABlockedStreamAbsorbedAndDiscardItsBytesOnly() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no-stream", "STREAM_V4"));
        bench.send(tcp(SYN));

        assertThat(bench.send(tcp(ACK).payload("GET /"))).isEqualTo("absorb STREAM_V4 no-stream -");
        assertThat(bench.events.discards)
                .singleElement()
                .satisfies(d -> assertThat(d.packets()).isZero());
        assertThat(bench.send(tcp(ACK))).isEqualTo("permit - - -");
    }

    @Test
    void shouldStopACalloutThatReplacesItsOwnClones() {
        byte[] same = udp().bytes();
        ScriptedCallout loop = ScriptedCallout.inline("loop", (in, out) -> {
            out.block();
            out.absorb();
            out.inject(same);
        });
        EngineBench bench = new EngineBench(new PolicySketch().terminating("edit", TRANSPORT, "loop"), loop);

        assertThat(bench.send(udp())).isEqualTo("absorb OUTBOUND_TRANSPORT_V4 edit -");
        assertThat(loop.asked).hasSize(9);
        assertThat(RecordedEvents.text(bench.events.injected.getLast())).endsWith("PenstockReinjectLoop");
    }
}
