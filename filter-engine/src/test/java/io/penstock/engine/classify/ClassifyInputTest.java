// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static io.penstock.engine.packet.TestPacket.ACK;
import static io.penstock.engine.packet.TestPacket.SYN;
import static io.penstock.engine.packet.TestPacket.icmp;
import static io.penstock.engine.packet.TestPacket.portUnreachable;
import static io.penstock.engine.packet.TestPacket.tcp;
import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyMetadata;
import io.penstock.engine.callout.ClassifyMetadata.PacketDirection;
import io.penstock.engine.packet.TestPacket;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a callout is told (spec 2.2, 2.4, 5.1), and the checks that come first in it (spec 5.3). */
class ClassifyInputTest {
    private static final int ETHERNET = 14;
    private static final int IP = 20;
    private static final int UDP = 8;
    private static final int TCP = 20;

    /** What a callout was told of the packet at a layer; null where it was not asked. */
    private static ClassifyIn told(String layer, TestPacket... packets) {
        ScriptedCallout look = ScriptedCallout.inline("look", (in, out) -> {});
        EngineBench bench = new EngineBench(new PolicySketch().inspect("see", layer, "look"), look);
        for (TestPacket packet : packets) {
            bench.send(packet);
        }
        return look.asked.isEmpty() ? null : look.asked.getLast();
    }

    private static int offset(ClassifyIn in) {
        return in.metadata().dataOffset() - in.frameOffset();
    }

    private static TestPacket received() {
        return udp().from("192.0.2.9", 80).to("10.0.0.1", 40_000).inbound();
    }

    @ParameterizedTest
    @CsvSource({
        "OUTBOUND_MAC_FRAME_ETHERNET, 0",
        "OUTBOUND_IPPACKET_V4, 14",
        "OUTBOUND_TRANSPORT_V4, 34",
        "DATAGRAM_DATA_V4, 34",
        "ALE_AUTH_CONNECT_V4, 34",
        "ALE_FLOW_ESTABLISHED_V4, 34"
    })
    void shouldOfferWhatIsSentFromWhereTheLayerSpeaksOfIt(String layer, int expected) {
        assertThat(offset(told(layer, udp()))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "INBOUND_MAC_FRAME_ETHERNET, 0",
        "INBOUND_IPPACKET_V4, 34",
        "INBOUND_TRANSPORT_V4, 42",
        "ALE_AUTH_RECV_ACCEPT_V4, 42",
        "ALE_FLOW_ESTABLISHED_V4, 42",
        "DATAGRAM_DATA_V4, 42"
    })
    void shouldOfferWhatIsReceivedFromWhereTheLayerSpeaksOfIt(String layer, int expected) {
        assertThat(offset(told(layer, received()))).isEqualTo(expected);
    }

    @Test
    void shouldOfferIcmpFromItsHeaderAndAnErrorFromWhatItQuotes() {
        TestPacket echo = icmp(8, 0).from("192.0.2.9").to("10.0.0.1").inbound();
        assertThat(offset(told("INBOUND_TRANSPORT_V4", echo))).isEqualTo(ETHERNET + IP);

        TestPacket error = portUnreachable(udp()).inbound();
        assertThat(offset(told("INBOUND_ICMP_ERROR_V4", error))).isEqualTo(ETHERNET + IP + 8);
    }

    @Test
    void shouldOfferNothingAtAConnectOfTcpOrABind() {
        for (String layer : Set.of("ALE_AUTH_CONNECT_V4", "ALE_RESOURCE_ASSIGNMENT_V4", "ALE_CONNECT_REDIRECT_V4")) {
            ClassifyMetadata metadata = told(layer, tcp(SYN)).metadata();
            assertThat(metadata.dataOffset()).isEqualTo(ClassifyMetadata.ABSENT);
            assertThat(metadata.dataLength()).isZero();
        }
    }

    @Test
    void shouldTellSizesOfHeadersWhereTheLayerDoes() {
        ClassifyMetadata transport = told("INBOUND_TRANSPORT_V4", received()).metadata();
        assertThat(transport.ipHeaderSize()).isEqualTo(IP);
        assertThat(transport.transportHeaderSize()).isEqualTo(UDP);

        ClassifyMetadata sent = told("OUTBOUND_TRANSPORT_V4", tcp(SYN)).metadata();
        assertThat(sent.ipHeaderSize()).isEqualTo(ClassifyMetadata.ABSENT);
        assertThat(sent.transportHeaderSize()).isEqualTo(TCP);

        ClassifyMetadata packet = told("INBOUND_IPPACKET_V4", received()).metadata();
        assertThat(packet.ipHeaderSize()).isEqualTo(IP);
        assertThat(packet.transportHeaderSize()).isEqualTo(ClassifyMetadata.ABSENT);
    }

    @Test
    void shouldTellAFlowHandleOnlyWhereThereIsAFlowOrWillBe() {
        assertThat(told("ALE_AUTH_CONNECT_V4", udp()).metadata().hasFlowHandle())
                .isTrue();
        assertThat(told("DATAGRAM_DATA_V4", udp()).metadata().hasFlowHandle()).isTrue();
        assertThat(told("OUTBOUND_IPPACKET_V4", udp()).metadata().hasFlowHandle())
                .isFalse();
        assertThat(told("INBOUND_TRANSPORT_V4", received()).metadata().hasFlowHandle())
                .as("before RECV_ACCEPT")
                .isFalse();
    }

