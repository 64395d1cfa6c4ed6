// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.packet.TestPacket.ACK;
import static io.penstock.engine.packet.TestPacket.RST;
import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.CalloutObserver;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.RegistrationStatus;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.pend.PendOutcome;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.policy.PolicySettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The table of spec 6.7, row by row. {@link PendLimitsTest}, {@link UnregisterTest} and {@link PendCompletionTest} go into some of them; the row of streams, "flow
 * ends while stream data is pended", is {@link StreamEndTest}'s, and that of a worker's crash is played out by processes.
 */
@SpecRule("11 P11")
class PendSituationsTest {
    private static final String DATA = "DATAGRAM_DATA_V4";
    private static final String CONNECT = "ALE_AUTH_CONNECT_V4";
    private static final String BIND = "ALE_RESOURCE_ASSIGNMENT_V4";
    private static final String LISTEN = "ALE_AUTH_LISTEN_V4";
    private static final String CLOSURE = "ALE_ENDPOINT_CLOSURE_V4";

    private static EngineBench bench(PolicySketch policy) {
        EngineBench bench = new EngineBench(policy);
        bench.registry.register(new CalloutRegistration("dpi", CalloutMode.OUT_OF_BAND, true, 0, null));
        return bench;
    }

    private static EngineBench asking(String layer, boolean permits) {
        return bench(new PolicySketch().settings(settings(permits, 2, 3)).terminating("ask", layer, "dpi"));
    }

    /** {@code permits} on timeout and on overflow. */
    private static PolicySettings settings(boolean permits, int perFlow, int packets) {
        PolicySettings d = PolicySettings.DEFAULT;
        return new PolicySettings(
                Duration.ofSeconds(60),
                permits,
                permits,
                perFlow,
                d.pendMaxBytes(),
                packets,
                d.reinjectMaxDepth(),
                false,
                d.groupForwardedFragments(),
                d.profile(),
                true,
                d.datagramIdle(),
                d.tcpIdle(),
                d.streamMaxBytesPerFlow(),
                d.streamMaxBytes());
    }

    private static TestPacket flow(int port) {
        return udp().from("10.0.0.1", port);
    }

    @ParameterizedTest
    @CsvSource({"false, block DATAGRAM_DATA_V4 ask FWPS_DISCARD_FIREWALL_POLICY", "true, permit DATAGRAM_DATA_V4 ask -"
    })
    void shouldGoByOnTimeoutAtOnceAndCountAsCompletedWhenTheCalloutFails(boolean permits, String verdict) {
        EngineBench bench = asking(DATA, permits);
        bench.send(udp());
        bench.fail(bench.ticket());

        assertThat(bench.verdict(1)).isEqualTo(verdict);
        assertThat(bench.events.settled).singleElement().asString().endsWith(PendOutcome.FAILED.name());
    }

    @ParameterizedTest
    @CsvSource({"false, block DATAGRAM_DATA_V4 ask PenstockPendTimeout", "true, permit DATAGRAM_DATA_V4 ask -"})
    void shouldGoByOnTimeoutWhenTheTimeIsOverByTheWallClock(boolean permits, String verdict) {
        EngineBench bench = asking(DATA, permits);
        bench.engine.now(5_000);
        bench.send(udp().at(1_000_000_000));
        bench.engine.expire(64_999);
        assertThat(bench.verdict(1)).isEqualTo("waits");
        bench.engine.expire(65_000);

        assertThat(bench.verdict(1)).isEqualTo(verdict);
        assertThat(bench.events.pended)
                .as("the callout passes what it was too late for")
                .hasSize(1);
    }

    @Test
    void shouldIgnoreAndCountALateVerdict() {
        EngineBench bench = asking(DATA, false);
        bench.send(flow(1));
        bench.send(flow(2));
        PendTicket first = bench.events.pended.getFirst();
        PendTicket second = bench.ticket();
        bench.permit(second);
        bench.block(second);
        bench.engine.expire(60_000);
        bench.permit(first);

        assertThat(bench.verdict(1)).isEqualTo("block DATAGRAM_DATA_V4 ask PenstockPendTimeout");
        assertThat(bench.verdict(2)).isEqualTo("permit DATAGRAM_DATA_V4 ask -");
        assertThat(bench.events.orphans)
                .containsExactly(second.id().text(), first.id().text());
    }

