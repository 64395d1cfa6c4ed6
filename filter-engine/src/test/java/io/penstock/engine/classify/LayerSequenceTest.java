// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.classify.VectorFile.map;
import static io.penstock.engine.classify.VectorFile.maps;
import static io.penstock.engine.packet.TestPacket.ACK;
import static io.penstock.engine.packet.TestPacket.PSH;
import static io.penstock.engine.packet.TestPacket.RST;
import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.packet.TestPacket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sequence of {@code layer-sequences.json}: packets and socket events visit those layers, in that order, and no others (spec 2.5). */
class LayerSequenceTest {
    private static final String LOCAL = "10.0.0.1";
    private static final String REMOTE = "192.0.2.9";

    /** What plays a sequence: the visits of everything before {@link #record} are not looked at. */
    private static final class Play {
        final EngineBench bench = new EngineBench();
        final List<String> visits = new ArrayList<>();
        private boolean recording = true;

        Play without(Runnable before) {
            recording = false;
            before.run();
            recording = true;
            return this;
        }

        Play send(TestPacket packet) {
            bench.send(packet);
            return taken();
        }

        Play event(java.util.function.Function<Item, EndpointEvent> event, TestPacket about) {
            bench.event(event, about);
            return taken();
        }

        private Play taken() {
            if (recording) {
                visits.addAll(bench.visits());
            }
            return this;
        }
    }

    private static final Map<String, Consumer<Play>> PLAYS = plays();

    private static Map<String, Consumer<Play>> plays() {
        Map<String, Consumer<Play>> plays = new LinkedHashMap<>();
        plays.put("SEQ-BIND", p -> p.event(EndpointEvent.Bound::new, toServer(tcp(0))));
        plays.put(
                "SEQ-TCP-LISTEN",
                p -> p.event(EndpointEvent.Bound::new, toServer(tcp(0)))
                        .event(EndpointEvent.Listening::new, toServer(tcp(0))));
        plays.put("SEQ-TCP-CONNECT-OUT", LayerSequenceTest::connectOut);
        plays.put("SEQ-TCP-CONNECT-IN", LayerSequenceTest::connectIn);
        plays.put(
                "SEQ-TCP-NO-LISTENER",
                p -> p.event(EndpointEvent.NoEndpoint::new, fromClient(tcp(SYN)))
                        .event(EndpointEvent.StackReply::new, toClient(tcp(RST | ACK))));
        plays.put("SEQ-TCP-DATA-OUT", p -> p.without(() -> connectOut(p)).send(toServer(data())));
        plays.put("SEQ-TCP-DATA-IN", p -> p.without(() -> connectIn(p)).send(fromClient(data())));
        plays.put("SEQ-UDP-OUT-FIRST", p -> p.send(toServer(udp())));
        plays.put(
                "SEQ-UDP-OUT-NEXT",
                p -> p.without(() -> p.send(toServer(udp()))).send(toServer(udp())));
        plays.put("SEQ-UDP-IN-FIRST", p -> p.send(fromClient(udp())));
        plays.put(
                "SEQ-UDP-IN-NEXT",
                p -> p.without(() -> p.send(fromClient(udp()))).send(fromClient(udp())));
        plays.put(
                "SEQ-UDP-NO-ENDPOINT",
                p -> p.event(EndpointEvent.NoEndpoint::new, fromClient(udp()))
                        .send(TestPacket.portUnreachable(fromClient(udp())).outbound()));
        plays.put("SEQ-ICMP-ECHO-OUT-FIRST", p -> p.send(echo(8).from(LOCAL).to(REMOTE)));
        plays.put(
                "SEQ-ICMP-ECHO-IN-FIRST",
                p -> p.send(echo(8).from(REMOTE).to(LOCAL).inbound()));
        plays.put(
                "SEQ-ICMP-ERROR-IN",
                p -> p.without(() -> p.send(toServer(udp())))
                        .send(TestPacket.portUnreachable(toServer(udp())).inbound()));
        plays.put(
                "SEQ-ICMP-ERROR-OUT",
                p -> p.without(() -> p.send(fromClient(udp())))
                        .send(TestPacket.portUnreachable(fromClient(udp())).outbound()));
        plays.put(
                "SEQ-FORWARD", p -> p.send(udp().from("198.51.100.1").to(REMOTE).forwarded()));
        plays.put("SEQ-REAUTH-TCP-IN", p -> reauthorised(p, () -> connectIn(p), data(), false));
        plays.put("SEQ-REAUTH-TCP-IN-FAILED", p -> reauthorised(p, () -> connectIn(p), data(), true));
        plays.put("SEQ-REAUTH-UDP-IN", p -> reauthorised(p, () -> p.send(fromClient(udp())), udp(), false));
        plays.put("SEQ-CLOSE", p -> p.without(() -> connectOut(p)).event(EndpointEvent.Closed::new, toServer(tcp(0))));
        return plays;
    }

