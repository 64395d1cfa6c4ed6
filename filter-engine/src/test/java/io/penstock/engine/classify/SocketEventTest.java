// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.classify.PolicySketch.flagsAll;
import static io.penstock.engine.classify.PolicySketch.flagsNone;
import static io.penstock.engine.classify.PolicySketch.localPort;
import static io.penstock.engine.classify.PolicySketch.remotePort;
import static io.penstock.engine.packet.TestPacket.ACK;
import static io.penstock.engine.packet.TestPacket.FIN;
import static io.penstock.engine.packet.TestPacket.RST;
import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.flow.SocketKnowledge;
import io.penstock.engine.packet.TestPacket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What agents tell of sockets: bind, listen, connect, accept, close, release, and whose they are (spec 2.5, SEQ-BIND to SEQ-CLOSE). */
class SocketEventTest {
    private static final String CONNECT = "ALE_AUTH_CONNECT_V4";
    private static final String ACCEPT = "ALE_AUTH_RECV_ACCEPT_V4";
    private static final String BIND = "ALE_RESOURCE_ASSIGNMENT_V4";
    private static final String LISTEN = "ALE_AUTH_LISTEN_V4";

    @Test
    void shouldAuthoriseAConnectBeforeItsSyn() {
        EngineBench bench = new EngineBench(new PolicySketch().permit("web", CONNECT, remotePort(80)));

        assertThat(bench.event(EndpointEvent.Connecting::new, tcp(0))).isEqualTo("permit ALE_AUTH_CONNECT_V4 web -");
        assertThat(bench.visits())
                .containsExactly(
                        "ALE_BIND_REDIRECT", "ALE_RESOURCE_ASSIGNMENT", "ALE_CONNECT_REDIRECT", "ALE_AUTH_CONNECT");
        assertThat(bench.events.started).hasSize(1);
        assertThat(bench.events.verdicts).isEmpty();

        assertThat(bench.send(tcp(SYN))).isEqualTo("permit ALE_AUTH_CONNECT_V4 web -");
        assertThat(bench.visits()).noneMatch(layer -> layer.startsWith("ALE_"));
        assertThat(bench.events.started).hasSize(1);
    }

    @Test
    void shouldCountNoPacketForAConnectThatIsRefusedAndOneForItsSyn() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no-web", CONNECT, remotePort(80)));

        assertThat(bench.event(EndpointEvent.Connecting::new, tcp(0)))
                .isEqualTo("block ALE_AUTH_CONNECT_V4 no-web FWPS_DISCARD_FIREWALL_POLICY");
        assertThat(bench.events.discards).singleElement().satisfies(discard -> {
            assertThat(discard.packets()).isZero();
            assertThat(discard.wireBytes()).isZero();
        });