    @ParameterizedTest
    @CsvSource({"false, block DATAGRAM_DATA_V4 ask PenstockPendOverflow", "true, permit DATAGRAM_DATA_V4 ask -"})
    void shouldGoByOnOverflowWhenTheStoreIsFull(boolean permits, String verdict) {
        EngineBench bench = asking(DATA, permits);
        bench.send(flow(1));
        bench.send(flow(2));
        bench.send(flow(3));

        assertThat(bench.send(flow(4))).as("a new pend").isEqualTo(verdict);
        assertThat(bench.send(flow(1))).as("a packet to be held").isEqualTo(verdict);
        assertThat(bench.events.pended).as("what was refused was never pended").hasSize(3);
        bench.permit(bench.ticket());
        assertThat(bench.send(flow(4))).as("there is room again").isEqualTo("waits");
    }

    @Test
    void shouldTakeTheFirstOfTwoCompletionsOfWhicheverWorker() {
        EngineBench bench = asking(DATA, false);
        bench.send(udp());
        PendTicket ticket = bench.ticket();
        bench.permit(ticket);
        bench.block(ticket);

        assertThat(bench.verdict(1)).isEqualTo("permit DATAGRAM_DATA_V4 ask -");
        assertThat(bench.events.settled).hasSize(1);
        assertThat(bench.events.orphans).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"false, block DATAGRAM_DATA_V4 ask PenstockCalloutUnregistered", "true, permit DATAGRAM_DATA_V4 ask -"})
    void shouldBeBusyWhileThereAreTicketsAndCompleteThemByOnTimeoutWhenForced(boolean permits, String verdict) {
        EngineBench bench = asking(DATA, permits);
        bench.send(udp());
        bench.send(udp());

        assertThat(bench.engine.unregister("dpi")).isEqualTo(RegistrationStatus.STATUS_DEVICE_BUSY);
        assertThat(bench.engine.unregisterByForce("dpi")).isEqualTo(RegistrationStatus.STATUS_SUCCESS);
        assertThat(bench.verdict(1)).isEqualTo(verdict);
        assertThat(bench.events.settled).hasSize(1);
        assertThat(bench.verdict(2))
                .as("what was held is asked of nobody")
                .isEqualTo("block DATAGRAM_DATA_V4 ask PenstockCalloutUnregistered");
        assertThat(bench.ledger.pended() + bench.ledger.held()).isZero();
    }

    @Test
    void shouldBlockAPendedAuthorisationWithoutReinjectionWhenItsEndpointCloses() {
        EngineBench bench = asking(CONNECT, true);
        bench.send(tcp(SYN));
        bench.event(EndpointEvent.Closed::new, tcp(0));

        assertThat(bench.verdict(1)).isEqualTo("block ALE_AUTH_CONNECT_V4 ask PenstockEndpointClosed");
        assertThat(bench.events.settled).singleElement().asString().endsWith(PendOutcome.ENDPOINT_CLOSED.name());
        assertThat(bench.events.injected).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({BIND, LISTEN})
    void shouldBlockAPendedBindOrListenWhenItsSocketCloses(String layer) {
        EngineBench bench = asking(layer, true);
        boolean bind = layer.equals(BIND);
        TestPacket socket = tcp(0).from("10.0.0.1", 80).to("0.0.0.0", 0);
        bench.event(bind ? EndpointEvent.Bound::new : EndpointEvent.Listening::new, socket);
        bench.event(EndpointEvent.Closed::new, tcp(0).from("10.0.0.1", 81).to("0.0.0.0", 0));
        assertThat(bench.ledger.pended()).as("another socket's end").isOne();
        bench.event(EndpointEvent.Closed::new, socket);

        assertThat(bench.events.endpoints).containsExactly("block " + layer + " ask PenstockEndpointClosed");
        assertThat(bench.ledger.pended()).isZero();
        bench.permit(bench.ticket());
        assertThat(bench.events.orphans).hasSize(1);
        assertThat(bench.state.endpoints().isEmpty())
                .as("an answer makes no socket of one that is closed")
                .isTrue();
    }

    @Test
    void shouldDropAPendedPacketWhenItsEndpointCloses() {
        EngineBench bench = asking(DATA, true);
        bench.send(udp());
        bench.event(EndpointEvent.Closed::new, udp());

        assertThat(bench.verdict(1)).isEqualTo("block DATAGRAM_DATA_V4 ask PenstockEndpointClosed");
        assertThat(bench.events.injected).isEmpty();
    }

    @Test
    void shouldLetAClosureWaitForItsPendButNoLongerThanTheTimeout() {
        EngineBench bench = asking(CLOSURE, false);
        bench.send(tcp(SYN));
        bench.send(tcp(RST | ACK));
        bench.event(EndpointEvent.Closed::new, tcp(0));
        assertThat(bench.ledger.pended())
                .as("closing again does not end the wait")
                .isOne();
        bench.engine.expire(59_999);
        assertThat(bench.ledger.pended()).isOne();
        bench.forgetSteps();
        bench.engine.expire(60_000);

        assertThat(bench.visits()).containsExactly("ALE_RESOURCE_RELEASE");
        assertThat(bench.events.discards).as("a closure cannot be refused").isEmpty();
    }

    @Test
    void shouldKeepTheRevisionOfItsArrivalThroughPendHoldAndReinjection() {
        EngineBench bench = asking(DATA, false);
        bench.send(udp());
        bench.send(udp());
        bench.activate(new PolicySketch().block("no", DATA));
        bench.permit(bench.ticket());
        bench.permit(bench.ticket());

        assertThat(bench.verdict(1)).isEqualTo("permit DATAGRAM_DATA_V4 ask -");
        assertThat(bench.verdict(2)).isEqualTo("permit DATAGRAM_DATA_V4 ask -");
        assertThat(bench.send(udp())).startsWith("block DATAGRAM_DATA_V4 no");
    }

    @Test
    void shouldHoldFurtherPacketsInOrderAndBlockTheNewestBeyondTheLimitOfAFlow() {
        EngineBench bench =
                bench(new PolicySketch().settings(settings(false, 2, 100)).terminating("ask", DATA, "dpi"));
        bench.enforced(true);
        for (int i = 0; i < 3; i++) {
            assertThat(bench.send(udp())).isEqualTo("waits");
        }

        assertThat(bench.send(udp())).isEqualTo("block DATAGRAM_DATA_V4 ask PenstockPendOverflow");
        assertThat(bench.events.pended)
                .as("they are not sent to the callout meanwhile")
                .hasSize(1);
        for (int i = 0; i < 3; i++) {
            bench.permit(bench.ticket());
        }
        assertThat(bench.events.lines).extracting(line -> line.substring(0, 1)).containsExactly("4", "1", "2", "3");
    }

    @Test
    void shouldReinjectTheClonesOfAFlowInTheOrderOfArrival() {
        EngineBench bench = asking(DATA, false);
        bench.send(udp().payload("1"));
        bench.send(udp().payload("2"));
        bench.replace(
                bench.ticket(), udp().payload("a").bytes(), udp().payload("b").bytes());
        bench.replace(bench.ticket(), udp().payload("c").bytes());

        assertThat(bench.events.clones)
                .extracting(clone -> (char) clone.frames()[clone.frameOffset() + clone.frameLength() - 1])
                .containsExactly('a', 'b', 'c');
    }

    /** Not the table's: what a mistake of ours does to a clone or a closure, which are no packets. */
    @Test
    void shouldGiveNoPacketASecondFateWhenWhatFollowsFromItFails() {
        ScriptedCallout look = ScriptedCallout.inline("look", (in, out) -> out.permit(in));
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .terminating("edit", DATA, "dpi")
                        .sublayer("mid", 5)
                        .inspect("look", DATA, "look")
                        .inspect("release", "ALE_RESOURCE_RELEASE_V4", "look")
                        .sublayer("lo", 1)
                        .terminating("ask", DATA, "ids")
                        .terminating("close", CLOSURE, "ids"),
                look);
        bench.registry.register(new CalloutRegistration("dpi", CalloutMode.OUT_OF_BAND, true, 0, null));
        bench.registry.register(new CalloutRegistration("ids", CalloutMode.OUT_OF_BAND, true, 0, null));
        bench.send(udp());
        bench.replace(
                bench.ticket(), udp().payload("a").bytes(), udp().payload("b").bytes());
        bench.send(tcp(SYN).from("10.0.0.1", 7));
        bench.send(tcp(RST | ACK).from("10.0.0.1", 7));
        PendTicket clone = bench.events.pended.get(1);
        PendTicket closure = bench.ticket();
        bench.engine.observe(new Failing());
        bench.permit(clone);
        bench.permit(closure);

        assertThat(bench.events.injected)
                .extracting(RecordedEvents::text)
                .containsOnly("block - - PenstockDecodeError");
        assertThat(bench.events.lines).hasSize(3);
        assertThat(bench.ledger.pended() + bench.ledger.held()).isZero();
    }

    private record Failing() implements CalloutObserver {
        @Override
        public void before(String calloutKey) {
            throw new IllegalStateException("a mistake of ours");
        }

        @Override
        public void after(String calloutKey) {}
    }
}
