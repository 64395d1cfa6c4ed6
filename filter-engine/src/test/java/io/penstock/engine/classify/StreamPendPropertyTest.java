// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.CalloutFlag;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.pend.Completion;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.stream.StreamAction;
import io.penstock.engine.stream.StreamFlags;
import io.penstock.engine.stream.StreamIndication;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Chains of stream callouts, some of them elsewhere, that answer anything by what they are shown alone: what leaves, and every packet's fate, are those of callouts that
 * answer at once, however late the answers come, however often, and whatever the engine loses in between.
 */
class StreamPendPropertyTest {
    static List<Long> seeds() {
        long first = Long.getLong("penstock.seed", 77_001L);
        List<Long> seeds = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            seeds.add(first + i);
        }
        return seeds;
    }

    private record Sent(boolean outbound, int flags, int sequence, String data) {}

    /** Answers by a number drawn from its own key and what it is shown. */
    private record Whim(String key, CalloutMode mode, boolean edits, long seed) implements Callout {
        @Override
        public Set<CalloutFlag> flags() {
            return Set.of(CalloutFlag.ALLOW_MID_STREAM_INSPECTION);
        }

        @Override
        public boolean editsStreams() {
            return edits;
        }

        @Override
        public void classify(ClassifyIn in, ClassifyOut out) {
            StreamIndication shown = in.stream();
            String text = StreamBench.text(in);
            Random random = new Random(seed ^ (text + shown.flags() + key).hashCode() * 31L);
            if (random.nextInt(3) == 0 && shown.length() > 0) {
                out.stream().countBytesEnforced(1 + random.nextInt(shown.length()));
            }
            if (random.nextInt(6) == 0) {
                out.stream().inject(StreamFlags.of(shown.isOutbound()), new byte[] {'+'});
            }
            switch (random.nextInt(40)) {
                case 0, 1, 2, 3 -> out.action(CalloutAction.BLOCK);
                case 4, 5 -> out.action(CalloutAction.CONTINUE);
                case 6, 7, 8, 9, 10, 11, 12, 13 -> out.stream().needMore(random.nextInt(6));
                case 14 -> out.stream().action(StreamAction.ALLOW_CONNECTION);
                case 15 -> out.stream().action(StreamAction.DROP_CONNECTION);
                case 16 -> throw new IllegalStateException("lost");
                default -> out.action(CalloutAction.PERMIT);
            }
            out.finding("saw", text);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @SpecRule({"7.7 S4", "11 P11"})
    void shouldNotDependOnWhenCalloutsElsewhereAnswer(long seed) {
        Random random = new Random(seed);
        PolicySketch policy = new PolicySketch();
        CalloutRegistry registry = new CalloutRegistry();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            CalloutMode mode = random.nextInt(3) == 0 ? CalloutMode.INLINE : CalloutMode.OUT_OF_BAND;
            registry.register(CalloutRegistration.of(new Whim("c" + i, mode, random.nextInt(3) == 0, seed)));
            if (random.nextInt(3) > 0) {
                policy.sublayer("s" + i, 100 - i);
            }
            switch (random.nextInt(5)) {
                case 0 -> policy.inspect("f" + i, "STREAM_V4", "c" + i);
                case 1, 2 -> policy.unknown("f" + i, "STREAM_V4", "c" + i);
                default -> policy.terminating("f" + i, "STREAM_V4", "c" + i);
            }
        }
        PolicyRevision revision = new PolicyRevision(policy.policy(), 1);
        List<Sent> traffic = traffic(random);

        RecordedEvents early = new RecordedEvents();
        LocalEvaluation prompt = new LocalEvaluation(registry, early);
        for (int i = 0; i < traffic.size(); i++) {
            prompt.evaluate(item(traffic.get(i), i + 1, revision));
        }
        RecordedEvents late = new RecordedEvents();
        StoredEngine engine = new StoredEngine(registry, late, number -> revision);
        delayed(engine, late, traffic, registry, revision, random);

        assertThat(late.lines).as("seed %d", seed).isEqualTo(early.lines);
        assertThat(late.streams.pieces).as("seed %d", seed).isEqualTo(early.streams.pieces);
        assertThat(late.findings).as("seed %d", seed).isEqualTo(early.findings);
        assertThat(late.contractErrors).as("seed %d", seed).isEqualTo(early.contractErrors);
        assertThat(frames(late)).as("seed %d", seed).isEqualTo(frames(early));
        assertThat(late.settled).as("seed %d", seed).hasSameSizeAs(late.pended).doesNotHaveDuplicates();
        assertThat(late.lines).as("seed %d: one fate each", seed).hasSameSizeAs(traffic);
        assertThat(engine.waiting()).as("seed %d", seed).isZero();
        prompt.endOfCapture("h");
        engine.endOfCapture("h", revision);
        assertThat(late.streams.pieces).as("seed %d", seed).isEqualTo(early.streams.pieces);
        assertThat(late.streams.offsets(true)).as("seed %d", seed).doesNotHaveDuplicates();
        assertThat(late.streams.permitted(true) + late.streams.removed(true))
                .as("seed %d: each byte has one end, or its packet was blocked", seed)
                .isLessThanOrEqualTo(traffic.stream()
                        .filter(Sent::outbound)
                        .mapToInt(sent -> sent.data().length())
                        .sum());
        assertThat(engine.storedStreams()).as("seed %d", seed).isZero();
    }

    private static List<String> frames(RecordedEvents events) {
        return events.clones.stream()
                .map(clone -> new String(
                        clone.frames(),
                        clone.frameOffset(),
                        clone.frameLength(),
                        java.nio.charset.StandardCharsets.ISO_8859_1))
                .toList();
    }

    /** Answers come late, twice, and between crashes. */
    private static void delayed(
            StoredEngine engine,
            RecordedEvents events,
            List<Sent> traffic,
            CalloutRegistry registry,
            PolicyRevision revision,
            Random random) {
        List<Completion> onTheWay = new ArrayList<>();
        int asked = 0;
        int next = 0;
        int eagerness = 1 + random.nextInt(6);
        while (next < traffic.size() || !onTheWay.isEmpty()) {
            if (next < traffic.size() && (onTheWay.isEmpty() || random.nextInt(eagerness + 1) == 0)) {
                engine.classify(item(traffic.get(next), next + 1, revision));
                next++;
            } else {
                engine.complete(onTheWay.remove(random.nextInt(onTheWay.size())));
            }
            for (; asked < events.pended.size(); asked++) {
                Completion answer = answer(events, events.pended.get(asked), registry);
                onTheWay.add(answer);
                if (random.nextInt(6) == 0) {
                    onTheWay.add(answer);
                }
            }
            if (random.nextInt(4) == 0) {
                engine.crash();
            }
        }
    }

    private static Completion answer(RecordedEvents events, PendTicket ticket, CalloutRegistry registry) {
        String id = ticket.id().text();
        return new OutOfBand()
                .decide(
                        registry.lookup(ticket.id().calloutKey()).code(),
                        ItemCodec.decode(ItemCodec.encode(ticket.item()), missing -> null),
                        ticket.revision().filter(ticket.id().filterKey()).filter(),
                        null,
                        id,
                        ticket.digest(),
                        ticket.flowContext(),
                        events.shown.get(id));
    }

    private static Item item(Sent sent, int number, PolicyRevision revision) {
        TestPacket packet =
                TestPacket.tcp(sent.flags()).sequence(sent.sequence()).payload(sent.data());
        packet = sent.outbound()
                ? packet.from("10.0.0.1", 40_000).to("192.0.2.9", 80).outbound()
                : packet.from("192.0.2.9", 80).to("10.0.0.1", 40_000).inbound();
        RowBuffer buffer = new RowBuffer();
        int row = packet.number(number).appendTo(buffer);
        return new Item()
                .origin("t", 0, number, 0)
                .agent("a", "h", 1)
                .packet(0, buffer.rows(), row, buffer.quoted(), buffer.frames(), revision);
    }

    /** Both ends speak, some segments come twice, some before their turn. */
    private static List<Sent> traffic(Random random) {
        List<Sent> traffic = new ArrayList<>();
        int[] next = {1, 1};
        int packets = 3 + random.nextInt(20);
        for (int i = 0; i < packets; i++) {
            int from = random.nextInt(2);
            String data = "abcdefghij".substring(0, 1 + random.nextInt(10));
            traffic.add(new Sent(from == 0, TestPacket.ACK, next[from], data));
            next[from] += data.length();
            if (random.nextInt(8) == 0) {
                traffic.add(traffic.get(random.nextInt(traffic.size())));
            }
        }
        for (int i = 0; i + 1 < traffic.size(); i++) {
            if (random.nextInt(5) == 0) {
                Sent sent = traffic.get(i);
                traffic.set(i, traffic.get(i + 1));
                traffic.set(i + 1, sent);
            }
        }
        traffic.add(0, new Sent(true, TestPacket.SYN, 0, ""));
        traffic.add(1, new Sent(false, TestPacket.SYN | TestPacket.ACK, 0, ""));
        if (random.nextBoolean()) {
            traffic.add(new Sent(true, TestPacket.ACK | TestPacket.FIN, next[0], "end"));
            traffic.add(new Sent(false, TestPacket.ACK | TestPacket.FIN, next[1], "end"));
        }
        return traffic;
    }
}