        assertThat(bench.send(tcp(SYN))).isEqualTo("block ALE_AUTH_CONNECT_V4 no-web PenstockFlowBlocked");
        assertThat(bench.events.discards.getLast().packets()).isOne();
    }

    @Test
    void shouldAskAgainWhenARefusedSocketConnectsAgain() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no-web", CONNECT, remotePort(80)));
        bench.event(EndpointEvent.Connecting::new, tcp(0));

        bench.event(EndpointEvent.Connecting::new, tcp(0));

        assertThat(bench.visits()).contains("ALE_AUTH_CONNECT");
        assertThat(bench.events.started).hasSize(2);
    }

    @Test
    void shouldAuthoriseAnAcceptWhoseSynWasNotSeen() {
        EngineBench bench =
                new EngineBench(new PolicySketch().permit("in", ACCEPT).block("out", CONNECT));

        assertThat(bench.event(
                        EndpointEvent.Accepted::new, tcp(0).from("10.0.0.1", 80).to("192.0.2.9", 40_000)))
                .isEqualTo("permit ALE_AUTH_RECV_ACCEPT_V4 in -");
        assertThat(bench.visits()).containsExactly("ALE_AUTH_RECV_ACCEPT");
        assertThat(bench.send(fromClient(tcp(ACK)))).isEqualTo("permit ALE_AUTH_RECV_ACCEPT_V4 in -");
        assertThat(bench.visits()).doesNotContain("ALE_AUTH_RECV_ACCEPT");
        assertThat(bench.events.started.getFirst().isOutbound()).isFalse();
    }

    @Test
    void shouldNotAuthoriseAnAcceptAgainWhoseSynWas() {
        EngineBench bench = new EngineBench(new PolicySketch().permit("in", ACCEPT));
        bench.send(fromClient(tcp(SYN)));

        bench.event(EndpointEvent.Accepted::new, toClient(tcp(0)));

        assertThat(bench.visits()).isEmpty();
    }

    @Test
    void shouldShowABindOnceWhenAnEventTellsOfIt() {
        EngineBench bench = new EngineBench();
        bench.event(EndpointEvent.Bound::new, udp());
        assertThat(bench.visits()).containsExactly("ALE_BIND_REDIRECT", "ALE_RESOURCE_ASSIGNMENT");

        bench.send(udp());
        assertThat(bench.visits()).doesNotContain("ALE_BIND_REDIRECT", "ALE_RESOURCE_ASSIGNMENT");
        bench.send(udp().to("192.0.2.10", 99));
        assertThat(bench.visits())
                .contains("ALE_AUTH_CONNECT")
                .doesNotContain("ALE_BIND_REDIRECT", "ALE_RESOURCE_ASSIGNMENT");
    }

    @Test
    void shouldTakeAWildcardBindForEveryAddressOfItsPort() {
        EngineBench bench = new EngineBench();
        bench.event(EndpointEvent.Bound::new, udp().from("0.0.0.0", 5353).to("0.0.0.0", 0));

        bench.send(udp().from("10.0.0.1", 5353));

        assertThat(bench.visits()).contains("ALE_AUTH_CONNECT").doesNotContain("ALE_RESOURCE_ASSIGNMENT");
    }

    @Test
    void shouldShowTheBindOfAPacketWhoseEventWasRefused() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no-bind", BIND));

        assertThat(bench.event(EndpointEvent.Bound::new, udp())).startsWith("block ALE_RESOURCE_ASSIGNMENT_V4 no-bind");
        assertThat(bench.send(udp())).startsWith("block ALE_RESOURCE_ASSIGNMENT_V4 no-bind FWPS");
    }

    @Test
    void shouldMarkABindToTheWildcardAddressOrToNoPort() {
        EngineBench bench =
                new EngineBench(new PolicySketch().block("wild", BIND, flagsAll(ConditionFlag.IS_WILDCARD_BIND)));

        assertThat(bench.event(EndpointEvent.Bound::new, udp().from("0.0.0.0", 53)))
                .startsWith("block ALE_RESOURCE_ASSIGNMENT_V4 wild");
        assertThat(bench.event(EndpointEvent.Bound::new, udp().from("10.0.0.1", 0)))
                .startsWith("block ALE_RESOURCE_ASSIGNMENT_V4 wild");
        assertThat(bench.event(EndpointEvent.Bound::new, udp().from("10.0.0.1", 53)))
                .startsWith("permit");
        assertThat(bench.send(udp().from("10.0.0.1", 54))).startsWith("permit");
    }

    @Test
    void shouldBindAListenerOfWhoseBindNothingWasTold() {
        EngineBench bench = new EngineBench();
        bench.event(EndpointEvent.Listening::new, listener());
        assertThat(bench.visits()).containsExactly("ALE_BIND_REDIRECT", "ALE_RESOURCE_ASSIGNMENT", "ALE_AUTH_LISTEN");

        bench.event(EndpointEvent.Released::new, listener());
        assertThat(bench.visits()).containsExactly("ALE_RESOURCE_RELEASE");
    }

    @Test
    void shouldLookAtABindOrAListenerAgainWhenAnOptionOfTheSocketChanges() {
        EngineBench bench = new EngineBench(new PolicySketch()
                .permit("first", BIND, flagsNone(ConditionFlag.IS_RECLASSIFY))
                .block("again", BIND, flagsAll(ConditionFlag.IS_RECLASSIFY))
                .permit("listen-again", LISTEN, flagsAll(ConditionFlag.IS_RECLASSIFY)));
        bench.event(EndpointEvent.Bound::new, listener());
        assertThat(bench.event(EndpointEvent.OptionChanged::new, listener())).startsWith("block " + BIND + " again");

        bench.event(EndpointEvent.Listening::new, listener());

        assertThat(bench.event(EndpointEvent.OptionChanged::new, listener()))
                .isEqualTo("permit ALE_AUTH_LISTEN_V4 listen-again -");
    }

    @Test
    @SpecRule("11 C10")
    void shouldIndicateTheClosureOfAConnectionAListenerAndAUdpSocketOnceEach() {
        EngineBench bench = new EngineBench();
        bench.event(EndpointEvent.Listening::new, listener());
        bench.send(fromClient(tcp(SYN)));
        bench.event(EndpointEvent.Bound::new, udp());
        bench.send(udp());
        bench.send(udp().to("192.0.2.77", 53));

        assertThat(closures(bench, toClient(tcp(0)))).isOne();
        assertThat(closures(bench, toClient(tcp(0)))).isZero();
        assertThat(closures(bench, listener())).isOne();
        assertThat(closures(bench, listener())).isZero();
        assertThat(closures(bench, udp())).isOne();
        assertThat(closures(bench, udp())).isZero();
    }

    private static long closures(EngineBench bench, TestPacket socket) {
        bench.event(EndpointEvent.Closed::new, socket);
        return bench.visits().stream().filter("ALE_ENDPOINT_CLOSURE"::equals).count();
    }

    @Test
    void shouldReleaseOnceForEachAssignment() {
        EngineBench bench = new EngineBench();
        bench.event(EndpointEvent.Bound::new, udp());
        bench.event(EndpointEvent.Bound::new, udp());
        List<Long> released = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            bench.event(EndpointEvent.Released::new, udp());
            released.add(bench.visits().stream()
                    .filter("ALE_RESOURCE_RELEASE"::equals)
                    .count());
        }

        assertThat(released).containsExactly(1L, 1L, 0L);
    }

    @Test
    void shouldEndEveryFlowOfAUdpSocketWithIt() {
        EngineBench bench = new EngineBench(new PolicySketch().permit("out", CONNECT));
        bench.send(udp());
        bench.send(udp().to("192.0.2.10", 99));
        bench.send(udp().from("10.0.0.1", 40_001));

        bench.event(EndpointEvent.Closed::new, udp());

        assertThat(bench.events.ended).hasSize(2);
        assertThat(bench.state.flows().size()).isOne();
        bench.send(udp().to("192.0.2.10", 99));
        assertThat(bench.visits()).contains("ALE_AUTH_CONNECT");
    }

    @Test
    @SpecRule("11 P11")
    void shouldDropWhatIsPendedOfEveryFlowOfAClosedSocket() {
        EngineBench bench = new EngineBench(new PolicySketch().terminating("ask", CONNECT, "inspector"));
        bench.registry.register(new CalloutRegistration("inspector", CalloutMode.OUT_OF_BAND, true, 0, null));
        bench.send(udp());
        bench.send(udp().to("192.0.2.10", 99));
        bench.send(udp().from("10.0.0.1", 40_001));

        bench.event(EndpointEvent.Closed::new, udp());

        assertThat(bench.verdict(1)).isEqualTo("block ALE_AUTH_CONNECT_V4 ask PenstockEndpointClosed");
        assertThat(bench.verdict(2)).isEqualTo("block ALE_AUTH_CONNECT_V4 ask PenstockEndpointClosed");
        assertThat(bench.verdict(3)).isEqualTo("waits");
    }

    @Test
    void shouldLeaveAnAcceptedConnectionAloneWhenItsListenerCloses() {
        EngineBench bench = new EngineBench();
        bench.event(EndpointEvent.Listening::new, listener());
        bench.send(fromClient(tcp(SYN)));

        bench.event(EndpointEvent.Closed::new, listener());

        assertThat(bench.events.ended).isEmpty();
        assertThat(bench.state.flows().size()).isOne();
    }

    @Test
    void shouldLeaveTheReleaseToTheEventWhereAnEventToldOfTheBind() {
        EngineBench bench = new EngineBench();
        bench.event(EndpointEvent.Bound::new, tcp(0));
        bench.event(EndpointEvent.Connecting::new, tcp(0));
        bench.send(tcp(SYN));
        bench.send(fromServer(tcp(RST)));
        assertThat(bench.visits()).contains("ALE_ENDPOINT_CLOSURE").doesNotContain("ALE_RESOURCE_RELEASE");

        bench.event(EndpointEvent.Released::new, tcp(0));
        assertThat(bench.visits()).containsExactly("ALE_RESOURCE_RELEASE");
    }

    @Test
    void shouldTakeABlockOfAnEventThatHasHappenedForContinueAndCountIt() {
        EngineBench bench = new EngineBench(new PolicySketch()
                .block("no-close", "ALE_ENDPOINT_CLOSURE_V4")
                .block("no-release", "ALE_RESOURCE_RELEASE_V4"));
        bench.send(tcp(SYN));
        bench.send(fromServer(tcp(FIN | ACK)));

        assertThat(bench.send(tcp(FIN | ACK))).isEqualTo("permit - - -");

        assertThat(bench.events.discards).isEmpty();
        assertThat(bench.events.contractErrors)
                .containsExactly(
                        "3 ALE_ENDPOINT_CLOSURE_V4 null block_of_event",
                        "3 ALE_RESOURCE_RELEASE_V4 null block_of_event");
    }

    @Test
    void shouldKeepWhatIsKnownOfASocketForItsLaterPackets() {
        EngineBench bench = new EngineBench(new PolicySketch()
                .block("curl", CONNECT, SocketFieldsTest.application("/usr/bin/curl"))
                .permit("rest", CONNECT));
        bench.knowing(SocketKnowledge.ofProcess(7, "/usr/bin/curl", "", false)).send(udp());

        assertThat(bench.send(udp().to("192.0.2.10", 99))).startsWith("block ALE_AUTH_CONNECT_V4 curl");
        assertThat(bench.send(udp().from("10.0.0.1", 40_001))).isEqualTo("permit ALE_AUTH_CONNECT_V4 rest -");
    }

    @Test
    void shouldForgetAClosedSocket() {
        EngineBench bench = new EngineBench(
                new PolicySketch().block("curl", CONNECT, SocketFieldsTest.application("/usr/bin/curl")));
        bench.knowing(SocketKnowledge.ofProcess(7, "/usr/bin/curl", "", false)).event(EndpointEvent.Bound::new, udp());
        bench.event(EndpointEvent.Closed::new, udp());
        bench.event(EndpointEvent.Released::new, udp());

        assertThat(bench.send(udp())).isEqualTo("permit - - -");
        assertThat(bench.state.endpoints().isEmpty()).isTrue();
    }

    @Test
    void shouldTakeAConnectionInTheMiddleForInboundWhereItsPortListens() {
        EngineBench bench =
                new EngineBench(new PolicySketch().permit("out", CONNECT).permit("in", ACCEPT));
        bench.event(EndpointEvent.Listening::new, listener(50_000));

        assertThat(bench.send(tcp(ACK).from("10.0.0.1", 50_000).to("192.0.2.9", 400)))
                .isEqualTo("permit ALE_AUTH_RECV_ACCEPT_V4 in -");
    }

    @Test
    void shouldRefuseAListen() {
        EngineBench bench = new EngineBench(new PolicySketch().block("no", LISTEN, localPort(80)));

        assertThat(bench.event(EndpointEvent.Listening::new, listener())).startsWith("block ALE_AUTH_LISTEN_V4 no");
        assertThat(bench.visits()).endsWith("ALE_AUTH_LISTEN", "ALE_AUTH_LISTEN_DISCARD");
    }

    private static TestPacket listener() {
        return listener(80);
    }

    private static TestPacket listener(int port) {
        return tcp(0).from("0.0.0.0", port).to("0.0.0.0", 0);
    }

    private static TestPacket fromServer(TestPacket packet) {
        return packet.from("192.0.2.9", 80).to("10.0.0.1", 40_000).inbound();
    }

    private static TestPacket fromClient(TestPacket packet) {
        return packet.from("192.0.2.9", 40_000).to("10.0.0.1", 80).inbound();
    }

    private static TestPacket toClient(TestPacket packet) {
        return packet.from("10.0.0.1", 80).to("192.0.2.9", 40_000);
    }
}
