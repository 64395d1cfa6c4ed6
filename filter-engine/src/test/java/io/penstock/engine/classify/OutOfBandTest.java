// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.classify.PolicySketch.flagsNone;
import static io.penstock.engine.packet.TestPacket.ACK;
import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.pend.Completion;
import io.penstock.engine.pend.PendOutcome;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.policy.PolicySettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Items that wait for a callout elsewhere: what becomes of them, and of those behind them (spec 6). */
class OutOfBandTest {
    private static final String CONNECT = "ALE_AUTH_CONNECT_V4";
    private static final String DATA = "DATAGRAM_DATA_V4";

    private static EngineBench bench(PolicySketch policy, String... callouts) {
        EngineBench bench = new EngineBench(policy);
        for (String callout : callouts) {
            bench.registry.register(new CalloutRegistration(callout, CalloutMode.OUT_OF_BAND, true, 0, null));
        }
        return bench;
    }

    private static PolicySettings settings(boolean permitOnTimeout, boolean permitOnOverflow, long bytes, int depth) {
        return new PolicySettings(
                Duration.ofSeconds(60),
                permitOnTimeout,
                permitOnOverflow,
                64,
                bytes,
                1_000_000,
                depth,
                false,
                false,
                0,
                true,
                Duration.ofSeconds(60),
                Duration.ofHours(1),
                PolicySettings.DEFAULT.streamMaxBytesPerFlow(),
                PolicySettings.DEFAULT.streamMaxBytes());
    }

    private static TestPacket packetAt(String layer) {
        return switch (layer) {
            case "ALE_AUTH_RECV_ACCEPT_V4", "INBOUND_IPPACKET_V4", "INBOUND_MAC_FRAME_ETHERNET" ->
                udp().from("192.0.2.9", 99).to("10.0.0.1", 53).inbound();
            case "IPFORWARD_V4" -> udp().from("198.51.100.7").forwarded();
            default -> udp();
        };
    }

    @ParameterizedTest
    @CsvSource({
        CONNECT,
        "ALE_AUTH_RECV_ACCEPT_V4",
        "ALE_RESOURCE_ASSIGNMENT_V4",
        "ALE_CONNECT_REDIRECT_V4",
        "OUTBOUND_TRANSPORT_V4",
        "INBOUND_IPPACKET_V4",
        DATA,
        "OUTBOUND_IPPACKET_V4",
        "INBOUND_MAC_FRAME_ETHERNET",
        "OUTBOUND_MAC_FRAME_NATIVE",
        "IPFORWARD_V4"
    })
    void shouldPendAndThenGoByTheAnswer(String layer) {
        EngineBench bench = bench(new PolicySketch().terminating("ask", layer, "dpi"), "dpi");

        assertThat(bench.send(packetAt(layer))).isEqualTo("waits");
        bench.permit(bench.ticket());
        assertThat(bench.verdict(1)).isEqualTo("permit " + layer + " ask -");
        assertThat(bench.events.outcomes).containsEntry(1L, PendOutcome.COMPLETED);
        assertThat(bench.events.pended).hasSize(1);

        bench.host("other").send(packetAt(layer));
        bench.block(bench.ticket());
        assertThat(bench.verdict(2)).isEqualTo("block " + layer + " ask FWPS_DISCARD_FIREWALL_POLICY");
        assertThat(bench.ledger.pended()).isZero();
        assertThat(bench.events.settled).hasSize(2);
    }

    @Test
    void shouldRepeatTheConnectVisitWhenItsPendIsCompleted() {
        EngineBench bench = bench(new PolicySketch().terminating("ask", CONNECT, "dpi"), "dpi");
        bench.send(tcp(SYN));
        bench.forgetSteps();
        bench.permit(bench.ticket());

        assertThat(bench.visits())
                .startsWith("ALE_AUTH_CONNECT", "STREAM_PACKET")
                .doesNotContain("ALE_BIND_REDIRECT");
        assertThat(bench.steps().getFirst())
                .isEqualTo(
                        new DecisionTrace.Step.Visited("FWPM_LAYER_ALE_AUTH_CONNECT_V4", ConditionFlag.IS_REAUTHORIZE));
    }

    @Test
    void shouldSendTheCloneOfAnAcceptedPacketThroughThePathAgain() {
        EngineBench bench = bench(new PolicySketch().terminating("ask", "ALE_AUTH_RECV_ACCEPT_V4", "dpi"), "dpi");
        bench.send(packetAt("ALE_AUTH_RECV_ACCEPT_V4"));
        bench.forgetSteps();
        bench.permit(bench.ticket());

        assertThat(bench.visits()).contains("INBOUND_IPPACKET", "INBOUND_TRANSPORT", "ALE_AUTH_RECV_ACCEPT");
        assertThat(bench.events.started).hasSize(1);
        assertThat(bench.events.started.getFirst().packetsIn()).isOne();
    }

