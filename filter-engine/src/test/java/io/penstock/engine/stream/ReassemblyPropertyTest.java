// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.policy.PolicySettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reassembly held against {@link NaiveStream}, packet by packet. {@code -Dpenstock.seed} repeats a run. */
class ReassemblyPropertyTest {
    private static final int RUNS = 1_500;
    private static final int[] TURNS = {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE};

    private final long seed = Long.getLong("penstock.seed", System.nanoTime());
    private final Random random = new Random(seed);

    /** A packet of one direction; its bytes may contradict what another packet says. */
    private record Sent(boolean outbound, int offset, byte[] bytes, int captured, boolean fin, boolean syn) {}

    @Test
    void shouldReassembleTheStreamHoweverItIsSplitRepeatedOverlappedAndReordered() {
        for (int run = 0; run < RUNS; run++) {
            Conversation talk = new Conversation(PolicySettings.DEFAULT);
            List<Sent> packets = new ArrayList<>();
            packets.addAll(talk.whole(true));
            packets.addAll(talk.whole(false));
            shuffle(packets, 1 + random.nextInt(packets.size()));
            StringBuilder delivered = new StringBuilder();
            packets.forEach(packet -> delivered.append(talk.give(packet, 0)));
            talk.end();

            assertThat(delivered).as("seed %d", seed).doesNotContainPattern("-[1-9]");
            assertThat(delivered.toString().split("FIN", -1))
                    .as("seed %d", seed)
                    .hasSize(3);
            assertThat(talk.table.heldBytes()).as("seed %d", seed).isZero();
        }
    }

    @Test
    void shouldReportEveryGapExactlyWherePacketsAreLostAndSnappedAndThePeerAcknowledges() {
        for (int run = 0; run < RUNS; run++) {
            Conversation talk = new Conversation(PolicySettings.DEFAULT);
            List<Sent> packets = new ArrayList<>();
            packets.addAll(talk.whole(true));
            packets.addAll(talk.whole(false));
            shuffle(packets, 1 + random.nextInt(10));
            int lost = random.nextInt(60);
            for (Sent packet : packets) {
                if (packet.syn() || random.nextInt(100) >= lost) {
                    Sent seen = random.nextInt(8) == 0 ? snap(packet) : packet;
                    talk.give(seen, random.nextInt(talk.length(!seen.outbound()) + 2));
                }
            }
            talk.end();
        }
    }

    @Test
    void shouldNeverHoldMoreThanItsBoundsAndCountWhatItGivesUp() {
        for (int run = 0; run < RUNS; run++) {
            long perFlow = 1L + random.nextInt(2_000);
            long total = 1L + random.nextInt(4_000);
            PolicySettings bounds = StreamTable.bounds(perFlow, total);
            ReassemblyTable table = new ReassemblyTable();
            long[] next = new long[8];
            TcpSegment segment = new TcpSegment();
            for (int packet = 0; packet < 200; packet++) {
                int flow = random.nextInt(4);
                boolean outbound = random.nextBoolean();
                int length = random.nextInt(300);
                int sequence = packet < 16 ? 0 : random.nextInt(5_000);
                segment.set(sequence, 0, 0, length, new byte[length], 0, length, packet);
                Delivery delivery = table.accept(StreamTable.key(flow), outbound, segment, bounds);
                for (int i = 0; i < delivery.size(); i++) {
                    StreamRange range = delivery.range(i);
                    int half = flow * 2 + (range.outbound() ? 1 : 0);
                    assertThat(range.offset()).as("seed %d", seed).isEqualTo(next[half] + range.missedBefore());
                    next[half] = range.offset() + range.length();
                }
                assertThat(table.heldBytes()).as("seed %d", seed).isLessThanOrEqualTo(total);
                assertThat(table.heldBytes()).as("seed %d", seed).isLessThanOrEqualTo(8 * perFlow);
            }
        }
    }

    private Sent snap(Sent packet) {
        int captured = random.nextInt(packet.bytes().length + 1);
        return new Sent(packet.outbound(), packet.offset(), packet.bytes(), captured, packet.fin(), packet.syn());
    }

    /** Lets both directions, which follow each other in the list, run side by side, and moves packets by up to {@code reach} places behind the SYNs. */
    private void shuffle(List<Sent> packets, int reach) {
        List<double[]> keys = new ArrayList<>();
        int half = packets.size() / 2;
        for (int i = 0; i < packets.size(); i++) {
            double place = 2.0 * (i % Math.max(half, 1)) + random.nextDouble(2.0 * reach);
            keys.add(new double[] {packets.get(i).syn() ? -1 : place, i});
        }
        keys.sort((a, b) -> Double.compare(a[0], b[0]));
        List<Sent> before = List.copyOf(packets);
        packets.clear();
        keys.forEach(key -> packets.add(before.get((int) key[1])));
    }

