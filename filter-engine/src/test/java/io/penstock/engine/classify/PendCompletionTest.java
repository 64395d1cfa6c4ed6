// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.packet.TestPacket.ACK;
import static io.penstock.engine.packet.TestPacket.RST;
import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.InjectionState;
import io.penstock.engine.callout.PendStatus;
import io.penstock.engine.packet.TestPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows when a callout completes what it had put down (spec 6.4, P5 to P9, PEND_CLASSIFY). */
class PendCompletionTest {
    private static final String CONNECT = "ALE_AUTH_CONNECT_V4";
    private static final String ACCEPT = "ALE_AUTH_RECV_ACCEPT_V4";
    private static final String CLOSURE = "ALE_ENDPOINT_CLOSURE_V4";
    private final PendingCallout waiting = new PendingCallout("dpi");

    private EngineBench bench(String layer) {
        return new EngineBench(new PolicySketch().terminating("ask", layer, "dpi"), waiting);
    }

    private static TestPacket syn() {
        return tcp(SYN).from("192.0.2.9", 999).to("10.0.0.1", 80).inbound();
    }

    @SpecRule("6.4 P5")
    @ParameterizedTest
    @CsvSource({
        "true, permit ALE_AUTH_CONNECT_V4 ask -",
        "false, block ALE_AUTH_CONNECT_V4 ask FWPS_DISCARD_FIREWALL_POLICY"
    })
    void shouldReauthoriseAConnectAtOnceAndTakeTheStoredVerdict(boolean permits, String verdict) {
        EngineBench bench = bench(CONNECT);
        waiting.permits = permits;
        bench.send(tcp(SYN));
        bench.forgetSteps();
        waiting.complete(bench.engine);

        assertThat(bench.verdict(1)).isEqualTo(verdict);
        assertThat(waiting.flags).containsExactly(0L, (long) ConditionFlag.IS_REAUTHORIZE);
        assertThat(waiting.reasons).containsExactly(0L, (long) ConditionFlag.REASON_CLASSIFY_COMPLETION);
        assertThat(waiting.statuses).as("which cannot be pended").endsWith(PendStatus.CANNOT_PEND);
        assertThat(bench.visits().getFirst()).isEqualTo("ALE_AUTH_CONNECT");
    }

    @SpecRule("6.4 P5")
    @Test
    void shouldSendOnTheSavedDatagramAfterThatVisit() {
        EngineBench bench = bench(CONNECT);
        bench.send(udp());
        bench.forgetSteps();
        waiting.complete(bench.engine);

        assertThat(bench.visits()).startsWith("ALE_AUTH_CONNECT", "ALE_FLOW_ESTABLISHED", "DATAGRAM_DATA");
    }

    @SpecRule("6.4 P6")
    @Test
    void shouldSendTheCloneUpTheReceivePathAndTakeItsPermitForTheConnections() {
        EngineBench bench = bench(ACCEPT);
        bench.send(syn());
        bench.forgetSteps();
        waiting.complete(bench.engine);

        assertThat(bench.visits())
                .containsExactly("INBOUND_IPPACKET", "INBOUND_TRANSPORT", "ALE_AUTH_RECV_ACCEPT", "STREAM_PACKET");
        assertThat(waiting.flags).as("no reauthorisation").containsExactly(0L, 0L);
        assertThat(waiting.states).containsExactly(InjectionState.NOT_INJECTED, InjectionState.INJECTED_BY_SELF);
        assertThat(bench.verdict(1)).isEqualTo("permit ALE_AUTH_RECV_ACCEPT_V4 ask -");
        assertThat(bench.events.started).hasSize(1);
    }

    @SpecRule("6.4 P6")
    @Test
    void shouldRefuseAnAcceptByDroppingTheClone() {
        EngineBench bench = bench(ACCEPT);
        bench.send(syn());
        bench.block(bench.ticket());

        assertThat(bench.verdict(1)).isEqualTo("block ALE_AUTH_RECV_ACCEPT_V4 ask FWPS_DISCARD_FIREWALL_POLICY");
        assertThat(waiting.flags).as("asked once").hasSize(1);
    }

    @SpecRule({"6.4 P7", "11 P21"})
    @ParameterizedTest
    @ValueSource(strings = {"ALE_RESOURCE_ASSIGNMENT_V4", "ALE_AUTH_LISTEN_V4"})
    void shouldClassifyABindOrListenAgainWithTheMarker(String layer) {
        EngineBench bench = bench(layer);
        boolean bind = layer.startsWith("ALE_RESOURCE");
        String now = bench.event(bind ? EndpointEvent.Bound::new : EndpointEvent.Listening::new, tcp(0));
        assertThat(now).as("the operation waits").isEqualTo("waits");
        assertThat(bench.events.endpoints).isEmpty();
        waiting.complete(bench.engine);

        assertThat(bench.events.endpoints).containsExactly("permit " + layer + " ask -");
        assertThat(waiting.flags.getLast() & ConditionFlag.IS_REAUTHORIZE).isEqualTo(ConditionFlag.IS_REAUTHORIZE);
        assertThat(waiting.flags.getFirst() & ConditionFlag.IS_REAUTHORIZE).isZero();
        assertThat(bench.events.verdicts).as("decides no packet").isEmpty();
    }

