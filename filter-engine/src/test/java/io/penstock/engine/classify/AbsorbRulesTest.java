// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.packet.TestPacket.ACK;
import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.DiscardLogger;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.policy.DiscardReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ABSORB, rule by rule (spec 5.4), and what is told of answers that break the contract (spec 5.2). */
class AbsorbRulesTest {
    private static final String TRANSPORT = "OUTBOUND_TRANSPORT_V4";
    private static final ScriptedCallout EATER = ScriptedCallout.inline("eater", (in, out) -> {
        out.block();
        out.absorb();
    });
    private static final ScriptedCallout SOFT_EATER = ScriptedCallout.inline("soft", (in, out) -> {
        out.action(CalloutAction.BLOCK);
        out.absorb();
    });

    private static EngineBench eating(String layer) {
        return new EngineBench(
                new PolicySketch()
                        .terminating("eat", layer, "eater")
                        .inspect("log", layer + "_DISCARD", DiscardLogger.KEY),
                EATER,
                new DiscardLogger());
    }

    @Test
    @SpecRule("5.4 A1")
    void shouldNotHearAnAbsorbWithoutABlock() {
        ScriptedCallout permits = ScriptedCallout.inline("permits", (in, out) -> {
            out.permit(in);
            out.absorb();
        });
        EngineBench bench = new EngineBench(new PolicySketch().terminating("ask", TRANSPORT, "permits"), permits);

        assertThat(bench.send(udp())).isEqualTo("permit OUTBOUND_TRANSPORT_V4 ask -");
        assertThat(bench.events.contractErrors).containsExactly("1 OUTBOUND_TRANSPORT_V4 permits absorb_without_block");
    }

    @Test
    @SpecRule({"5.4 A2", "4.2 R-ABSORB"})
    void shouldDropInSilenceWhatIsAbsorbed() {
        EngineBench bench = eating(TRANSPORT);

        assertThat(bench.send(udp())).isEqualTo("absorb OUTBOUND_TRANSPORT_V4 eat -");
        assertThat(bench.events.discards).isEmpty();
        assertThat(bench.visits()).doesNotContain("OUTBOUND_TRANSPORT_DISCARD");
        assertThat(bench.events.contractErrors).isEmpty();
    }

    @ParameterizedTest
    @SpecRule({"5.4 A3", "4.2 R-ABSORB"})
    @ValueSource(
            strings = {
                "OUTBOUND_MAC_FRAME_ETHERNET",
                "OUTBOUND_IPPACKET_V4",
                "OUTBOUND_TRANSPORT_V4",
                "DATAGRAM_DATA_V4",
                "ALE_AUTH_CONNECT_V4",
                "ALE_FLOW_ESTABLISHED_V4"
            })
    void shouldAbsorbAtTheLayersThatHearIt(String layer) {
        EngineBench bench = new EngineBench(new PolicySketch().terminating("eat", layer, "eater"), EATER);

        assertThat(bench.send(udp())).isEqualTo("absorb " + layer + " eat -");
        assertThat(bench.events.contractErrors).isEmpty();
    }

    @ParameterizedTest
    @SpecRule("5.4 A3")
    @ValueSource(strings = {"ALE_CONNECT_REDIRECT_V4", "ALE_BIND_REDIRECT_V4"})
    void shouldBlockPlainlyAtTheLayersThatDoNot(String layer) {
        EngineBench bench = new EngineBench(new PolicySketch().terminating("eat", layer, "eater"), EATER);

        assertThat(bench.send(udp())).startsWith("block " + layer + " eat");
        assertThat(bench.events.discards).hasSize(1);
        assertThat(bench.events.contractErrors).containsExactly("1 " + layer + " eater absorb_not_valid");
    }

    @Test
    @SpecRule("5.4 A4")
    void shouldIgnoreAndCountAnAbsorbAtADiscardLayer() {
        EngineBench bench = new EngineBench(
                new PolicySketch().block("no", TRANSPORT).terminating("eat", TRANSPORT + "_DISCARD", "eater"), EATER);

        assertThat(bench.send(udp())).startsWith("block OUTBOUND_TRANSPORT_V4 no");
        assertThat(bench.events.discards)
                .singleElement()
                .satisfies(d -> assertThat(d.reactionSuppressed()).isTrue());
        assertThat(bench.events.contractErrors)
                .containsExactly("1 OUTBOUND_TRANSPORT_V4_DISCARD eater absorb_at_discard_layer");
    }