    @Test
    void shouldNeverPendWhatGoesOnToRecvAcceptNorAReauthorisation() {
        EngineBench bench = bench(
                new PolicySketch()
                        .terminating("early", "INBOUND_TRANSPORT_V4", "dpi")
                        .permit("c", CONNECT),
                "dpi");
        assertThat(bench.send(packetAt("ALE_AUTH_RECV_ACCEPT_V4"))).isEqualTo("permit INBOUND_TRANSPORT_V4 early -");

        bench.send(udp());
        bench.activate(new PolicySketch().terminating("ask", CONNECT, "dpi"));
        assertThat(bench.send(udp())).isEqualTo("permit ALE_AUTH_CONNECT_V4 ask -");
    }

    @Test
    void shouldAbstainWithoutTheRightAndNotOverrideAHardPermit() {
        EngineBench bench = bench(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .hardPermit("sure", CONNECT)
                        .sublayer("lo", 1)
                        .terminating("ask", CONNECT, "dpi"),
                "dpi");

        assertThat(bench.send(udp())).isEqualTo("permit ALE_AUTH_CONNECT_V4 sure -");
    }

    @Test
    void shouldPendOverASoftBlockWhichTheAnswerMayLift() {
        ScriptedCallout soft =
                ScriptedCallout.inline("soft", (in, out) -> out.action(io.penstock.engine.callout.CalloutAction.BLOCK));
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .terminating("soft", DATA, "soft")
                        .sublayer("lo", 1)
                        .terminating("ask", DATA, "dpi"),
                soft);
        bench.registry.register(new CalloutRegistration("dpi", CalloutMode.OUT_OF_BAND, true, 0, null));

