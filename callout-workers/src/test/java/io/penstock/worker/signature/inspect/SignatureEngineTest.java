// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.inspect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.packet.compose.PacketSyntaxException;
import io.penstock.engine.packet.compose.PacketText;
import io.penstock.worker.signature.match.PatternSearch;
import io.penstock.worker.signature.rule.RuleFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureEngineTest {
    private static final String TO_SERVER = "tcp 10.0.0.1:1000 > 10.0.0.2:80 ";
    private static final String TO_CLIENT = "tcp 10.0.0.2:80 > 10.0.0.1:1000 ";
    private static final List<String> HANDSHAKE =
            List.of(TO_SERVER + "syn seq=99", TO_CLIENT + "syn-ack seq=499 ack=100", TO_SERVER + "ack seq=100 ack=500");

    @Test
    void shouldFindWhatTwoSegmentsCutInTwo() {
        assertThat(run(
                        "alert tcp any any -> any any (content:\"needle\"; sid:1;)",
                        request("psh-ack seq=100 ack=500 payload=aneed", "psh-ack seq=105 ack=500 payload=lehere")))
                .containsExactly("1 5 to_server STREAM 10.0.0.1:1000 10.0.0.2:80");
    }

    @Test
    void shouldFindNothingAcrossSegmentsWhereNoHandshakeWasSeen() {
        List<String> segments = List.of(
                TO_SERVER + "psh-ack seq=100 ack=500 payload=aneed", TO_SERVER + "psh-ack seq=105 ack=500 payload=le");
        assertThat(run("alert tcp any any -> any any (content:\"needle\"; sid:1;)", segments))
                .isEmpty();
        assertThat(run("alert tcp any any -> any any (content:\"need\"; sid:1;)", segments))
                .containsExactly("1 1 to_server PACKET 10.0.0.1:1000 10.0.0.2:80");
    }

    @Test
    void shouldPutSegmentsInOrderAndKeepTheBytesThatCameFirst() {
        assertThat(run(
                        "alert tcp any any -> any any (content:\"abcdef\"; sid:1;)\n"
                                + "alert tcp any any -> any any (content:\"XY\"; sid:2;)",
                        request(
                                "psh-ack seq=103 ack=500 payload=def",
                                "psh-ack seq=100 ack=500 payload=abc",
                                "psh-ack seq=102 ack=500 payload=XY")))
                .containsExactly("1 5 to_server STREAM 10.0.0.1:1000 10.0.0.2:80");
    }

    @Test
    void shouldFindNothingAcrossAGapThatTheReceiverHasAcknowledged() {
        List<String> packets = request("psh-ack seq=100 ack=500 payload=need", "psh-ack seq=110 ack=500 payload=leend");
        packets.add(TO_CLIENT + "ack seq=500 ack=115");
        packets.add(TO_SERVER + "ack seq=115 ack=500");
        assertThat(run(
                        "alert tcp any any -> any any (content:\"needle\"; sid:1;)\n"
                                + "alert tcp any any -> any any (content:\"leend\"; sid:2;)",
                        packets))
                .containsExactly("2 7 to_server STREAM 10.0.0.1:1000 10.0.0.2:80");
    }

    @Test
    void shouldTellAStreamRuleOnceForEachDirection() {
        List<String> packets = request("psh-ack seq=100 ack=500 payload=ping", "psh-ack seq=104 ack=500 payload=ping");
        packets.add(TO_CLIENT + "psh-ack seq=500 ack=108 payload=ping");
        assertThat(run("alert tcp any any -> any any (content:\"ping\"; sid:1;)", packets))
                .containsExactly(
                        "1 4 to_server STREAM 10.0.0.1:1000 10.0.0.2:80",
                        "1 6 to_client STREAM 10.0.0.2:80 10.0.0.1:1000");
    }

    @Test
    void shouldFindSomethingAtThePacketThatCompletesItWhateverFollows() {
        List<String> packets = request("psh-ack seq=100 ack=500 payload=" + "needle" + "x".repeat(3_000));
        packets.add(TO_CLIENT + "ack seq=500 ack=3106");
        packets.add(TO_SERVER + "psh-ack seq=3106 ack=500 payload=more");
        assertThat(run("alert tcp any any -> any any (content:\"needle\"; sid:1;)", packets))
                .containsExactly("1 4 to_server STREAM 10.0.0.1:1000 10.0.0.2:80");
    }

    @Test
    void shouldLookAtABytePlaceInPacketsAndInTheStream() {
        assertThat(run(
                        "alert tcp any any -> any any (content:\"lo\"; startswith; sid:1;)",
                        request("psh-ack seq=100 ack=500 payload=hel", "psh-ack seq=103 ack=500 payload=lo")))
                .containsExactly("1 5 to_server PACKET 10.0.0.1:1000 10.0.0.2:80");
        assertThat(run(
                        "alert tcp any any -> any any (content:\"hello\"; startswith; sid:1;)",
                        request("psh-ack seq=100 ack=500 payload=hel", "psh-ack seq=103 ack=500 payload=lo")))
                .containsExactly("1 5 to_server STREAM 10.0.0.1:1000 10.0.0.2:80");
    }

    @Test
    void shouldCountAConnectionAsEstablishedBehindItsHandshakeOnly() {
        String rules = "alert tcp any any -> any any (flow:not_established; ttl:>0; sid:1;)\n"
                + "alert tcp any any -> any any (flow:established,to_client; ttl:>0; sid:2;)";
        List<String> packets = new ArrayList<>(HANDSHAKE);
        packets.add(TO_CLIENT + "ack seq=500 ack=100");
        assertThat(run(rules, packets))
                .extracting(line -> line.substring(0, 3))
                .containsExactly("1 1", "1 2", "1 3", "2 4");
    }

    @Test
    void shouldTakeNoNoticeOfAResetThatIsOutOfPlace() {
        List<String> packets = request("psh-ack seq=100 ack=500 payload=need");
        packets.add(TO_CLIENT + "rst-ack seq=7777 ack=104");
        packets.add(TO_SERVER + "psh-ack seq=104 ack=500 payload=le");
        assertThat(run("alert tcp any any -> any any (content:\"needle\"; sid:1;)", packets))
                .hasSize(1);
    }

    @Test
    void shouldSayAddressesOnlyOnceForEachFlowAndDirection() {
        List<String> packets = new ArrayList<>(HANDSHAKE);
        packets.add("2 10.0.0.1 > 224.0.0.1");
        packets.add("2 10.0.0.1 > 224.0.0.1");
        assertThat(run("alert ip any any -> any any (sid:1;)", packets))
                .containsExactly(
                        "1 1 to_server PACKET 10.0.0.1:1000 10.0.0.2:80",
                        "1 2 to_client PACKET 10.0.0.2:80 10.0.0.1:1000",
                        "1 4 null PACKET 10.0.0.1 224.0.0.1",
                        "1 5 null PACKET 10.0.0.1 224.0.0.1");
        assertThat(run("alert ip !192.0.2.0/24 any -> any any (sid:1;)", packets))
                .hasSize(5);
    }

    @Test
    void shouldSilenceAPacketOrAFlowWithAPass() {
        String alert = "alert tcp any any -> any any (content:\"b\"; dsize:>0; sid:1;)\n";
        List<String> packets = request("psh-ack seq=100 ack=500 payload=ab", "psh-ack seq=102 ack=500 payload=b");
        assertThat(run(alert, packets)).hasSize(2);
        assertThat(run(alert + "pass tcp any any -> any any (content:\"a\"; dsize:>0; sid:2;)", packets))
                .containsExactly("1 5 to_server PACKET 10.0.0.1:1000 10.0.0.2:80");
        assertThat(run(alert + "pass tcp any any -> any 80 (sid:2;)", packets)).isEmpty();
    }

    @Test
    void shouldLookNoFurtherIntoAFlowThatARuleWouldDrop() {
        String rules =
                "drop udp 10.0.0.1 any -> any any (sid:1;)\nalert udp any any -> any any (content:\"b\"; sid:2;)";
        assertThat(run(
                        rules,
                        List.of(
                                "udp 10.0.0.1:5 > 10.0.0.2:6 payload=b",
                                "udp 10.0.0.2:6 > 10.0.0.1:5 payload=b",
                                "udp 10.0.0.2:9 > 10.0.0.1:5 payload=b")))
                .containsExactly(
                        "1 1 to_server PACKET 10.0.0.1:5 10.0.0.2:6",
                        "2 1 to_server PACKET 10.0.0.1:5 10.0.0.2:6",
                        "2 3 to_server PACKET 10.0.0.2:9 10.0.0.1:5");
    }

    @Test
    void shouldTestHeaders() {
        String packet = "icmp 10.0.0.1 > 10.0.0.1 type=8 code=0 id=7 ttl=9 payload=abc";
        for (String test :
                List.of("itype:8", "icode:<1", "icmp_id:7", "ttl:9", "dsize:3", "sameip", "ip_proto:1", "dsize:!4")) {
            assertThat(run("alert icmp any any -> any any (" + test + "; sid:1;)", List.of(packet)))
                    .as(test)
                    .hasSize(1);
        }
        for (String test :
                List.of("itype:0", "icode:>0", "icmp_id:8", "ttl:>9", "dsize:<3", "flags:S", "seq:0", "window:0")) {
            assertThat(run("alert ip any any -> any any (" + test + "; sid:1;)", List.of(packet)))
                    .as(test)
                    .isEmpty();
        }
    }

    private static List<String> request(String... segments) {
        List<String> packets = new ArrayList<>(HANDSHAKE);
        for (String segment : segments) {
            packets.add(TO_SERVER + segment);
        }
        return packets;
    }

    /** What rules find in packets written as text, numbered from 1. */
    private static List<String> run(String rules, List<String> packets) {
        RuleFile file = RuleFile.read(rules.getBytes(ISO_8859_1));
        assertThat(file.refused()).isEmpty();
        List<String> found = new ArrayList<>();
        try (RuleSet set = RuleSet.of(file, PatternSearch.Engine.AUTOMATON)) {
            SignatureEngine engine = new SignatureEngine(set, finding -> found.add(text(finding)));
            RowBuffer row = new RowBuffer();
            for (int i = 0; i < packets.size(); i++) {
                row.clear();
                PacketText.parse(packets.get(i)).appendTo(row, i + 1);
                engine.accept(row.rows(), 0, row.quoted(), row.frames(), 0, row.framesLength(), i + 1);
            }
            engine.finish();
        } catch (PacketSyntaxException wrong) {
            throw new AssertionError(wrong.getMessage(), wrong);
        }
        return found;
    }

    private static String text(SignatureFinding finding) {
        String packet =
                finding.packet().isPresent() ? Long.toString(finding.packet().getAsLong()) : "-";
        return finding.rule().sid() + " " + packet + " "
                + finding.direction().map(SignatureFinding.Direction::word).orElse("null") + " " + finding.place() + " "
                + finding.source()
                + (finding.sourcePort().isPresent() ? ":" + finding.sourcePort().getAsInt() : "")
                + " " + finding.destination()
                + (finding.destinationPort().isPresent()
                        ? ":" + finding.destinationPort().getAsInt()
                        : "");
    }
}