    @Test
    @SpecRule("5.4 A4")
    void shouldCountThatOfAnInspectionToo() {
        EngineBench bench = new EngineBench(
                new PolicySketch().block("no", TRANSPORT).inspect("eat", TRANSPORT + "_DISCARD", "eater"), EATER);
        bench.send(udp());

        assertThat(bench.events.contractErrors)
                .containsExactly("1 OUTBOUND_TRANSPORT_V4_DISCARD eater absorb_at_discard_layer");
    }

    @Test
    @SpecRule({"5.4 A5", "11 C06"})
    void shouldAbsorbAtABindOnlyTogetherWithAPend() {
        String layer = "ALE_RESOURCE_ASSIGNMENT_V4";
        EngineBench plain = new EngineBench(new PolicySketch().terminating("eat", layer, "eater"), EATER);

        assertThat(plain.send(udp())).startsWith("block ALE_RESOURCE_ASSIGNMENT_V4 eat");
        assertThat(plain.events.contractErrors)
                .containsExactly("1 ALE_RESOURCE_ASSIGNMENT_V4 eater absorb_without_pend");

        EngineBench pending = new EngineBench(
                new PolicySketch().terminating("ask", layer, "away"),
                ScriptedCallout.outOfBand("away", (in, out) -> out.permit(in)));

        assertThat(pending.send(udp())).isEqualTo("waits");
        assertThat(pending.events.discards).isEmpty();
        assertThat(pending.events.contractErrors).isEmpty();
    }

    @Test
    @SpecRule({"5.4 A5", "11 C06"})
    void shouldNotAbsorbAListenWithoutAPend() {
        EngineBench bench =
                new EngineBench(new PolicySketch().terminating("eat", "ALE_AUTH_LISTEN_V4", "eater"), EATER);
        bench.event(EndpointEvent.Listening::new, tcp(SYN));

        assertThat(bench.events.contractErrors).containsExactly("1 ALE_AUTH_LISTEN_V4 eater absorb_without_pend");
        assertThat(bench.events.discards).hasSize(1);
    }

    @Test
    @SpecRule("5.4 A6")
    void shouldAbsorbWhatIsForwarded() {
        EngineBench bench = eating("IPFORWARD_V4");

        assertThat(bench.send(udp().forwarded())).isEqualTo("absorb IPFORWARD_V4 eat -");
        assertThat(bench.events.discards).isEmpty();
        assertThat(bench.events.contractErrors).isEmpty();
    }

    @Test
    @SpecRule({"5.4 A7", "11 P08"})
    void shouldCountAnAbsorbWhoseBlockIsLiftedBelow() {
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .terminating("eat", TRANSPORT, "soft")
                        .sublayer("lo", 1)
                        .permit("pass", TRANSPORT),
                SOFT_EATER);