        assertThat(bench.send(udp())).isEqualTo("waits");
        bench.permit(bench.ticket());
        assertThat(bench.verdict(1)).isEqualTo("permit DATAGRAM_DATA_V4 ask -");
    }

    @Test
    void shouldAskTwoCalloutsInDifferentSublayersOneAfterTheOther() {
        EngineBench bench = bench(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .terminating("first", DATA, "dpi")
                        .sublayer("lo", 1)
                        .terminating("second", DATA, "ids"),
                "dpi",
                "ids");
        bench.send(udp());
        bench.permit(bench.ticket());
        assertThat(bench.verdict(1)).isEqualTo("waits");
        assertThat(bench.ticket().id().calloutKey()).isEqualTo("ids");

        bench.block(bench.ticket());

        assertThat(bench.verdict(1)).startsWith("block DATAGRAM_DATA_V4 second");
        assertThat(bench.events.pended).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"false, block DATAGRAM_DATA_V4 ask PenstockPendTimeout", "true, permit DATAGRAM_DATA_V4 ask -"})
    void shouldGoByOnTimeoutWhenNobodyAnswers(boolean permit, String verdict) {
        EngineBench bench = bench(
                new PolicySketch().settings(settings(permit, false, 1 << 20, 8)).terminating("ask", DATA, "dpi"),
                "dpi");
        bench.engine.now(1_000);
        bench.send(udp());
        bench.engine.expire(60_999);
        assertThat(bench.verdict(1)).isEqualTo("waits");
        bench.engine.expire(61_000);

        assertThat(bench.verdict(1)).isEqualTo(verdict);
        assertThat(bench.events.outcomes).containsEntry(1L, PendOutcome.EXPIRED);
        bench.permit(bench.ticket());
        assertThat(bench.events.orphans).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"false, block DATAGRAM_DATA_V4 ask FWPS_DISCARD_FIREWALL_POLICY", "true, permit DATAGRAM_DATA_V4 ask -"
    })
    void shouldGoByOnTimeoutAtOnceWhenTheCalloutFailed(boolean permit, String verdict) {
        EngineBench bench = bench(
                new PolicySketch().settings(settings(permit, false, 1 << 20, 8)).terminating("ask", DATA, "dpi"),
                "dpi");
        bench.send(udp());
        bench.fail(bench.ticket());

        assertThat(bench.verdict(1)).isEqualTo(verdict);
        assertThat(bench.events.outcomes).containsEntry(1L, PendOutcome.FAILED);
    }

    @ParameterizedTest
    @CsvSource({"false, block DATAGRAM_DATA_V4 ask PenstockPendOverflow", "true, permit DATAGRAM_DATA_V4 ask -"})
    void shouldGoByOnOverflowWhenThereIsNoRoom(boolean permit, String verdict) {
        EngineBench bench = bench(
                new PolicySketch().settings(settings(false, permit, 500, 8)).terminating("ask", DATA, "dpi"), "dpi");
        bench.send(udp().from("10.0.0.1", 1));

        assertThat(bench.send(udp().from("10.0.0.1", 2)))
                .as("another flow, to pend")
                .isEqualTo(verdict);
        assertThat(bench.send(udp().from("10.0.0.1", 1)))
                .as("the same flow, to hold")
                .isEqualTo(verdict);
        assertThat(bench.events.outcomes).containsEntry(3L, PendOutcome.OVERFLOW);
    }

    @Test
    void shouldKeepTheOrderOfAFlowBehindItsPendedPacket() {
        EngineBench bench =
                bench(new PolicySketch().terminating("ask", DATA, "dpi", flagsNone(ConditionFlag.IS_LOOPBACK)), "dpi");
        for (int i = 0; i < 4; i++) {
            assertThat(bench.send(udp())).isEqualTo("waits");
        }
        assertThat(bench.events.pended).hasSize(1);
        assertThat(bench.events.held).containsExactly(2L, 3L, 4L);
        assertThat(bench.send(udp().from("10.0.0.1", 5))).isEqualTo("waits");

        for (int i = 0; i < 4; i++) {
            bench.permit(bench.events.pended.get(i == 0 ? 0 : i + 1));
        }

        assertThat(bench.events.lines).extracting(line -> line.substring(0, 1)).containsExactly("1", "2", "3", "4");
        assertThat(bench.ledger.held()).isZero();
    }

    @Test
    void shouldGiveHeldPacketsOfARefusedFlowTheFlowsFate() {
        EngineBench bench = bench(new PolicySketch().terminating("ask", CONNECT, "dpi"), "dpi");
        bench.send(tcp(SYN));
        bench.send(tcp(ACK));
        bench.block(bench.ticket());

        assertThat(bench.verdict(1)).endsWith("ask FWPS_DISCARD_FIREWALL_POLICY");
        assertThat(bench.verdict(2)).endsWith("ask PenstockFlowBlocked");
        assertThat(bench.events.outcomes).containsEntry(2L, PendOutcome.HELD);
    }

    @Test
    void shouldKeepAnIcmpErrorBehindThePendedPacketItSpeaksOf() {
        EngineBench bench = bench(new PolicySketch().terminating("ask", DATA, "dpi"), "dpi");
        bench.send(udp());

        assertThat(bench.send(TestPacket.portUnreachable(udp()).inbound())).isEqualTo("waits");
        bench.permit(bench.ticket());
        assertThat(bench.verdict(2)).isEqualTo("permit - - -");
    }

    @Test
    void shouldPutClonesInTheItemsPlaceAndNeverAskTheirCalloutAgain() {
        EngineBench bench = bench(new PolicySketch().terminating("ask", DATA, "dpi"), "dpi");
        bench.send(udp().payload("secret"));
        bench.replace(
                bench.ticket(),
                udp().payload("******").bytes(),
                udp().payload("!").bytes());

        assertThat(bench.verdict(1)).isEqualTo("absorb DATAGRAM_DATA_V4 ask -");
        assertThat(bench.events.injected)
                .extracting(RecordedEvents::text)
                .containsExactly("permit DATAGRAM_DATA_V4 ask -", "permit DATAGRAM_DATA_V4 ask -");
        assertThat(bench.events.pended).hasSize(1);
    }

    @Test
    void shouldHoldLaterPacketsUntilEveryCloneOfAReplacedOneIsDecided() {
        EngineBench bench = bench(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .terminating("edit", DATA, "dpi")
                        .sublayer("lo", 1)
                        .terminating("look", DATA, "ids"),
                "dpi",
                "ids");
        bench.send(udp());
        bench.send(udp());
        bench.replace(
                bench.ticket(), udp().payload("a").bytes(), udp().payload("b").bytes());
        assertThat(bench.events.pended).as("the first clone is asked about").hasSize(2);
        bench.permit(bench.ticket());
        assertThat(bench.events.injected).hasSize(1);
        assertThat(bench.events.pended).as("then the second").hasSize(3);
        bench.permit(bench.ticket());

        assertThat(bench.events.injected).hasSize(2);
        assertThat(bench.events.pended).as("and only now the held packet").hasSize(4);
        assertThat(bench.events.verdicts).as("clones are no packets").hasSize(1);
    }

    @Test
    void shouldGiveAReplacedCloneNoSecondFateOfItsPacket() {
        EngineBench bench = bench(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .terminating("edit", DATA, "dpi")
                        .sublayer("lo", 1)
                        .terminating("again", DATA, "ids"),
                "dpi",
                "ids");
        bench.send(udp());
        bench.replace(bench.ticket(), udp().payload("a").bytes());
        bench.replace(bench.ticket(), udp().payload("b").bytes());

        assertThat(bench.events.lines).containsExactly("1 absorb DATAGRAM_DATA_V4 edit -");
        assertThat(bench.events.injected).hasSize(2);
    }

    @Test
    void shouldBlockWhatWasReinjectedTooOften() {
        PolicySketch policy = new PolicySketch().settings(settings(false, false, 1 << 20, 1));
        policy.sublayer("hi", 9).terminating("one", DATA, "a");
        policy.sublayer("lo", 1).terminating("two", DATA, "b");
        EngineBench bench = bench(policy, "a", "b");
        bench.send(udp());
        bench.permit(bench.ticket());
        bench.permit(bench.ticket());

        assertThat(bench.verdict(1)).isEqualTo("block DATAGRAM_DATA_V4 two PenstockReinjectLoop");
    }

    @Test
    void shouldCountACompletionThatFindsNothingOrNotItsOwn() {
        EngineBench bench = bench(new PolicySketch().terminating("ask", DATA, "dpi"), "dpi");
        bench.send(udp());
        PendTicket ticket = bench.ticket();
        bench.engine.complete(new Completion.Permit(ticket.id().text(), ticket.digest() + 1, List.of()));
        assertThat(bench.verdict(1)).isEqualTo("waits");
        bench.permit(ticket);
        bench.permit(ticket);

        assertThat(bench.events.orphans)
                .containsExactly(ticket.id().text() + " mismatch", ticket.id().text());
    }

    @Test
    void shouldKeepTheRevisionUnderWhichAPacketArrived() {
        EngineBench bench =
                bench(new PolicySketch().terminating("ask", CONNECT, "dpi").permit("d", DATA), "dpi");
        bench.send(udp());
        bench.send(udp());
        bench.activate(new PolicySketch().block("no", DATA));
        bench.permit(bench.ticket());

        assertThat(bench.verdict(1)).isEqualTo("permit DATAGRAM_DATA_V4 d -");
        assertThat(bench.verdict(2)).isEqualTo("permit DATAGRAM_DATA_V4 d -");
        assertThat(bench.send(udp())).startsWith("block DATAGRAM_DATA_V4 no");
    }

    @Test
    void shouldDropWhatIsPendedWhenItsSocketCloses() {
        EngineBench bench = bench(new PolicySketch().terminating("ask", CONNECT, "dpi"), "dpi");
        bench.send(tcp(SYN));
        bench.event(EndpointEvent.Closed::new, tcp(0));

        assertThat(bench.verdict(1)).isEqualTo("block ALE_AUTH_CONNECT_V4 ask PenstockEndpointClosed");
        assertThat(bench.events.settled).singleElement().asString().endsWith("ENDPOINT_CLOSED");
        assertThat(bench.state.flows().size()).isZero();
    }

    @Test
    void shouldAnswerForAReceiversHalfOfALoopbackPacket() {
        EngineBench bench = bench(new PolicySketch().terminating("ask", "ALE_AUTH_RECV_ACCEPT_V4", "dpi"), "dpi");
        bench.loopback(udp().from("127.0.0.1", 4000).to("127.0.0.1", 80));
        bench.permit(bench.ticket());

        assertThat(bench.verdict(1)).isEqualTo("permit ALE_AUTH_RECV_ACCEPT_V4 ask -");
        assertThat(bench.events.started)
                .hasSize(2)
                .allSatisfy(
                        flow -> assertThat(flow.packetsIn() + flow.packetsOut()).isOne());
    }

    @Test
    void shouldPendTheDatagramByTheFragmentThatCompletesIt() {
        EngineBench bench = bench(new PolicySketch().terminating("ask", "ALE_AUTH_RECV_ACCEPT_V4", "dpi"), "dpi");
        TestPacket first =
                packetAt("ALE_AUTH_RECV_ACCEPT_V4").payload(new byte[20]).fragment(3, 0, 16);
        TestPacket last =
                packetAt("ALE_AUTH_RECV_ACCEPT_V4").payload(new byte[20]).fragment(3, 16, 28);
        assertThat(bench.send(first)).isEqualTo("permit - - -");
        assertThat(bench.send(last)).isEqualTo("waits");
        bench.permit(bench.ticket());

        assertThat(bench.verdict(2)).isEqualTo("permit ALE_AUTH_RECV_ACCEPT_V4 ask -");
    }
}