    /** A stream each way, given to a table, to one that is restored after each packet, and to the oracle. */
    private final class Conversation {
        private final FlowKey key = StreamTable.key(1);
        private final byte[][] data = {bytes(random.nextInt(600)), bytes(random.nextInt(600))};
        private final int[] initial = {initial(), initial()};
        private final NaiveStream[] naive = {
            new NaiveStream(false, data[0].length), new NaiveStream(true, data[1].length)
        };
        private final Map<String, byte[]> stored = new HashMap<>();
        private final PolicySettings settings;
        private ReassemblyTable table = new ReassemblyTable();
        private ReassemblyTable restored = new ReassemblyTable();
        private long packets;

        Conversation(PolicySettings settings) {
            this.settings = settings;
        }

        int length(boolean outbound) {
            return data[outbound ? 1 : 0].length;
        }

        private byte[] bytes(int length) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return bytes;
        }

        private int initial() {
            return random.nextBoolean() ? random.nextInt() : TURNS[random.nextInt(TURNS.length)] - random.nextInt(700);
        }

        /** A SYN, then packets that cover the stream, some of it more than once and with other bytes, then a FIN. */
        List<Sent> whole(boolean outbound) {
            byte[] stream = data[outbound ? 1 : 0];
            List<Sent> sent = new ArrayList<>();
            sent.add(new Sent(outbound, 0, new byte[0], 0, false, true));
            for (int at = 0; at < stream.length; ) {
                int to = Math.min(stream.length, at + 1 + random.nextInt(80));
                int from = Math.max(0, at - (random.nextInt(3) == 0 ? random.nextInt(60) : 0));
                sent.add(part(outbound, from, to));
                if (random.nextInt(4) == 0) {
                    sent.add(part(outbound, from, to));
                }
                at = to;
            }
            sent.add(new Sent(outbound, stream.length, new byte[0], 0, true, false));
            return sent;
        }

        private Sent part(boolean outbound, int from, int to) {
            byte[] part = new byte[to - from];
            System.arraycopy(data[outbound ? 1 : 0], from, part, 0, part.length);
            if (random.nextInt(6) == 0) {
                part[random.nextInt(part.length)] ^= 1;
            }
            return new Sent(outbound, from, part, part.length, to == length(outbound) && random.nextBoolean(), false);
        }

        /** Gives a packet to all, with an acknowledgement of so many of the peer's bytes, and returns what the table delivered. */
        String give(Sent sent, int acknowledged) {
            packets++;
            int way = sent.outbound() ? 1 : 0;
            StringBuilder expected = new StringBuilder();
            if (!sent.syn()) {
                naive[1 - way].acknowledge(acknowledged, expected);
            }
            naive[way].receive(sent.offset(), sent.bytes(), sent.captured(), sent.fin(), packets);
            naive[way].deliver(expected);
            TcpSegment segment = new TcpSegment()
                    .set(
                            sent.syn() ? initial[way] : initial[way] + 1 + sent.offset(),
                            initial[1 - way] + 1 + acknowledged,
                            (sent.fin() ? TcpSegment.FIN : 0) | (sent.syn() ? TcpSegment.SYN : TcpSegment.ACK),
                            sent.bytes().length,
                            sent.bytes(),
                            0,
                            sent.captured(),
                            packets);
            String delivered = text(table.accept(key, sent.outbound(), segment, settings));
            String fromStore = text(restored.accept(key, sent.outbound(), segment, settings));
            restore();
            assertThat(delivered).as("seed %d", seed).isEqualTo(expected.toString());
            assertThat(fromStore).as("seed %d, restored", seed).isEqualTo(expected.toString());
            return delivered;
        }

        void end() {
            packets++;
            StringBuilder expected = new StringBuilder();
            naive[1].end(expected);
            naive[0].end(expected);
            assertThat(text(table.close(key))).as("seed %d", seed).isEqualTo(expected.toString());
            assertThat(text(restored.close(key))).as("seed %d, restored", seed).isEqualTo(expected.toString());
            restore();
            assertThat(stored).as("seed %d", seed).isEmpty();
        }

        private void restore() {
            restored.drainDirty((name, value) -> {
                String text = new String(name, StandardCharsets.ISO_8859_1);
                if (value == null) {
                    stored.remove(text);
                } else {
                    stored.put(text, value);
                }
            });
            restored = new ReassemblyTable();
            stored.forEach((name, value) -> restored.restore(name.getBytes(StandardCharsets.ISO_8859_1), value));
        }

        /** Byte by byte, as the oracle tells it. */
        private String text(Delivery delivery) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < delivery.size(); i++) {
                StreamRange range = delivery.range(i);
                assertThat(range.own()).as("seed %d", seed).isEqualTo(range.packet() == packets);
                String way = range.outbound() ? ">" : "<";
                long missed = range.missedBefore();
                for (int at = 0; at < range.length(); at++) {
                    text.append(way)
                            .append(range.offset() + at)
                            .append('-')
                            .append(missed)
                            .append('=');
                    text.append(range.bytes()[range.from() + at] & 0xFF)
                            .append('#')
                            .append(range.packet())
                            .append(' ');
                    missed = 0;
                }
                if ((range.flags() & TcpSegment.FIN) != 0) {
                    text.append(way)
                            .append(range.offset() + range.length())
                            .append('-')
                            .append(missed)
                            .append("FIN ");
                }
            }
            return text.toString();
        }
    }
}
