// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.streamedit;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.packet.TestPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever way a stream is cut into segments, repeated and shuffled, what leaves is the edited text, in segments that a receiver takes: no gap, no other
 * byte under a number that was used, no acknowledgement of what has not left. A failure names its seed; {@code -Dpenstock.seed=N} runs it again.
 */
class StreamEditPropertyTest {
    private static final long SEED = Long.getLong("penstock.seed", 20_261_125L);
    private static final int CONNECTIONS = 400;
    private static final int PSH_ACK = TestPacket.PSH | TestPacket.ACK;

    @Test
    void shouldLeaveTheEditedTextHoweverItIsCut() throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            long seed = SEED + i;
            try {
                connection(new Random(seed));
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
            }
        }
    }

    private record Segment(boolean outbound, int from, int to) {}

    private static void connection(Random random) throws Exception {
        String[][] edits = {{"abc", random.nextBoolean() ? "" : "[long replacement]"}, {"ca", "X"}, {"bb", "bbb"}};
        EditedConnection connection = new EditedConnection(yaml(edits));
        String[] texts = {text(random), text(random)};
        connection.send(true, TestPacket.SYN, -1, "", 0);
        connection.send(false, TestPacket.SYN | TestPacket.ACK, -1, "", 0);
        connection.send(true, TestPacket.ACK, 0, "", 0);
        int[] sent = {0, 0};
        int[] acknowledged = {0, 0};
        for (Segment segment : segments(random, texts)) {
            int me = segment.outbound() ? 0 : 1;
            connection.send(
                    segment.outbound(),
                    PSH_ACK,
                    segment.from(),
                    texts[me].substring(segment.from(), segment.to()),
                    acknowledged[1 - me]);
            // The receiver acknowledges what it has without a gap.
            if (segment.from() <= sent[me]) {
                sent[me] = Math.max(sent[me], segment.to());
            }
            if (random.nextInt(3) > 0) {
                acknowledged[me] = sent[me];
                connection.send(!segment.outbound(), TestPacket.ACK, sent[1 - me], "", acknowledged[me]);
            }
        }
        for (boolean outbound : new boolean[] {true, false}) {
            int me = outbound ? 0 : 1;
            int peers = texts[1 - me].length() + (outbound ? 0 : 1);
            connection.send(outbound, TestPacket.FIN | TestPacket.ACK, texts[me].length(), "", peers);
        }
        connection.send(true, TestPacket.ACK, texts[0].length() + 1, "", texts[1].length() + 1);
        assertThat(connection.text(true)).isEqualTo(edited(texts[0], edits));
        assertThat(connection.text(false)).isEqualTo(edited(texts[1], edits));
        assertThat(connection.isFinished(true)).isTrue();
        assertThat(connection.isFinished(false)).isTrue();
    }

    private static String yaml(String[][] edits) {
        List<String> entries = new ArrayList<>();
        for (String[] edit : edits) {
            entries.add("{ find: \"" + edit[0] + "\", replace: \"" + edit[1] + "\" }");
        }
        return String.join(", ", entries);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(60);
        for (int i = 0; i < length; i++) {
            text.append("abcd".charAt(random.nextInt(4)));
        }
        return text.toString();
    }

    /** Both texts in pieces, some of them twice, some out of place, none lost. */
    private static List<Segment> segments(Random random, String[] texts) {
        List<Segment> all = new ArrayList<>();
        int[] at = {0, 0};
        while (at[0] < texts[0].length() || at[1] < texts[1].length()) {
            int me = at[0] >= texts[0].length() ? 1 : at[1] >= texts[1].length() ? 0 : random.nextInt(2);
            int to = Math.min(texts[me].length(), at[me] + 1 + random.nextInt(9));
            all.add(new Segment(me == 0, at[me], to));
            if (random.nextInt(4) == 0) {
                all.add(new Segment(me == 0, random.nextInt(at[me] + 1), to));
            }
            at[me] = to;
        }
        for (int swaps = random.nextInt(3); swaps > 0 && all.size() > 2; swaps--) {
            int i = random.nextInt(all.size() - 1);
            all.add(i, all.remove(i + 1));
        }
        return all;
    }

    private static String edited(String text, String[][] edits) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            String found = null;
            for (String[] edit : edits) {
                if (found == null && text.startsWith(edit[0], at)) {
                    out.append(edit[1]);
                    found = edit[0];
                }
            }
            if (found == null) {
                out.append(text.charAt(at++));
            } else {
                at += found.length();
            }
        }
        return out.toString();
    }
}
