// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.classify.PolicySketch.flagsAll;
import static io.penstock.engine.classify.PolicySketch.remotePort;
import static io.penstock.engine.packet.TestPacket.ACK;
import static io.penstock.engine.packet.TestPacket.FIN;
import static io.penstock.engine.packet.TestPacket.RST;
import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.classify.EngineListener.FlowEnd;
import io.penstock.engine.packet.TestPacket;
import org.junit.jupiter.api.Test;

/** What a flow's first authorisation means for its later packets (spec 2.6). */
class FlowAuthorisationTest {
    private static final String CONNECT = "ALE_AUTH_CONNECT_V4";
    private static final String ACCEPT = "ALE_AUTH_RECV_ACCEPT_V4";

    @Test
    @SpecRule({"4.2 R-DEFAULT", "11 P18"})
    void shouldPassWhatNoFilterMatchesAndNameNone() {
        EngineBench bench = new EngineBench(new PolicySketch().block("other", CONNECT, remotePort(81)));

        assertThat(bench.send(tcp(SYN))).isEqualTo("permit - - -");
        Verdict verdict = bench.events.verdicts.get(1L);
        assertThat(verdict.filterKey()).isNull();
        assertThat(verdict.layer()).isNull();
    }

    @Test
    @SpecRule("11 P27")
    void shouldPassEverythingBeforeTheFirstActivation() {
        EngineBench bench = new EngineBench();

        assertThat(bench.send(tcp(SYN))).isEqualTo("permit - - -");
        assertThat(bench.send(udp().from("192.0.2.9", 1).to("10.0.0.1", 2).inbound()))
                .isEqualTo("permit - - -");
        assertThat(bench.events.verdicts.get(1L).revision()).isZero();
    }

    @Test
    void shouldLetLaterPacketsPassOnTheStandingAuthorisation() {
        EngineBench bench = new EngineBench(new PolicySketch().permit("web", CONNECT, remotePort(80)));
        bench.send(tcp(SYN));

        assertThat(bench.send(answer(tcp(SYN | ACK)))).isEqualTo("permit ALE_AUTH_CONNECT_V4 web -");
        assertThat(bench.visits()).doesNotContain("ALE_AUTH_CONNECT", "ALE_AUTH_RECV_ACCEPT");
    }

    @Test
    @SpecRule("11 P22")
    void shouldBlockBothWaysOfABlockedFlowWithoutAskingAgain() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no-web", CONNECT, remotePort(80)));

