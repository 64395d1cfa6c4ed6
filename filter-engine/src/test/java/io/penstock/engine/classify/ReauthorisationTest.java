// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.classify.PolicySketch.flagsAll;
import static io.penstock.engine.classify.PolicySketch.number;
import static io.penstock.engine.packet.TestPacket.ACK;
import static io.penstock.engine.packet.TestPacket.RST;
import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.classify.EngineListener.FlowEnd;
import io.penstock.engine.condition.Field;
import io.penstock.engine.packet.TestPacket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a flow's authorisation is asked for again, with which reason, and what a refusal does (spec 2.6). */
class ReauthorisationTest {
    private static final String CONNECT = "ALE_AUTH_CONNECT_V4";
    private static final String ACCEPT = "ALE_AUTH_RECV_ACCEPT_V4";
    private static final int POLICY_CHANGE = 0x1;
    private static final int NEW_ARRIVAL_INTERFACE = 0x2;
    private static final int NEW_NEXTHOP_INTERFACE = 0x4;
    private static final int CLASSIFY_COMPLETION = 0x10;
    private static final int NEW_INBOUND_MCAST_BCAST_PACKET = 0x100;

    /** Reasons seen at the AUTH layers, 0 for a first authorisation. */
    private final List<Long> reasons = new ArrayList<>();

    private final Callout probe =
            ScriptedCallout.inline("probe", (in, out) -> reasons.add(in.values().number(Field.REAUTHORIZE_REASON)));

    private PolicySketch probed() {
        return new PolicySketch()
                .sublayer("probes", 0xFFFF)
                .inspect("probe-out", CONNECT, "probe")
                .inspect("probe-in", ACCEPT, "probe")
                .sublayer("rest", 1);
    }

    @Test
    @SpecRule("11 P15")
    void shouldNumberTheReasonsByTheirOrder() {
        EngineBench bench = new EngineBench(probed(), probe);
        bench.send(udp());
        bench.activate(probed().permit("more", CONNECT));
        bench.send(udp());
        bench.send(udp().onInterface(3));
        bench.send(answer(udp()).onInterface(3));
        bench.send(answer(udp()).onInterface(4));
        bench.send(udp().from("192.0.2.9", 99).to("224.0.0.251", 99).inbound());
        bench.send(udp().from("192.0.2.9", 99).to("224.0.0.251", 99).inbound());

        assertThat(reasons)
                .containsExactly(
                        0L, (long) POLICY_CHANGE, (long) NEW_NEXTHOP_INTERFACE, (long) NEW_ARRIVAL_INTERFACE, 0L, (long)
                                NEW_INBOUND_MCAST_BCAST_PACKET);
    }

    @Test
    @SpecRule("11 P15")
    void shouldGiveTheCompletionOfAPendedAuthorisationAsReason() {
        EngineBench bench = new EngineBench(probed().terminating("ask", CONNECT, "inspector"), probe);
        bench.registry.register(new CalloutRegistration("inspector", CalloutMode.OUT_OF_BAND, true, 0, null));
        bench.send(tcp(SYN));
        bench.permit(bench.ticket());

        assertThat(reasons).containsExactly(0L, (long) CLASSIFY_COMPLETION);
    }

    @Test
    void shouldGiveEveryReasonThereIs() {
        EngineBench bench = new EngineBench(probed(), probe);
        bench.send(udp());
        bench.activate(probed().permit("more", CONNECT));
        bench.send(udp().onInterface(3));

        assertThat(reasons).containsExactly(0L, (long) POLICY_CHANGE | NEW_NEXTHOP_INTERFACE);
    }

    @Test
    void shouldReauthoriseOnceForEachChangeOfInterface() {
        EngineBench bench = new EngineBench(probed(), probe);
        bench.send(fromClient(tcp(SYN)).onInterface(1));
        bench.send(fromClient(tcp(ACK)).onInterface(1));
        bench.send(fromClient(tcp(ACK)).onInterface(2));
        bench.send(fromClient(tcp(ACK)).onInterface(2));
        bench.send(fromClient(tcp(ACK)).onInterface(1));

        assertThat(reasons).containsExactly(0L, (long) NEW_ARRIVAL_INTERFACE, (long) NEW_ARRIVAL_INTERFACE);
    }

    @Test
    void shouldAskTheLayerThatAuthorisedTheFlowWhicheverWayThePacketGoes() {
        EngineBench bench = new EngineBench(probed(), probe);
        bench.send(udp().onInterface(1));
        bench.send(answer(udp()).onInterface(1));

        bench.send(answer(udp()).onInterface(2));

        assertThat(bench.visits()).contains("ALE_AUTH_CONNECT").doesNotContain("ALE_AUTH_RECV_ACCEPT");
    }

