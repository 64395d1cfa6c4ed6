// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.inspect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.compose.PacketText;
import io.penstock.engine.packet.compose.WrittenPacket;
import io.penstock.worker.signature.match.PatternSearch;
import io.penstock.worker.signature.rule.RuleFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignatureEnginePropertyTest {
    private static final String RULES = """
        alert tcp any any -> any any (content:"abab"; sid:1;)
        alert tcp any any -> any any (flow:established,to_server; content:"a"; content:"ca"; distance:1; within:6; sid:2;)
        alert tcp any any -> any any (content:"b"; offset:3; depth:9; pcre:"/c{2,}a/"; sid:3;)
        alert tcp any any -> any any (content:!"cc"; dsize:>2; sid:4;)
        pass tcp any any -> any any (content:"cccc"; sid:5;)
        alert ip any any -> any any (sid:6;)
        alert icmp any any -> any any (itype:8; content:"a"; endswith; sid:7;)
        """;

    @Test
    void shouldFindTheSameInAStreamHoweverItIsCutAndDelivered() throws Exception {
        long seed = Long.getLong("penstock.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int one = 0; one < 300; one++) {
            String text = letters(random, 1 + random.nextInt(60));
            String rule =
                    "alert tcp any any -> any any (flow:to_server; content:\"ab\"; content:\"ca\"; distance:0; sid:1;)";
            boolean expected = text.indexOf("ca", text.indexOf("ab") + 2) >= 0 && text.contains("ab");
            List<String> segments = segments(random, text);
            Collections.shuffle(segments, random);
            segments.addAll(segments.subList(0, random.nextInt(segments.size())));
            segments.addAll(0, handshake());
            assertThat(run(rule, packets(segments)))
                    .as("penstock.seed=%d, case %d: %s", seed, one, segments)
                    .hasSize(expected ? 1 : 0);
        }
    }

    @Test
    void shouldSurviveAnyBytesAndAgreeWhateverLooksForContents() throws Exception {
        long seed = Long.getLong("penstock.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int one = 0; one < 100; one++) {
            List<byte[]> frames = damaged(random);
            try {
                List<String> found = run(RULES, frames, PatternSearch.Engine.AUTOMATON);
                assertThat(run(RULES, frames, PatternSearch.Engine.FASTEST)).isEqualTo(found);
            } catch (RuntimeException failed) {
                throw new AssertionError("penstock.seed=" + seed + ", case " + one, failed);
            }
        }
    }

    private static List<String> handshake() {
        return List.of(
                "tcp 10.0.0.1:1000 > 10.0.0.2:80 syn seq=99",
                "tcp 10.0.0.2:80 > 10.0.0.1:1000 syn-ack seq=499 ack=100",
                "tcp 10.0.0.1:1000 > 10.0.0.2:80 ack seq=100 ack=500");
    }

    private static String letters(Random random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append((char) ('a' + random.nextInt(3)));
        }
        return text.toString();
    }

    private static List<String> segments(Random random, String text) {
        List<String> segments = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(9));
            segments.add("tcp 10.0.0.1:1000 > 10.0.0.2:80 " + (random.nextBoolean() ? "psh-ack" : "ack") + " seq="
                    + (100 + at) + " ack=500 payload=" + text.substring(at, end));
            at = end;
        }
        return segments;
    }

    private static List<byte[]> packets(List<String> lines) throws Exception {
        List<byte[]> frames = new ArrayList<>();
        for (String line : lines) {
            frames.add(PacketText.parse(line).frame());
        }
        return frames;
    }

    /** Packets of a few flows, some of them with bytes changed or cut off. */
    private static List<byte[]> damaged(Random random) throws Exception {
        List<byte[]> frames = packets(handshake());
        for (int count = random.nextInt(60); count > 0; count--) {
            String flags = List.of("syn", "syn-ack", "ack", "psh-ack", "fin-ack", "rst", "rst-ack")
                    .get(random.nextInt(7));
            boolean back = random.nextBoolean();
            String ends = back ? "10.0.0.2:80 > 10.0.0.1:1000 " : "10.0.0.1:1000 > 10.0.0.2:80 ";
            String payload = letters(random, 1 + random.nextInt(30));
            WrittenPacket packet = random.nextInt(8) == 0
                    ? PacketText.parse("icmp 10.0.0.1 > 10.0.0.2 payload=" + payload)
                    : PacketText.parse("tcp " + ends + flags + " seq="
                            + (random.nextInt(4) == 0
                                    ? random.nextInt() & 0xFFFFFFFFL
                                    : (back ? 500 : 100) + random.nextInt(60))
                            + " ack=" + ((back ? 100 : 500) + random.nextInt(60)) + " payload=" + payload);
            byte[] frame = packet.frame();
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt();
            }
            frames.add(frame);
        }
        return frames;
    }

    private static List<String> run(String rules, List<byte[]> frames) {
        return run(rules, frames, PatternSearch.Engine.AUTOMATON);
    }

    private static List<String> run(String rules, List<byte[]> frames, PatternSearch.Engine search) {
        RuleFile file = RuleFile.read(rules.getBytes(ISO_8859_1));
        assertThat(file.refused()).isEmpty();
        List<String> found = new ArrayList<>();
        PacketDecoder decoder = new PacketDecoder();
        try (RuleSet set = RuleSet.of(file, search)) {
            SignatureEngine engine = new SignatureEngine(
                    set, finding -> found.add(finding.rule().sid() + " " + finding.packet() + finding.direction()));
            RowBuffer row = new RowBuffer().frameSnap(0);
            for (int i = 0; i < frames.size(); i++) {
                byte[] frame = frames.get(i);
                row.clear();
                decoder.decode(frame, 0, frame.length, frame.length, 1, i + 1, i, 0, row);
                engine.accept(row.rows(), 0, row.quoted(), frame, 0, frame.length, i + 1);
            }
            engine.finish();
        }
        return found;
    }
}