    private static void connectOut(Play p) {
        p.send(toServer(tcp(SYN))).send(fromServer(tcp(SYN | ACK))).send(toServer(tcp(ACK)));
    }

    private static void connectIn(Play p) {
        p.send(fromClient(tcp(SYN))).send(toClient(tcp(SYN | ACK))).send(fromClient(tcp(ACK)));
    }

    private static void reauthorised(Play p, Runnable before, TestPacket packet, boolean blocks) {
        p.without(before);
        String layer = "ALE_AUTH_RECV_ACCEPT_V4";
        PolicySketch changed = new PolicySketch();
        p.bench.activate(blocks ? changed.block("no", layer) : changed.permit("yes", layer));
        p.send(fromClient(packet));
    }

    private static TestPacket toServer(TestPacket packet) {
        return packet.from(LOCAL, 40_000).to(REMOTE, 80);
    }

    private static TestPacket fromServer(TestPacket packet) {
        return packet.from(REMOTE, 80).to(LOCAL, 40_000).inbound();
    }

    private static TestPacket fromClient(TestPacket packet) {
        return packet.from(REMOTE, 40_000).to(LOCAL, 80).inbound();
    }

    private static TestPacket toClient(TestPacket packet) {
        return packet.from(LOCAL, 80).to(REMOTE, 40_000).outbound();
    }

    private static TestPacket data() {
        return tcp(PSH | ACK).payload("hello");
    }

    private static TestPacket echo(int type) {
        return TestPacket.icmp(type, 0).sequence(7 << 16);
    }

    static List<String> names() {
        return List.copyOf(PLAYS.keySet());
    }

    @Test
    void shouldPlayEverySequenceOfTheSpecification() {
        assertThat(PLAYS.keySet()).isEqualTo(sequences().keySet());
    }

    @ParameterizedTest
    @SpecRule("11 P10")
    @MethodSource("names")
    void shouldVisitTheLayersOfTheSequenceInItsOrder(String name) {
        Play play = new Play();

        PLAYS.get(name).accept(play);

        assertThat(play.visits).isEqualTo(expected(name));
    }

    @Test
    void shouldCloseTheEndpointWhenAResetEndsTheFlow() {
        Play play = new Play();
        play.without(() -> connectOut(play)).send(fromServer(tcp(RST)));

        assertThat(play.visits).endsWith("ALE_ENDPOINT_CLOSURE", "ALE_RESOURCE_RELEASE");
        assertThat(play.bench.events.last()).startsWith("permit");
    }

    @Test
    void shouldCloseTheEndpointOnceWhenBothSidesHaveFinished() {
        Play play = new Play();
        play.without(() -> connectIn(play))
                .send(fromClient(tcp(TestPacket.FIN | ACK)))
                .send(toClient(tcp(TestPacket.FIN | ACK)))
                .send(fromClient(tcp(ACK)));

        assertThat(play.visits).containsOnlyOnce("ALE_ENDPOINT_CLOSURE").doesNotContain("ALE_RESOURCE_RELEASE");
    }

    private static Map<String, Object> sequences() {
        return map(VectorFile.read("layer-sequences.json").get("sequences"));
    }

    private static List<String> expected(String name) {
        return maps(sequences().get(name)).stream()
                .map(visit -> (String) visit.get("layer"))
                .filter(layer -> !layer.startsWith("("))
                .toList();
    }
}
