// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.inject;

import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.InjectFunction;
import io.penstock.engine.packet.LinkType;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.packet.TransportChecksum;
import io.penstock.engine.packet.TransportChecksum.Status;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What the engine makes of the frames that callouts inject. */
class CloneBuilderTest {
    private final CloneBuilder builder = new CloneBuilder();

    private BuiltClone build(TestPacket of, InjectFunction function, byte[] frame) {
        RowBuffer rows = SamplePackets.row(of);
        return builder.build(rows.rows(), 0, function, frame);
    }

    private BuiltClone.Fit fit(TestPacket of, InjectFunction function, byte[] frame) {
        return (BuiltClone.Fit) build(of, function, frame);
    }

    private static TestPacket inbound() {
        return udp().from("192.0.2.9", 53)
                .to("10.0.0.1", 40_000)
                .payload("answer")
                .inbound();
    }

    @SpecRule("10 G8")
    @Test
    void shouldRebuildTheHeaderOfAnInboundItemThatGoesOut() {
        byte[] withOptions = withOptions(inbound().withoutLink().bytes());
        TestPacket item = TestPacket.frame(withOptions, LinkType.RAW).inbound();
        BuiltClone.Fit fit = fit(item, InjectFunction.NETWORK_SEND, withOptions);
        byte[] frame = fit.frame();

        assertThat(PacketRow.direction(fit.row(), 0)).isEqualTo(PacketRow.OUTBOUND);
        assertThat(PacketRow.sourceV4(fit.row(), 0)).as("the local address").isEqualTo(0x0A00_0001);
        assertThat(PacketRow.destinationV4(fit.row(), 0)).isEqualTo(0xC000_0209);
        assertThat(frame[0]).as("no options").isEqualTo((byte) 0x45);
        assertThat(frame[8]).as("a TTL of its own").isEqualTo((byte) 64);
        assertThat(frame).hasSize(withOptions.length - 4);
        assertThat(Arrays.copyOfRange(frame, 28, frame.length)).asString().isEqualTo("answer");
    }

    private static byte[] withOptions(byte[] ip) {
        byte[] longer = ByteBuffer.allocate(ip.length + 4)
                .put(ip, 0, 20)
                .putInt(0x0101_0101)
                .put(ip, 20, ip.length - 20)
                .array();
        longer[0] = 0x46;
        longer[3] += 4;
        longer[8] = 3;
        return longer;
    }

    @SpecRule("10 G8")
    @Test
    void shouldTurnTheFramesAddressesWithThePackets() {
        BuiltClone.Fit fit =
                fit(inbound(), InjectFunction.TRANSPORT_SEND, inbound().bytes());

        assertThat(PacketRow.sourceMac(fit.row(), 0)).isEqualTo(0x0200_0000_0002L);
        assertThat(PacketRow.destinationMac(fit.row(), 0)).isEqualTo(0x0200_0000_0001L);
    }

    @SpecRule("10 G8")
    @Test
    void shouldNotTurnWhatTheCalloutHasTurnedItself() {
        byte[] answer =
                udp().from("10.0.0.1", 40_000).to("192.0.2.9", 53).payload("no").bytes();
        BuiltClone.Fit fit = fit(inbound(), InjectFunction.TRANSPORT_SEND, answer);

        assertThat(PacketRow.sourceV4(fit.row(), 0)).isEqualTo(0x0A00_0001);
        assertThat(PacketRow.sourcePort(fit.row(), 0)).isEqualTo(40_000);
    }

    @SpecRule("10 G8")
    @Test
    void shouldRebuildAnIpv6HeaderWithoutExtensions() {
        TestPacket item = udp().from("2001:db8::9", 53)
                .to("fd00::1", 40_000)
                .payload("answer")
                .inbound();
        BuiltClone.Fit fit = fit(item, InjectFunction.TRANSPORT_SEND, item.bytes());

        assertThat(PacketRow.kind(fit.row(), 0)).isEqualTo(PacketRow.KIND_IPV6);
        assertThat(fit.row()[PacketRow.SOURCE_ADDRESS]).isEqualTo((byte) 0xFD);
        assertThat(TransportChecksum.of(fit.row(), 0, fit.frame(), 0, fit.frame().length))
                .isEqualTo(Status.GOOD);
    }

    @SpecRule("10 G5")
    @Test
    void shouldKeepTheTransportChecksumOfAFrameThatCaptureHasCut() {
        TestPacket whole = TestPacket.tcp(TestPacket.ACK).payload(new byte[50]).inbound();
        byte[] cut = Arrays.copyOf(whole.bytes(), whole.bytes().length - 10);
        cut[14 + 20 + 16] = 0x55;
        BuiltClone.Fit fit = fit(whole, InjectFunction.NETWORK_RECEIVE, cut);

        assertThat(fit.frame()[14 + 20 + 16]).isEqualTo((byte) 0x55);
        assertThat(fit.frame()[14 + 10])
                .as("its IP header's is written all the same")
                .isNotZero();
        assertThat(build(whole, InjectFunction.NETWORK_SEND, cut)).isInstanceOf(BuiltClone.Unfit.class);
    }

    @SpecRule("10 G5")
    @Test
    void shouldKeepTheTransportChecksumOfAFragment() {
        TestPacket fragment = udp().payload(new byte[40]).fragment(7, 16, 32).inbound();
        BuiltClone.Fit fit = fit(fragment, InjectFunction.NETWORK_RECEIVE, fragment.bytes());

        assertThat(Arrays.copyOfRange(fit.frame(), 34, fit.frame().length)).containsOnly(0);
        assertThat(PacketRow.fragmentOffset(fit.row(), 0)).isEqualTo(16);
    }

    @Test
    void shouldRefuseWhatAFunctionCannotTake() {
        assertThat(build(
                        inbound(),
                        InjectFunction.NETWORK_RECEIVE,
                        TestPacket.arp().bytes()))
                .isEqualTo(new BuiltClone.Unfit("NETWORK_RECEIVE needs an IP packet"));
        byte[] raw = inbound().withoutLink().bytes();
        assertThat(build(inbound().withoutLink(), InjectFunction.MAC_RECEIVE, raw))
                .isEqualTo(new BuiltClone.Unfit("MAC_RECEIVE needs a frame with a MAC header"));
        assertThat(build(inbound(), InjectFunction.NETWORK_RECEIVE, new byte[3]))
                .isInstanceOf(BuiltClone.Unfit.class);
    }

    @Test
    void shouldKeepWhatAnIcmpErrorQuotes() {
        TestPacket error = TestPacket.portUnreachable(udp().from("10.0.0.1", 7).to("192.0.2.9", 8))
                .inbound();
        BuiltClone.Fit fit = fit(error, InjectFunction.NETWORK_RECEIVE, error.bytes());

        assertThat(PacketRow.quoted(fit.row(), 0)).isOne();
        assertThat(fit.quoted()).isNotEmpty();
    }
}
