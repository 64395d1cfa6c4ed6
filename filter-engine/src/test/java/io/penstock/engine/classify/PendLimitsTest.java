// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.RegistrationStatus;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.pend.PendOutcome;
import io.penstock.engine.policy.PolicySettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bounds waiting, and what ends it when nobody answers as hoped (spec 6.7, P11). {@link OutOfBandTest} has expiry, failure and overflow by bytes. */
@SpecRule("11 P11")
class PendLimitsTest {
    private static final String DATA = "DATAGRAM_DATA_V4";
    private static final String CONNECT = "ALE_AUTH_CONNECT_V4";

    private static EngineBench bench(PolicySketch policy, boolean ordered) {
        EngineBench bench = new EngineBench(policy);
        bench.registry.register(new CalloutRegistration("dpi", CalloutMode.OUT_OF_BAND, ordered, 0, null));
        return bench;
    }

    private static PolicySettings settings(boolean permitOnTimeout, int perFlow, int packets) {
        PolicySettings d = PolicySettings.DEFAULT;
        return new PolicySettings(
                Duration.ofSeconds(60),
                permitOnTimeout,
                false,
                perFlow,
                d.pendMaxBytes(),
                packets,
                8,
                false,
                d.groupForwardedFragments(),
                d.profile(),
                true,
                d.datagramIdle(),
                d.tcpIdle(),
                d.streamMaxBytesPerFlow(),
                d.streamMaxBytes());
    }

    @SpecRule("10 G13")
    @Test
    void shouldRefuseMorePacketsThanMayWaitForACallout() {
        EngineBench bench =
                bench(new PolicySketch().settings(settings(false, 64, 2)).terminating("ask", DATA, "dpi"), true);
        assertThat(bench.send(udp().ports(1, 1))).isEqualTo("waits");
        assertThat(bench.send(udp().ports(1, 1))).as("held behind it").isEqualTo("waits");

        assertThat(bench.send(udp().ports(2, 2))).isEqualTo("block DATAGRAM_DATA_V4 ask PenstockPendOverflow");
        bench.permit(bench.ticket());
        bench.permit(bench.ticket());
        assertThat(bench.send(udp().ports(2, 2))).as("room again").isEqualTo("waits");
    }

    @SpecRule("10 G13")
    @Test
    void shouldKeepNothingOfAPacketOnceItHasItsFate() {
        EngineBench bench = bench(new PolicySketch().terminating("ask", DATA, "dpi"), true);
        bench.send(udp());
        bench.send(udp());
        bench.engine.expire(60_000);
        bench.engine.expire(120_001);

        assertThat(bench.ledger.pended() + bench.ledger.held()).isZero();
        assertThat(bench.ledger.hasRoom(
                        "dpi", PolicySettings.DEFAULT.pendMaxBytes(), PolicySettings.DEFAULT.pendMaxBytes(), 1))
                .as("every byte is given back")
                .isTrue();
    }

    @Test
    void shouldHoldAtMostSoManyPacketsOfAFlowFromTheWire() {
        EngineBench bench =
                bench(new PolicySketch().settings(settings(false, 2, 100)).terminating("ask", DATA, "dpi"), true);
        bench.enforced(true);
        bench.send(udp());
        bench.send(udp());
        bench.send(udp());

        assertThat(bench.send(udp())).as("the newest").isEqualTo("block DATAGRAM_DATA_V4 ask PenstockPendOverflow");
        assertThat(bench.events.outcomes).containsEntry(4L, PendOutcome.OVERFLOW);
        assertThat(bench.verdict(3)).isEqualTo("waits");
        bench.enforced(false);
        assertThat(bench.send(udp()))
                .as("what is only observed has gone already")
                .isEqualTo("waits");
    }

    @Test
    void shouldNotHoldPacketsBehindACalloutThatIsUnordered() {
        EngineBench bench = bench(new PolicySketch().terminating("ask", DATA, "dpi"), false);
        bench.send(udp());
        bench.send(udp());
        assertThat(bench.events.pended).as("each is asked about").hasSize(2);
        assertThat(bench.events.held).isEmpty();
        bench.permit(bench.ticket());

        assertThat(bench.verdict(2)).isEqualTo("permit DATAGRAM_DATA_V4 ask -");
        assertThat(bench.verdict(1)).as("answers come in any order").isEqualTo("waits");
        bench.permit(bench.events.pended.getFirst());
        assertThat(bench.verdict(1)).isEqualTo("permit DATAGRAM_DATA_V4 ask -");
        assertThat(bench.ledger.pended()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"ALE_AUTH_CONNECT_V4, 2", "OUTBOUND_TRANSPORT_V4, 2"})
    void shouldDropWhatIsPendedAndWhatIsPendedNextWhenTheSocketCloses(String layer, int packets) {
        EngineBench bench = bench(new PolicySketch().terminating("ask", layer, "dpi"), true);
        bench.send(tcp(SYN));
        bench.send(tcp(TestPacket.ACK));
        bench.event(EndpointEvent.Closed::new, tcp(0));

        assertThat(bench.verdict(1)).isEqualTo("block " + layer + " ask PenstockEndpointClosed");
        assertThat(bench.events.verdicts).hasSize(packets);
        assertThat(bench.ledger.pended() + bench.ledger.held()).isZero();
        assertThat(bench.events.injected).as("nothing is reinjected").isEmpty();
    }