    @Test
    void shouldTellWhichAuthorisationsCanBePended() {
        assertThat(told("ALE_AUTH_CONNECT_V4", udp()).metadata().hasCompletionHandle())
                .isTrue();
        assertThat(told("ALE_RESOURCE_ASSIGNMENT_V4", udp()).metadata().hasCompletionHandle())
                .isTrue();
        assertThat(told("ALE_FLOW_ESTABLISHED_V4", udp()).metadata().hasCompletionHandle())
                .isFalse();
        assertThat(told("OUTBOUND_TRANSPORT_V4", udp()).metadata().hasCompletionHandle())
                .isFalse();
    }

    @Test
    void shouldTellThePacketsDirectionAtTheAuthLayersOnly() {
        assertThat(told("ALE_AUTH_CONNECT_V4", udp()).metadata().packetDirection())
                .isEqualTo(PacketDirection.OUTBOUND);
        assertThat(told("ALE_AUTH_RECV_ACCEPT_V4", received()).metadata().packetDirection())
                .isEqualTo(PacketDirection.INBOUND);
        assertThat(told("DATAGRAM_DATA_V4", udp()).metadata().packetDirection()).isNull();
    }

    @Test
    void shouldTellThatAnotherLayerWillDecideOnTheFirstPacketReceived() {
        assertThat(told("INBOUND_TRANSPORT_V4", received()).metadata().aleClassifyRequired())
                .isTrue();
        assertThat(told("INBOUND_TRANSPORT_V4", received(), received())
                        .metadata()
                        .aleClassifyRequired())
                .isFalse();
    }

    @Test
    void shouldTellWhereAFragmentBelongs() {
        TestPacket fragment = received().payload("0123456789012345").fragment(77, 8, 16);
        ClassifyMetadata.Fragment told =
                told("INBOUND_IPPACKET_V4", fragment).metadata().fragment();

        assertThat(told.id()).isEqualTo(77);
        assertThat(told.offsetBytes()).isEqualTo(8);
        assertThat(told("INBOUND_IPPACKET_V4", received()).metadata().fragment())
                .isNull();
    }

    @Test
    void shouldTellIdentifierAndSequenceOfAnEchoOnly() {
        TestPacket echo = icmp(8, 0).sequence(0x0102_0003);
        assertThat(told("OUTBOUND_TRANSPORT_V4", echo).metadata().icmpIdAndSequence())
                .isEqualTo(0x0102_0003);
        assertThat(told("OUTBOUND_TRANSPORT_V4", udp()).metadata().icmpIdAndSequence())
                .isEqualTo(ClassifyMetadata.ABSENT);
    }

    private static EngineBench settling(PolicySketch policy, String layer) {
        ScriptedCallout polite = ScriptedCallout.inline("polite", (in, out) -> {
            if (!out.isSettled(in)) {
                out.blockAndAbsorb();
                out.inject(udp().to("192.0.2.9", 81).bytes());
            }
        });
        return new EngineBench(policy.terminating("ask", layer, "polite"), polite);
    }

    @Test
    void shouldLeaveAnItemWithoutTheRightAsItIs() {
        EngineBench bench = settling(
                new PolicySketch()
                        .sublayer("hi", 9)
                        .block("no", "OUTBOUND_TRANSPORT_V4")
                        .sublayer("lo", 1),
                "OUTBOUND_TRANSPORT_V4");

        assertThat(bench.send(udp())).startsWith("block OUTBOUND_TRANSPORT_V4 no");
        assertThat(bench.events.contractErrors).isEmpty();
    }

    @Test
    void shouldPermitItsOwnClone() {
        EngineBench bench = settling(new PolicySketch(), "OUTBOUND_TRANSPORT_V4");

        assertThat(bench.send(udp())).isEqualTo("absorb OUTBOUND_TRANSPORT_V4 ask -");
        assertThat(bench.events.injected)
                .singleElement()
                .satisfies(v -> assertThat(v.fate()).isEqualTo(Fate.PERMIT));
        assertThat(bench.events.contractErrors).isEmpty();
    }

    @Test
    void shouldPermitWhatRecvAcceptWillBeAskedAbout() {
        EngineBench bench = settling(new PolicySketch(), "INBOUND_TRANSPORT_V4");

        assertThat(bench.send(received())).isEqualTo("permit INBOUND_TRANSPORT_V4 ask -");
        assertThat(bench.send(received())).isEqualTo("absorb INBOUND_TRANSPORT_V4 ask -");
    }

    @Test
    void shouldTellTheActionAndTheRightOnEntry() {
        ScriptedCallout soft = ScriptedCallout.inline("soft", (in, out) -> {
            assertThat(out.hasRight()).isTrue();
            assertThat(out.currentAction()).isEqualTo(CalloutAction.PERMIT);
        });
        ScriptedCallout hard = ScriptedCallout.inline(
                "hard", (in, out) -> assertThat(out.hasRight()).isFalse());
        EngineBench bench = new EngineBench(
                new PolicySketch()
                        .sublayer("a", 9)
                        .permit("yes", "OUTBOUND_TRANSPORT_V4")
                        .sublayer("b", 8)
                        .inspect("see", "OUTBOUND_TRANSPORT_V4", "soft")
                        .sublayer("c", 7)
                        .hardPermit("sure", "OUTBOUND_TRANSPORT_V4")
                        .sublayer("d", 6)
                        .inspect("see too", "OUTBOUND_TRANSPORT_V4", "hard"),
                soft,
                hard);
        bench.send(tcp(ACK));

        assertThat(soft.asked).hasSize(1);
        assertThat(hard.asked).hasSize(1);
        assertThat(bench.events.findings).as("failed expectations").isEmpty();
    }
}
