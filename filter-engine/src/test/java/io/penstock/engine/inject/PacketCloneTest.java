// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.inject;

import static io.penstock.engine.packet.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.SpecRule;
import io.penstock.engine.packet.LinkType;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.packet.TransportChecksum;
import io.penstock.engine.packet.TransportChecksum.Status;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a callout can do to a clone, and what it cannot do to the packet. */
class PacketCloneTest {
    private static final int UDP_PAYLOAD = 14 + 20 + 8;

    private static PacketClone clone(TestPacket packet) {
        byte[] bytes = packet.bytes();
        return PacketClone.of(bytes, 0, bytes.length, packet.linkType());
    }

    @SpecRule("10 G9")
    @Test
    void shouldCopyOnTheFirstWriteAndLeaveTheOriginalAsItIs() {
        byte[] original = udp().payload("secret").bytes();
        byte[] before = original.clone();
        PacketClone clone = PacketClone.of(original, 0, original.length, LinkType.ETHERNET);
        assertThat(clone.isModified()).isFalse();

        clone.put(UDP_PAYLOAD, (byte) '*');
        assertThat(original).isEqualTo(before);
        assertThat(clone.get(UDP_PAYLOAD)).isEqualTo('*');

        clone.undo();
        assertThat(clone.isModified()).isFalse();
        assertThat(clone.apply()).isEqualTo(before).isNotSameAs(original);
    }

    @SpecRule("10 G10")
    @Test
    void shouldCountOffsetsFromTheFramesFirstByteWhereverItLies() {
        byte[] packet = udp().payload("abc").bytes();
        byte[] batch = new byte[packet.length + 20];
        System.arraycopy(packet, 0, batch, 9, packet.length);
        PacketClone clone = PacketClone.of(batch, 9, packet.length, LinkType.ETHERNET);

        assertThat(clone.get(UDP_PAYLOAD)).isEqualTo('a');
        clone.splice(UDP_PAYLOAD, 1, "xyz".getBytes(StandardCharsets.US_ASCII));
        assertThat(clone.get(UDP_PAYLOAD)).isEqualTo('x');
        assertThat(clone.length()).isEqualTo(packet.length + 2);
    }

    @SpecRule("10 G6")
    @Test
    void shouldSetLengthsAndChecksumsOnApply() {
        PacketClone clone = clone(udp().payload("12345678"));
        clone.put(14 + 20 + 6, (byte) 0x12, (byte) 0x34);
        byte[] frame = clone.payload("123".getBytes(StandardCharsets.US_ASCII)).apply();

        RowBuffer row = SamplePackets.row(TestPacket.frame(frame, LinkType.ETHERNET));
        assertThat(PacketRow.payloadLength(row.rows(), 0)).isEqualTo(3);
        assertThat(frame).hasSize(UDP_PAYLOAD + 3);
        assertThat(TransportChecksum.of(row.rows(), 0, frame, 0, frame.length)).isEqualTo(Status.GOOD);
    }

    @SpecRule("10 G5")
    @Test
    void shouldLetUdpOverIpv4GoWithoutAChecksumButNotOverIpv6() {
        byte[] v4 = clone(udp().payload("1")).put(UDP_PAYLOAD, (byte) '2').apply();
        assertThat(Arrays.copyOfRange(v4, UDP_PAYLOAD - 2, UDP_PAYLOAD)).containsExactly(0, 0);

        TestPacket over6 = udp().from("fd00::1").to("2001:db8::9").payload("1");
        byte[] v6 = clone(over6).put(UDP_PAYLOAD + 20, (byte) '2').apply();
        RowBuffer row = SamplePackets.row(TestPacket.frame(v6, LinkType.ETHERNET));
        assertThat(TransportChecksum.of(row.rows(), 0, v6, 0, v6.length)).isEqualTo(Status.GOOD);
    }

    @SpecRule("10 G6")
    @Test
    void shouldRefuseToReachOutsideTheFrame() {
        PacketClone clone = clone(udp().payload("1"));

        assertThatThrownBy(() -> clone.get(clone.length())).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> clone.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> clone.put(clone.length() - 1, (byte) 1, (byte) 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> clone.splice(4, clone.length(), new byte[0]))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> PacketClone.of(new byte[4], 2, 3, LinkType.ETHERNET))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> clone(TestPacket.arp()).payload(new byte[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no IP packet");
        assertThatThrownBy(() -> clone.payload(new byte[66_000]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not fit");
    }
}