    @Test
    void shouldDropUnorderedPendsOfAClosedSocketToo() {
        EngineBench bench = bench(new PolicySketch().terminating("ask", "OUTBOUND_TRANSPORT_V4", "dpi"), false);
        bench.send(tcp(SYN));
        bench.send(tcp(TestPacket.ACK));
        bench.event(EndpointEvent.Closed::new, tcp(0));

        assertThat(bench.events.verdicts).hasSize(2);
        assertThat(bench.ledger.pended()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"false, block DATAGRAM_DATA_V4 ask PenstockCalloutUnregistered", "true, permit DATAGRAM_DATA_V4 ask -"})
    void shouldBeBusyWhileACalloutHasPendsAndCompleteThemByOnTimeoutWhereItGoesByForce(boolean permit, String verdict) {
        EngineBench bench =
                bench(new PolicySketch().settings(settings(permit, 64, 100)).terminating("ask", DATA, "dpi"), true);
        bench.send(udp());
        assertThat(bench.engine.unregister("dpi")).isEqualTo(RegistrationStatus.STATUS_DEVICE_BUSY);
        assertThat(bench.verdict(1)).as("nothing is lost by asking").isEqualTo("waits");
        assertThat(bench.engine.unregisterByForce("dpi")).isEqualTo(RegistrationStatus.STATUS_SUCCESS);

        assertThat(bench.verdict(1)).isEqualTo(verdict);
        assertThat(bench.ledger.pended()).isZero();
    }

    @Test
    void shouldIgnoreAndCountALateVerdict() {
        EngineBench bench = bench(new PolicySketch().terminating("ask", CONNECT, "dpi"), true);
        bench.send(udp());
        bench.engine.expire(60_000);
        bench.permit(bench.ticket());

        assertThat(bench.verdict(1)).isEqualTo("block ALE_AUTH_CONNECT_V4 ask PenstockPendTimeout");
        assertThat(bench.events.orphans).hasSize(1);
        assertThat(bench.events.settled).singleElement().asString().endsWith("EXPIRED");
    }

    @Test
    void shouldPermitByTimeoutWithTheMarkThatMakesTheCalloutPassIt() {
        EngineBench bench =
                bench(new PolicySketch().settings(settings(true, 64, 100)).terminating("ask", DATA, "dpi"), true);
        bench.send(udp());
        bench.engine.expire(60_000);

        assertThat(bench.verdict(1)).isEqualTo("permit DATAGRAM_DATA_V4 ask -");
        assertThat(bench.events.pended).as("asked once").hasSize(1);
    }

    @SpecRule("10 G14")
    @ParameterizedTest
    @CsvSource({
        "OUTBOUND_IPPACKET_V4, true, permit OUTBOUND_IPPACKET_V4 ask -",
        "OUTBOUND_IPPACKET_V4, false, waits",
        "DATAGRAM_DATA_V4, true, waits"
    })
    void shouldNotAskACalloutAboutContentThatIpsecHides(String layer, boolean secured, String verdict) {
        EngineBench bench = bench(new PolicySketch().terminating("ask", layer, "dpi"), true);
        bench.secured(secured);

        assertThat(bench.send(udp())).isEqualTo(verdict);
    }

    @SpecRule("10 G14")
    @Test
    void shouldAskACalloutThatReadsNoContentAboutWhatIsSecured() {
        ScriptedCallout headers = ScriptedCallout.inline("headers", (in, out) -> out.block());
        EngineBench bench =
                new EngineBench(new PolicySketch().terminating("ask", "OUTBOUND_IPPACKET_V4", "headers"), headers);
        bench.secured(true);

        assertThat(bench.send(udp())).startsWith("block OUTBOUND_IPPACKET_V4 ask");
    }

    @SpecRule({"10 G11", "10 G12"})
    @Test
    void shouldDecideEachPacketOfABatchByItself() {
        ScriptedCallout one = ScriptedCallout.inline("one", (in, out) -> {
            if (in.payloadLength() == 3) {
                out.block();
            } else {
                out.permit(in);
            }
        });
        EngineBench bench = new EngineBench(new PolicySketch().terminating("ask", DATA, "one"), one);
        bench.batch(udp().payload("one"), udp().payload("two!"), udp().payload("six"));

        assertThat(one.asked).as("one item a packet").hasSize(3);
        assertThat(bench.events.lines)
                .containsExactly(
                        "1 block DATAGRAM_DATA_V4 ask FWPS_DISCARD_FIREWALL_POLICY",
                        "2 permit DATAGRAM_DATA_V4 ask -",
                        "3 block DATAGRAM_DATA_V4 ask FWPS_DISCARD_FIREWALL_POLICY");
    }
}
