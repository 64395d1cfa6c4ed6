// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.TestPacket;
import io.penstock.engine.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replaces patterns in random streams under any segmentation, with segments repeated and swapped, and with an engine that loses all but its stored
 * bytes between any two packets: what leaves is what replacing in the whole text gives, and every packet has one fate.
 */
class StreamEditPropertyTest {
    private static final String[] PATTERNS = {"ab", "abc", "aab", "needle"};
    private static final String[] REPLACEMENTS = {"", "X", "a longer text", "ab"};

    static List<Long> seeds() {
        long first = Long.getLong("penstock.seed", 31_001L);
        List<Long> seeds = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            seeds.add(first + i);
        }
        return seeds;
    }

    private record Part(int from, String data, boolean fin) {}

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldReplaceInAnySegmentation(long seed) {
        Random random = new Random(seed);
        String pattern = PATTERNS[random.nextInt(PATTERNS.length)];
        String replacement = REPLACEMENTS[random.nextInt(REPLACEMENTS.length)];
        String text = text(random, pattern);
        RecordedEvents events = new RecordedEvents();
        StoredEngine engine = engine(events, new StreamEditor("edit", pattern, replacement));
        boolean outbound = random.nextBoolean();
        int base = random.nextBoolean() ? 0 : -20;
        int number = 0;
        send(engine, packet(outbound, TestPacket.SYN, base, "").number(++number));
        for (Part part : parts(random, text)) {
            int flags = TestPacket.ACK | (part.fin() ? TestPacket.FIN : 0);
            send(
                    engine,
                    packet(outbound, flags, base + 1 + part.from(), part.data()).number(++number));
            if (random.nextInt(4) == 0) {
                engine.crash();
            }
        }

        assertThat(events.streams.left(outbound))
                .as("seed %d: '%s' for '%s' in '%s'", seed, replacement, pattern, text)
                .isEqualTo(text.replace(pattern, replacement) + "|");
        assertThat(events.streams.permitted(outbound) + events.streams.removed(outbound))
                .as("seed %d: every byte has one end", seed)
                .isEqualTo(text.length());
        assertThat(events.verdicts).as("seed %d", seed).hasSize(number);
        assertThat(events.contractErrors).as("seed %d", seed).isEmpty();
    }

    private PolicyRevision revision;

    private StoredEngine engine(RecordedEvents events, StreamEditor editor) {
        Policy policy = new PolicySketch()
                .terminating("edit", "STREAM_V4", editor.key())
                .policy();
        revision = new PolicyRevision(policy, 1);
        CalloutRegistry registry = new CalloutRegistry();
        registry.register(CalloutRegistration.of(editor));
        return new StoredEngine(registry, events, number -> revision);
    }

    private void send(StoredEngine engine, TestPacket packet) {
        RowBuffer buffer = new RowBuffer();
        int row = packet.appendTo(buffer);
        engine.classify(new Item()
                .origin("t", 0, packet.hashCode(), 0)
                .agent("a", "h", 1)
                .packet(0, buffer.rows(), row, buffer.quoted(), buffer.frames(), revision));
    }

    private static TestPacket packet(boolean outbound, int flags, int sequence, String data) {
        TestPacket packet = TestPacket.tcp(flags).sequence(sequence).payload(data);
        return outbound
                ? packet.from("10.0.0.1", 40_000).to("192.0.2.9", 80).outbound()
                : packet.from("192.0.2.9", 80).to("10.0.0.1", 40_000).inbound();
    }

    private static String text(Random random, String pattern) {
        StringBuilder text = new StringBuilder();
        int pieces = 1 + random.nextInt(12);
        for (int i = 0; i < pieces; i++) {
            if (random.nextInt(3) == 0) {
                text.append(pattern);
            } else if (random.nextInt(3) == 0) {
                text.append(pattern, 0, random.nextInt(pattern.length()));
            } else {
                text.append("abned xyz", 0, random.nextInt(9));
            }
        }
        return text.append('.').toString();
    }

    /** The text in segments, some of them repeated, some swapped with the next. */
    private static List<Part> parts(Random random, String text) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        int most = 1 + random.nextInt(10);
        while (at < text.length()) {
            int to = Math.min(text.length(), at + 1 + random.nextInt(most));
            parts.add(new Part(at, text.substring(at, to), to == text.length()));
            if (random.nextInt(6) == 0) {
                parts.add(parts.get(random.nextInt(parts.size())));
            }
            at = to;
        }
        for (int i = 0; i + 1 < parts.size(); i++) {
            if (random.nextInt(5) == 0) {
                Part part = parts.get(i);
                parts.set(i, parts.get(i + 1));
                parts.set(i + 1, part);
            }
        }
        return parts;
    }
}