        assertThat(bench.send(udp())).isEqualTo("permit OUTBOUND_TRANSPORT_V4 pass -");
        assertThat(bench.events.contractErrors).containsExactly("1 OUTBOUND_TRANSPORT_V4 soft absorb_overridden");
    }

    @Test
    @SpecRule({"5.4 A7", "11 P08"})
    void shouldCountAnAbsorbOfWhatAnotherFilterHasBlocked() {
        ScriptedCallout soft = ScriptedCallout.inline("first", (in, out) -> out.action(CalloutAction.BLOCK));
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .terminating("first", TRANSPORT, "first")
                        .sublayer("lo", 1)
                        .terminating("eat", TRANSPORT, "eater"),
                soft,
                EATER);

        assertThat(bench.send(udp())).startsWith("block OUTBOUND_TRANSPORT_V4 first");
        assertThat(bench.events.discards).hasSize(1);
        assertThat(bench.events.contractErrors).containsExactly("1 OUTBOUND_TRANSPORT_V4 eater absorb_overridden");
    }

    @Test
    @SpecRule("5.4 A7")
    void shouldNotSendTheReplacementOfAnAbsorbThatIsOverridden() {
        byte[] other = udp().to("192.0.2.9", 81).bytes();
        ScriptedCallout editor = ScriptedCallout.inline("editor", (in, out) -> {
            out.action(CalloutAction.BLOCK);
            out.absorb();
            out.inject(other);
        });
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .terminating("edit", TRANSPORT, "editor")
                        .sublayer("mid", 5)
                        .permit("pass", TRANSPORT)
                        .sublayer("lo", 1)
                        .terminating("eat", TRANSPORT, "eater"),
                editor,
                EATER);

        assertThat(bench.send(udp())).isEqualTo("absorb OUTBOUND_TRANSPORT_V4 eat -");
        assertThat(bench.events.injected).isEmpty();
    }

    @Test
    @SpecRule("5.4 A8")
    void shouldKnowTheStacksReasonAndShowItNobody() {
        EngineBench bench = eating(TRANSPORT);
        bench.send(udp());

        Verdict verdict = bench.events.verdicts.get(1L);
        assertThat(verdict.detail()).isEqualTo(DiscardReason.INSPECTION_ABSORB);
        assertThat(verdict.detail().key()).isEqualTo("IpDiscardInspectionAbsorb");
        assertThat(verdict.reason()).isNull();
        assertThat(bench.events.findings).as("seen at the discard layer").isEmpty();
    }

    @Test
    void shouldCountAPermitWithoutTheRight() {
        ScriptedCallout permits = ScriptedCallout.inline("permits", (in, out) -> out.action(CalloutAction.PERMIT));
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .block("no", TRANSPORT)
                        .sublayer("lo", 1)
                        .terminating("ask", TRANSPORT, "permits"),
                permits);

        assertThat(bench.send(udp())).startsWith("block OUTBOUND_TRANSPORT_V4 no");
        assertThat(bench.events.contractErrors).containsExactly("1 OUTBOUND_TRANSPORT_V4 permits write_without_right");
    }

    @Test
    void shouldNotCallAVetoAnError() {
        ScriptedCallout judge = ScriptedCallout.inline("judge", (in, out) -> out.block());
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .hardPermit("sure", TRANSPORT)
                        .sublayer("lo", 1)
                        .terminating("judge", TRANSPORT, "judge"),
                judge);

        assertThat(bench.send(udp())).isEqualTo("block OUTBOUND_TRANSPORT_V4 judge PenstockVeto");
        assertThat(bench.events.contractErrors).isEmpty();
    }

    @Test
    void shouldDropAndCountFramesThatTakeNobodysPlace() {
        byte[] other = udp().to("192.0.2.9", 81).bytes();
        ScriptedCallout adds = ScriptedCallout.inline("adds", (in, out) -> {
            out.permit(in);
            out.inject(other);
        });
        EngineBench bench = new EngineBench(new PolicySketch().terminating("ask", TRANSPORT, "adds"), adds);

        assertThat(bench.send(udp())).isEqualTo("permit OUTBOUND_TRANSPORT_V4 ask -");
        assertThat(bench.events.injected).isEmpty();
        assertThat(bench.events.contractErrors).containsExactly("1 OUTBOUND_TRANSPORT_V4 adds injection_refused");
    }

    @Test
    @SpecRule("10 G3")
    void shouldHearABlockAtFlowEstablishedAndWarn() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no", "ALE_FLOW_ESTABLISHED_V4"));

        assertThat(bench.send(udp())).startsWith("block ALE_FLOW_ESTABLISHED_V4 no");
        assertThat(bench.send(udp())).as("the flow is closed").contains("PenstockFlowBlocked");
        assertThat(bench.events.contractErrors)
                .containsExactly("1 ALE_FLOW_ESTABLISHED_V4 null decision_at_flow_established");
    }

    @Test
    void shouldTakeABlockOfAClosureForNothingAndCountIt() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no", "ALE_ENDPOINT_CLOSURE_V4"));
        bench.send(tcp(SYN));

        assertThat(bench.send(tcp(ACK | TestPacket.RST))).isEqualTo("permit - - -");
        assertThat(bench.events.discards).isEmpty();
        assertThat(bench.events.contractErrors).containsExactly("2 ALE_ENDPOINT_CLOSURE_V4 null block_of_event");
    }
}