    @SpecRule({"6.4 P7", "11 P21"})
    @Test
    void shouldLetAnOutOfBandCalloutRefuseABind() {
        EngineBench bench = new EngineBench(
                new PolicySketch().terminating("ask", "ALE_RESOURCE_ASSIGNMENT_V4", "dpi"),
                ScriptedCallout.outOfBand("dpi", (in, out) -> out.block()));
        bench.event(EndpointEvent.Bound::new, tcp(0));
        bench.block(bench.ticket());

        assertThat(bench.events.endpoints)
                .containsExactly("block ALE_RESOURCE_ASSIGNMENT_V4 ask FWPS_DISCARD_FIREWALL_POLICY");
        assertThat(bench.ledger.pended()).isZero();
    }

    @SpecRule("6.4 P8")
    @Test
    void shouldKeepACopyOfThePacketSinceTheCaptureMayBeReused() {
        EngineBench bench = bench(CONNECT);
        bench.send(udp().payload("one"));
        bench.send(udp().from("10.0.0.1", 5).payload("two"));

        Item kept = bench.events.pended.getFirst().item();
        byte[] frame = kept.frames();
        assertThat(new String(frame, frame.length - 3, 3, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("one");
    }

    @SpecRule("6.4 P8")
    @Test
    void shouldDropThePacketWhenTheCalloutKeepsNoCloneOfIt() {
        EngineBench bench = bench(CONNECT);
        bench.send(udp());
        bench.replace(bench.ticket());

        assertThat(bench.verdict(1)).isEqualTo("absorb ALE_AUTH_CONNECT_V4 ask -");
        assertThat(bench.events.injected).isEmpty();
    }

    @SpecRule("6.4 P9")
    @Test
    void shouldIgnoreASecondCompletion() {
        EngineBench bench = bench(CONNECT);
        bench.send(udp());
        waiting.complete(bench.engine);
        waiting.complete(bench.engine);
        bench.block(bench.ticket());

        assertThat(bench.verdict(1)).isEqualTo("permit ALE_AUTH_CONNECT_V4 ask -");
        assertThat(bench.events.orphans).hasSize(2);
        assertThat(bench.events.settled).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ALE_BIND_REDIRECT_V4", "ALE_CONNECT_REDIRECT_V4"})
    void shouldTakeTheVerdictOfAPendedClassificationAsFinal(String layer) {
        EngineBench bench = bench(layer);
        bench.send(udp());
        bench.forgetSteps();
        waiting.complete(bench.engine);

        assertThat(bench.verdict(1)).isEqualTo("permit " + layer + " ask -");
        assertThat(waiting.flags).as("not asked again").hasSize(1);
        assertThat(bench.visits()).doesNotContain(layer.replace("_V4", ""));
    }

    @Test
    void shouldClassifyAgainWhereNoVerdictIsGiven() {
        EngineBench bench = bench("ALE_CONNECT_REDIRECT_V4");
        bench.send(udp());
        waiting.completeWithout(bench.engine);
        assertThat(bench.verdict(1)).as("pended again").isEqualTo("waits");
        assertThat(waiting.flags).containsExactly(0L, 0L);
        waiting.complete(bench.engine);

        assertThat(bench.verdict(1)).isEqualTo("permit ALE_CONNECT_REDIRECT_V4 ask -");
        assertThat(bench.events.pended).hasSize(2);
    }

    @Test
    void shouldHoldTheReleaseBehindAPendedClosure() {
        EngineBench bench = bench(CLOSURE);
        bench.send(tcp(SYN));
        bench.send(tcp(RST | ACK));
        assertThat(bench.verdict(2)).as("the packet has its fate").isEqualTo("permit - - -");
        assertThat(bench.visits()).contains("ALE_ENDPOINT_CLOSURE").doesNotContain("ALE_RESOURCE_RELEASE");
        bench.forgetSteps();
        waiting.complete(bench.engine);

        assertThat(bench.visits()).containsExactly("ALE_RESOURCE_RELEASE");
        assertThat(bench.events.lines).hasSize(2);
        assertThat(bench.events.endpoints).isEmpty();
    }

    @SpecRule("11 P11")
    @Test
    void shouldGoOnClosingWhenAPendedClosureExpires() {
        EngineBench bench = bench(CLOSURE);
        bench.send(tcp(SYN));
        bench.send(tcp(RST | ACK));
        bench.forgetSteps();
        bench.engine.expire(60_000);

        assertThat(bench.visits()).containsExactly("ALE_RESOURCE_RELEASE");
        assertThat(bench.ledger.pended()).isZero();
    }

    @Test
    void shouldHoldTheSynOfAConnectThatIsPended() {
        EngineBench bench = bench(CONNECT);
        assertThat(bench.event(EndpointEvent.Connecting::new, tcp(0))).isEqualTo("waits");
        assertThat(bench.send(tcp(SYN))).isEqualTo("waits");
        waiting.complete(bench.engine);

        assertThat(bench.events.endpoints).containsExactly("permit ALE_AUTH_CONNECT_V4 ask -");
        assertThat(bench.verdict(2)).isEqualTo("permit ALE_AUTH_CONNECT_V4 ask -");
        assertThat(waiting.flags).as("authorised once").hasSize(2);
    }
}
