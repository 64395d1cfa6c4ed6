// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.flow.SocketKnowledge;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.QuotedTuple;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.policy.PolicySettings;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pended items as bytes: they come back as they were, and damaged bytes give an error that says so, whatever they hold. */
class CodecTest {
    private static PendTicket ticket() {
        EngineBench bench = new EngineBench(new PolicySketch().terminating("ask", "INBOUND_ICMP_ERROR_V4", "dpi"));
        bench.registry.register(new CalloutRegistration("dpi", CalloutMode.OUT_OF_BAND, true, 0, null));
        bench.send(TestPacket.portUnreachable(TestPacket.udp()).inbound());
        return bench.ticket();
    }

    @Test
    void shouldBringBackATicketWithItsItemAsItWas() {
        PendTicket ticket = ticket();

        PendTicket back = TicketCodec.decode(
                TicketCodec.encode(ticket), number -> ticket.item().revision());

        assertThat(back.id()).isEqualTo(ticket.id());
        assertThat(back.steps()).isEqualTo(ticket.steps());
        assertThat(back.position()).isEqualTo(ticket.position());
        assertThat(back.deadlineMillis()).isEqualTo(ticket.deadlineMillis());
        assertThat(back.digest()).isEqualTo(ticket.digest());
        assertThat(back.item().holdKey()).isEqualTo(ticket.item().holdKey());
        assertThat(ItemCodec.encode(back.item())).isEqualTo(ItemCodec.encode(ticket.item()));
    }

    @Test
    void shouldBringBackWhatWasKnownOfTheSocket() {
        SocketKnowledge known = new SocketKnowledge(
                7, "/usr/bin/curl", "S-1-5-18", List.of("S-1-1-0"), SocketKnowledge.NULL_SID, List.of(), true);
        EngineBench bench = new EngineBench(new PolicySketch().terminating("ask", "ALE_AUTH_CONNECT_V4", "dpi"));
        bench.registry.register(new CalloutRegistration("dpi", CalloutMode.OUT_OF_BAND, true, 0, null));
        bench.knowing(known).event(EndpointEvent.Bound::new, TestPacket.udp());
        bench.send(TestPacket.udp());
        Item item = bench.ticket().item();

        Item back = ItemCodec.decode(ItemCodec.encode(item), number -> item.revision());

        assertThat(back.socket).isEqualTo(known);
        assertThat(back.bound).isTrue();
        assertThat(back.listens).isTrue();
        assertThat(back.receiver).isNull();
    }

    @Test
    void shouldBringBackTheLongestInjectionChainThatAPolicyAllows() {
        Item item = ticket().item();
        item.injectionChain = IntStream.range(0, PolicySettings.MOST_REINJECT_DEPTH)
                .mapToObj(number -> "callout-" + number)
                .toList();

        Item back = ItemCodec.decode(ItemCodec.encode(item), number -> item.revision());

        assertThat(back.injectionChain()).isEqualTo(item.injectionChain());
    }

    @Test
    void shouldWriteAnItemAmongOthersAsOneThatStandsAlone() {
        Item alone = ticket().item();
        Item behindARow = alone.copy();
        behindARow.rows = behind(PacketRow.ROW_LENGTH, alone.rows);
        behindARow.row = PacketRow.ROW_LENGTH;
        Item behindAFrame = alone.copy();
        behindAFrame.frames = behind(60, alone.frames);
        PacketRow.frameOffset(behindAFrame.rows, 0, 60);
        Item behindAQuote = alone.copy();
        behindAQuote.quoted = behind(QuotedTuple.LENGTH, alone.quoted);
        PacketRow.quoted(behindAQuote.rows, 0, 2);
        Item beforeAFrame = alone.copy();
        beforeAFrame.frames = Arrays.copyOf(alone.frames, alone.frames.length + 60);

        assertThat(alone.owning()).isSameAs(alone);
        assertThat(List.of(behindARow, behindAFrame, behindAQuote, beforeAFrame))
                .extracting(ItemCodec::encode)
                .containsOnly(ItemCodec.encode(alone));
    }

    private static byte[] behind(int others, byte[] bytes) {
        byte[] both = new byte[others + bytes.length];
        System.arraycopy(bytes, 0, both, others, bytes.length);
        return both;
    }

    @Test
    void shouldRefuseBytesThatAreCutAnywhere() {
        byte[] ticket = TicketCodec.encode(ticket());
        byte[] item = ItemCodec.encode(ticket().item());
        for (int length = 0; length < ticket.length; length++) {
            byte[] cut = Arrays.copyOf(ticket, length);
            assertThatIllegalArgumentException().isThrownBy(() -> TicketCodec.decode(cut, number -> null));
        }
        for (int length = 0; length < item.length; length++) {
            byte[] cut = Arrays.copyOf(item, length);
            assertThatIllegalArgumentException().isThrownBy(() -> ItemCodec.decode(cut, number -> null));
        }
    }

    @Test
    void shouldThrowNothingElseWhateverTheBytesHold() {
        byte[] good = TicketCodec.encode(ticket());
        long seed = 4_711;
        Random random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bad = good.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                TicketCodec.decode(bad, number -> null);
            } catch (IllegalArgumentException expected) {
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isPositive();
    }
}
