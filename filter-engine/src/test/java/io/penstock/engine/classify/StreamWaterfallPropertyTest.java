// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.CalloutFlag;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.TestPacket;
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
 * Chains of callouts that answer anything, by what they are shown alone: every byte leaves or is removed at most once, and exactly once where nothing
 * waits; nothing is stored when the flow is over, and an engine that loses all but its stored bytes tells the same as one that does not.
 */
class StreamWaterfallPropertyTest {
    static List<Long> seeds() {
        long first = Long.getLong("penstock.seed", 52_001L);
        List<Long> seeds = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            seeds.add(first + i);
        }
        return seeds;
    }

    private record Sent(boolean outbound, int flags, int sequence, String data) {}

    /** Answers by a number drawn from its own key and what it is shown. */
    private record Whim(String key, long seed) implements Callout {
        @Override
        public Set<CalloutFlag> flags() {
            return Set.of(CalloutFlag.ALLOW_MID_STREAM_INSPECTION);
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
            switch (random.nextInt(12)) {
                case 0 -> out.action(CalloutAction.BLOCK);
                case 1, 2 -> out.action(CalloutAction.CONTINUE);
                case 3, 4, 5 -> out.stream().needMore(random.nextInt(6));
                case 6 -> out.stream().action(StreamAction.DEFER);
                default -> out.action(CalloutAction.PERMIT);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGiveEveryByteOneEndAndForgetNothingInACrash(long seed) {
        Random random = new Random(seed);
        int count = 1 + random.nextInt(4);
        List<Callout> callouts = new ArrayList<>();
        PolicySketch policy = new PolicySketch();
        for (int i = 0; i < count; i++) {
            callouts.add(new Whim("c" + i, seed));
            if (random.nextInt(3) > 0) {
                policy.sublayer("s" + i, 100 - i);
            }
            switch (random.nextInt(3)) {
                case 0 -> policy.inspect("f" + i, "STREAM_V4", "c" + i);
                case 1 -> policy.unknown("f" + i, "STREAM_V4", "c" + i);
                default -> policy.terminating("f" + i, "STREAM_V4", "c" + i);
            }
        }
        PolicyRevision revision = new PolicyRevision(policy.policy(), 1);
        List<Sent> traffic = traffic(random);

        RecordedEvents steady = new RecordedEvents();
        StoredEngine whole = run(traffic, steady, callouts, revision, null);
        RecordedEvents crashed = new RecordedEvents();
        run(traffic, crashed, callouts, revision, new Random(seed));

        assertThat(crashed.streams.pieces).as("seed %d", seed).isEqualTo(steady.streams.pieces);
        assertThat(crashed.lines).as("seed %d", seed).isEqualTo(steady.lines);
        assertThat(crashed.contractErrors).as("seed %d", seed).isEqualTo(steady.contractErrors);
        int bytes = traffic.stream()
                .filter(Sent::outbound)
                .mapToInt(sent -> sent.data().length())
                .sum();
        long ended = steady.streams.permitted(true) + steady.streams.removed(true);
        assertThat(steady.streams.offsets(true))
                .as("seed %d", seed)
                .doesNotHaveDuplicates()
                .hasSize((int) ended);
        // A callout that takes the FIN away leaves lighter ones waiting for it.
        assertThat(ended + whole.streamBytes()).as("seed %d", seed).isGreaterThanOrEqualTo(bytes);
        whole.endOfCapture("h", revision);
        assertThat(steady.streams.permitted(true) + steady.streams.removed(true))
                .as("seed %d: each byte has one end once the flow is over", seed)
                .isEqualTo(bytes);
        assertThat(steady.streams.offsets(true)).as("seed %d", seed).doesNotHaveDuplicates();
        assertThat(whole.storedStreams()).as("seed %d", seed).isZero();
    }

    private static List<Sent> traffic(Random random) {
        List<Sent> traffic = new ArrayList<>();
        traffic.add(new Sent(true, TestPacket.SYN, 0, ""));
        traffic.add(new Sent(false, TestPacket.SYN | TestPacket.ACK, 0, ""));
        int[] next = {1, 1};
        int packets = 3 + random.nextInt(15);
        for (int i = 0; i < packets; i++) {
            int from = random.nextInt(2);
            String data = "abcdefghij".substring(0, 1 + random.nextInt(10));
            traffic.add(new Sent(from == 0, TestPacket.ACK, next[from], data));
            next[from] += data.length();
        }
        traffic.add(new Sent(true, TestPacket.ACK | TestPacket.FIN, next[0], "end"));
        return traffic;
    }

    private static StoredEngine run(
            List<Sent> traffic,
            RecordedEvents events,
            List<Callout> callouts,
            PolicyRevision revision,
            Random crashes) {
        CalloutRegistry registry = new CalloutRegistry();
        callouts.forEach(callout -> registry.register(CalloutRegistration.of(callout)));
        StoredEngine engine = new StoredEngine(registry, events, number -> revision);
        int number = 0;
        for (Sent sent : traffic) {
            TestPacket packet =
                    TestPacket.tcp(sent.flags()).sequence(sent.sequence()).payload(sent.data());
            packet = sent.outbound()
                    ? packet.from("10.0.0.1", 40_000).to("192.0.2.9", 80).outbound()
                    : packet.from("192.0.2.9", 80).to("10.0.0.1", 40_000).inbound();
            RowBuffer buffer = new RowBuffer();
            int row = packet.number(++number).appendTo(buffer);
            engine.classify(new Item()
                    .origin("t", 0, number, 0)
                    .agent("a", "h", 1)
                    .packet(0, buffer.rows(), row, buffer.quoted(), buffer.frames(), revision));
            if (crashes != null && crashes.nextInt(3) == 0) {
                engine.crash();
            }
        }
        return engine;
    }
}