        assertThat(bench.send(tcp(SYN))).isEqualTo("block ALE_AUTH_CONNECT_V4 no-web FWPS_DISCARD_FIREWALL_POLICY");
        assertThat(bench.send(tcp(ACK))).isEqualTo("block ALE_AUTH_CONNECT_V4 no-web PenstockFlowBlocked");
        assertThat(bench.visits()).doesNotContain("ALE_AUTH_CONNECT");
        assertThat(bench.send(answer(tcp(ACK)))).isEqualTo("block ALE_AUTH_CONNECT_V4 no-web PenstockFlowBlocked");
        assertThat(bench.events.discards)
                .hasSize(3)
                .allSatisfy(d -> assertThat(d.packets()).isOne());
    }

    @Test
    void shouldTryABlockedConnectionAgainWhenASynHasAnotherSequenceNumber() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no-web", CONNECT, remotePort(80)));
        bench.send(tcp(SYN).sequence(1));

        assertThat(bench.send(tcp(SYN).sequence(1))).endsWith("PenstockFlowBlocked");
        assertThat(bench.send(tcp(SYN).sequence(2))).endsWith("FWPS_DISCARD_FIREWALL_POLICY");
        assertThat(bench.events.started).hasSize(2);
        assertThat(bench.events.ended).containsExactly(FlowEnd.ENDED);
    }

    @Test
    void shouldKeepARetransmittedSynInItsFlow() {
        EngineBench bench = new EngineBench(new PolicySketch().permit("web", CONNECT));
        bench.send(tcp(SYN));
        bench.send(tcp(SYN));

        assertThat(bench.visits()).doesNotContain("ALE_AUTH_CONNECT");
        assertThat(bench.events.started).hasSize(1);
    }

    @Test
    void shouldTakeASimultaneousOpenForOneConnection() {
        EngineBench bench =
                new EngineBench(new PolicySketch().permit("out", CONNECT).block("in", ACCEPT));
        bench.send(tcp(SYN));

        assertThat(bench.send(answer(tcp(SYN).sequence(77)))).startsWith("permit");
        assertThat(bench.events.started).hasSize(1);
    }

    @Test
    void shouldAuthoriseANewConnectionOfAnEndedFlowsTuple() {
        EngineBench bench = new EngineBench(new PolicySketch().permit("web", CONNECT));
        bench.send(tcp(SYN).sequence(1));
        bench.send(answer(tcp(RST | ACK)));
        bench.send(tcp(SYN).sequence(9));

        assertThat(bench.visits()).contains("ALE_AUTH_CONNECT");
        assertThat(bench.events.started).hasSize(2);
    }

    @Test
    void shouldKeepTheLastAcknowledgementInTheFlowThatBothSidesHaveFinished() {
        EngineBench bench = new EngineBench(new PolicySketch().permit("web", CONNECT));
        bench.send(tcp(SYN));
        bench.send(answer(tcp(FIN | ACK)));
        bench.send(tcp(FIN | ACK));
        bench.send(answer(tcp(ACK)));

        assertThat(bench.visits()).doesNotContain("ALE_AUTH_CONNECT");
        assertThat(bench.events.started).hasSize(1);
    }

    @Test
    @SpecRule("11 P25")
    void shouldJudgeIdlenessOfDatagramFlowsByThePacketsOwnTime() {
        EngineBench bench = new EngineBench(new PolicySketch().permit("dns", CONNECT));
        bench.send(udp().at(0));
        bench.send(udp().at(60_000));
        assertThat(bench.visits()).doesNotContain("ALE_AUTH_CONNECT");

        bench.send(udp().at(120_001));

        assertThat(bench.visits()).contains("ALE_AUTH_CONNECT");
        assertThat(bench.events.ended).containsExactly(FlowEnd.IDLE);
    }

    @Test
    @SpecRule("11 P25")
    void shouldGiveTcpFlowsAnHourOfSilence() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no", CONNECT));
        bench.send(tcp(SYN).at(0));
        assertThat(bench.send(tcp(ACK).at(3_600_000))).endsWith("PenstockFlowBlocked");

        assertThat(bench.send(tcp(ACK).at(7_200_001))).endsWith("FWPS_DISCARD_FIREWALL_POLICY");
        assertThat(bench.events.started.getLast().isMidStream()).isTrue();
    }

    @Test
    void shouldPickUpAConnectionInTheMiddleByItsPorts() {
        EngineBench bench =
                new EngineBench(new PolicySketch().permit("out", CONNECT).permit("in", ACCEPT));

        assertThat(bench.send(answer(tcp(ACK)))).isEqualTo("permit ALE_AUTH_CONNECT_V4 out -");
        assertThat(bench.visits()).doesNotContain("ALE_BIND_REDIRECT", "ALE_CONNECT_REDIRECT", "ALE_FLOW_ESTABLISHED");
        assertThat(bench.send(tcp(ACK).from("10.0.0.1", 443).to("192.0.2.9", 50_000)))
                .isEqualTo("permit ALE_AUTH_RECV_ACCEPT_V4 in -");
        assertThat(bench.events.started)
                .allSatisfy(flow -> assertThat(flow.isMidStream()).isTrue());
    }

    @Test
    void shouldTakeASynAckWithoutItsSynForAnAnswer() {
        EngineBench bench =
                new EngineBench(new PolicySketch().permit("out", CONNECT).block("in", ACCEPT));

        assertThat(bench.send(tcp(SYN | ACK)
                        .from("192.0.2.9", 50_000)
                        .to("10.0.0.1", 80)
                        .inbound()))
                .isEqualTo("permit ALE_AUTH_CONNECT_V4 out -");
    }

    @Test
    void shouldAuthoriseInboundFlowsAtRecvAcceptAndTheirAnswersNowhere() {
        EngineBench bench =
                new EngineBench(new PolicySketch().permit("in", ACCEPT).block("out", CONNECT));
        bench.send(udp().from("192.0.2.9", 999).to("10.0.0.1", 53).inbound());

        assertThat(bench.send(udp().from("10.0.0.1", 53).to("192.0.2.9", 999)))
                .isEqualTo("permit ALE_AUTH_RECV_ACCEPT_V4 in -");
    }

    @Test
    void shouldReauthoriseOnceAfterAPolicyChangeAtTheAuthorisingLayer() {
        EngineBench bench = new EngineBench(new PolicySketch().permit("v1", CONNECT));
        bench.send(tcp(SYN));
        bench.activate(new PolicySketch().permit("v2", CONNECT, flagsAll(ConditionFlag.IS_REAUTHORIZE)));

        assertThat(bench.send(answer(tcp(SYN | ACK)))).isEqualTo("permit ALE_AUTH_CONNECT_V4 v2 -");
        bench.send(tcp(ACK));
        assertThat(bench.visits()).doesNotContain("ALE_AUTH_CONNECT");
    }

    @Test
    void shouldNotReauthoriseWhenAPolicyChangesAnotherLayer() {
        EngineBench bench = new EngineBench(new PolicySketch().permit("web", CONNECT));
        bench.send(tcp(SYN));
        bench.activate(new PolicySketch().permit("web", CONNECT).block("in", ACCEPT));

        assertThat(bench.send(tcp(ACK))).isEqualTo("permit ALE_AUTH_CONNECT_V4 web -");
        assertThat(bench.visits()).doesNotContain("ALE_AUTH_CONNECT");
    }

    @Test
    void shouldBlockTheFlowWhenReauthorisationFails() {
        EngineBench bench = new EngineBench(new PolicySketch().permit("web", CONNECT));
        bench.send(tcp(SYN));
        bench.activate(new PolicySketch().block("no", CONNECT));

        assertThat(bench.send(tcp(ACK))).isEqualTo("block ALE_AUTH_CONNECT_V4 no FWPS_DISCARD_FIREWALL_POLICY");
        assertThat(bench.send(tcp(ACK))).isEqualTo("block ALE_AUTH_CONNECT_V4 no PenstockFlowBlocked");
    }

    @Test
    void shouldTryABlockedFlowAgainAfterAPolicyChangeAtItsLayer() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no", CONNECT));
        bench.send(tcp(SYN));
        bench.activate(new PolicySketch().permit("yes", CONNECT));

        assertThat(bench.send(tcp(ACK))).isEqualTo("permit ALE_AUTH_CONNECT_V4 yes -");
    }

    @Test
    void shouldBlockTheFlowWhenItsBindIsRefused() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no-bind", "ALE_RESOURCE_ASSIGNMENT_V4"));

        assertThat(bench.send(udp())).startsWith("block ALE_RESOURCE_ASSIGNMENT_V4 no-bind");
        assertThat(bench.send(udp())).isEqualTo("block ALE_RESOURCE_ASSIGNMENT_V4 no-bind PenstockFlowBlocked");
    }

    @Test
    void shouldKeepHostsApart() {
        EngineBench bench =
                new EngineBench(new PolicySketch().permit("in", ACCEPT).permit("out", CONNECT));
        bench.host("client").send(tcp(SYN));
        assertThat(bench.host("server").send(tcp(SYN).inbound())).isEqualTo("permit ALE_AUTH_RECV_ACCEPT_V4 in -");
        assertThat(bench.events.started).hasSize(2);
    }

    @Test
    void shouldEndEveryFlowOnceWhenTheCaptureEnds() {
        EngineBench bench = new EngineBench();
        bench.send(udp());
        bench.send(tcp(SYN));
        bench.endOfCapture();
        bench.endOfCapture();

        assertThat(bench.events.ended).containsExactly(FlowEnd.END_OF_CAPTURE, FlowEnd.END_OF_CAPTURE);
        assertThat(bench.state.flows().size()).isZero();
    }

    private static TestPacket answer(TestPacket packet) {
        return packet.from("192.0.2.9", 80).to("10.0.0.1", 40_000).inbound();
    }
}