    @Test
    void shouldLeaveTheInterfacesEmptyThatAPacketDoesNotTell() {
        List<Boolean> arrivals = new ArrayList<>();
        Callout interfaces = ScriptedCallout.inline("interfaces", (in, out) -> {
            arrivals.add(in.values().isEmpty(Field.ARRIVAL_INTERFACE_INDEX));
            arrivals.add(in.values().isEmpty(Field.NEXTHOP_INTERFACE_INDEX));
        });
        EngineBench bench = new EngineBench(new PolicySketch().inspect("see", ACCEPT, "interfaces"), interfaces);
        bench.send(fromClient(udp()));
        bench.activate(new PolicySketch().inspect("see", ACCEPT, "interfaces").permit("more", ACCEPT));
        bench.send(udp().from("10.0.0.1", 80).to("192.0.2.9", 40_000));

        assertThat(arrivals).containsExactly(false, true, true, false);
    }

    @Test
    void shouldAlwaysSayThatItIsOne() {
        EngineBench bench = new EngineBench(new PolicySketch().permit("any", CONNECT));
        bench.send(udp().onInterface(1));
        bench.activate(new PolicySketch()
                .permit(
                        "again",
                        CONNECT,
                        flagsAll(ConditionFlag.IS_REAUTHORIZE),
                        number(Field.REAUTHORIZE_REASON, POLICY_CHANGE))
                .block("first", CONNECT));

        assertThat(bench.send(udp().onInterface(1))).isEqualTo("permit ALE_AUTH_CONNECT_V4 again -");
    }

    @Test
    void shouldNeverPendOne() {
        EngineBench bench = new EngineBench(new PolicySketch().permit("any", CONNECT));
        bench.registry.register(new CalloutRegistration("inspector", CalloutMode.OUT_OF_BAND, true, 0, null));
        bench.send(udp());
        bench.activate(new PolicySketch().terminating("ask", CONNECT, "inspector"));

        assertThat(bench.send(udp())).isEqualTo("permit ALE_AUTH_CONNECT_V4 ask -");
        assertThat(bench.events.pended).isEmpty();
    }

    @Test
    @SpecRule("11 P22")
    void shouldTearDownTheFlowWhenItFailsAndBlockWhatFollowsWithoutAskingAgain() {
        EngineBench bench = new EngineBench(new PolicySketch().permit("any", CONNECT));
        bench.send(tcp(SYN).sequence(5));
        bench.activate(new PolicySketch().block("no", CONNECT));

        assertThat(bench.send(tcp(ACK))).isEqualTo("block ALE_AUTH_CONNECT_V4 no FWPS_DISCARD_FIREWALL_POLICY");
        assertThat(bench.visits()).endsWith("ALE_AUTH_CONNECT", "ALE_AUTH_CONNECT_DISCARD");
        assertThat(bench.events.ended).containsExactly(FlowEnd.ENDED);
        assertThat(bench.events.started).hasSize(2);
        assertThat(bench.events.started.getLast().isBlocked()).isTrue();

        assertThat(bench.send(answer(tcp(ACK)))).isEqualTo("block ALE_AUTH_CONNECT_V4 no PenstockFlowBlocked");
        assertThat(bench.send(tcp(SYN).sequence(5))).endsWith("PenstockFlowBlocked");
        assertThat(bench.visits()).doesNotContain("ALE_AUTH_CONNECT");
        assertThat(bench.events.discards)
                .allSatisfy(d -> assertThat(d.packets()).isOne());
    }

    @Test
    void shouldIndicateTheClosureOfATornDownConnectionWhenItsSocketGoes() {
        EngineBench bench = new EngineBench(new PolicySketch().permit("any", CONNECT));
        bench.send(tcp(SYN));
        bench.activate(new PolicySketch().block("no", CONNECT));
        bench.send(tcp(ACK));

        bench.send(answer(tcp(RST)));

        assertThat(bench.visits()).endsWith("ALE_ENDPOINT_CLOSURE", "ALE_RESOURCE_RELEASE");
    }

    @Test
    @SpecRule("10 G3")
    void shouldCloseTheFlowAndWarnWhenAFilterBlocksItsEstablishment() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no", "ALE_FLOW_ESTABLISHED_V4"));
        bench.send(tcp(SYN));

        assertThat(bench.send(answer(tcp(SYN | ACK))))
                .isEqualTo("block ALE_FLOW_ESTABLISHED_V4 no FWPS_DISCARD_FIREWALL_POLICY");
        assertThat(bench.events.contractErrors)
                .containsExactly("2 ALE_FLOW_ESTABLISHED_V4 null decision_at_flow_established");
        assertThat(bench.events.ended).containsExactly(FlowEnd.ENDED);
        assertThat(bench.send(tcp(ACK))).isEqualTo("block ALE_FLOW_ESTABLISHED_V4 no PenstockFlowBlocked");
    }

    @Test
    void shouldRefuseAConnectThatItsRedirectLayerBlocks() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no", "ALE_CONNECT_REDIRECT_V4"));

        assertThat(bench.send(tcp(SYN))).startsWith("block ALE_CONNECT_REDIRECT_V4 no");
        assertThat(bench.visits()).doesNotContain("ALE_AUTH_CONNECT");
    }

    private static TestPacket answer(TestPacket packet) {
        return packet.from("192.0.2.9", 80).to("10.0.0.1", 40_000).inbound();
    }

    private static TestPacket fromClient(TestPacket packet) {
        return packet.from("192.0.2.9", 40_000).to("10.0.0.1", 80).inbound();
    }
}
