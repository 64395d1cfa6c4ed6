// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OFFICE = CommandRun.repository("samples/office.pcapng");
    private static final String TELNET = "tcp 10.20.0.5:50000 > 10.20.0.2:23 out SYN";
    private static final int EVERY = 149;

    @ParameterizedTest
    @ValueSource(strings = {"samples/office.pcapng", "samples/server.pcap"})
    void shouldGivePacketsOfACaptureTheVerdictAndTheStepsThatEvaluateGives(String sample) throws IOException {
        String capture = CommandRun.repository(sample);
        List<String> evaluated = CommandRun.of("evaluate", capture, "--format", "jsonl", "--explain")
                .outLines();
        for (int number = 1; number <= evaluated.size(); number += EVERY) {
            CommandRun run = CommandRun.of("explain", "--capture", capture, "--number", "" + number, "--json");
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out())
                    .as("packet %d", number)
                    .endsWith("," + evaluated.get(number - 1).substring(1) + "\n");
        }
    }

    @Test
    void shouldTellTheFateOfAPacketInOneLineAndWhoDecided() {
        CommandRun run = CommandRun.of("explain", "--packet", TELNET);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("verdict  BLOCK by block-telnet@ALE_AUTH_CONNECT_V4 at ALE_AUTH_CONNECT_V4")
                .doesNotContain("\u001b");
        assertThat(run.errLines()).singleElement().asString().contains("the sample policy");
    }

    @Test
    void shouldColourOnlyWhereAPersonSeesIt() {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        Terminal seen = new Terminal(
                new java.io.ByteArrayInputStream(new byte[0]),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(new java.io.ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                true,
                false);
        PenstockCommand.execute(seen, "explain", "--packet", TELNET);

        boolean wanted = System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
        assertThat(out.toString(StandardCharsets.UTF_8).contains("\u001b[")).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "block-telnet | decided | it did decide",
                "block-admin-page | not-matched | remote port is 23",
                "block-scanner | not-visited | its flow is outbound",
                "inspect-web-requests-v4 | not-visited | the walk ended before it, by block-telnet@ALE_AUTH_CONNECT_V4",
                "inspect-web-requests-v6 | not-visited | it is an IPv4 packet",
                "block-scanner-arp | not-visited | it is outbound",
                "permit-branch | not-matched | remote address is 10.20.0.2",
                "permit-web | not-asked | block-telnet@ALE_AUTH_CONNECT_V4 comes first"
            })
    void shouldSayWhyAFilterDidNotDecide(String filter, String outcome, String why) throws IOException {
        CommandRun run = CommandRun.of("explain", "--packet", TELNET, "--why-not", filter, "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode first = JSON.readTree(run.out()).get("whyNot").get(0);
        assertThat(first.get("outcome").asText()).as(first.toString()).isEqualTo(outcome);
        assertThat(first.get("why").asText()).contains(why);
    }

    @Test
    void shouldShowBothValuesOfAConditionThatFailed() throws IOException {
        CommandRun run = CommandRun.of("explain", "--packet", TELNET, "--why-not", "block-admin-page", "--json");

        JsonNode condition =
                JSON.readTree(run.out()).get("whyNot").get(0).get("conditions").get(1);
        assertThat(condition.get("field").asText()).isEqualTo("FWPM_CONDITION_IP_REMOTE_PORT");
        assertThat(condition.get("value").asText()).isEqualTo("23");
        assertThat(condition.get("held").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--packet;tpc 10.0.0.1:1 > 10.0.0.2:2 | --packet: 'tpc' at column 1 of the packet — expected a"
                        + " protocol",
                "--packet;tcp 10.0.0.1:1 > 10.0.0.2:2 colour=red | --packet: 'colour=red' at column 29",
                "--hex;45 0 | --hex: the packet ends at column 5",
                "--hex;zz | --hex: 'z' at column 1",
                "--json | one of --packet TEXT, --hex BYTES and --capture FILE expected, found none",
                "--packet;x;--hex;00 | one of --packet TEXT, --hex BYTES and --capture FILE expected, found 2",
                "--capture;samples/office.pcapng | --number N expected",
                "--number;1;--hex;00 | --number: only with --capture",
                "--capture;samples/office.pcapng;--number;0 | --number: 1 or above",
                "--capture;samples/office.pcapng;--number;2979 | has 2978 packets",
                "--packet;tcp 10.0.0.1:1 > 10.0.0.2:2;--why-not;block-telnt | nearest: block-telnet",
                "--packet;tcp 10.0.0.1:1 > 10.0.0.2:2;--after;x | --after: 'x' at column 1"
            })
    void shouldRefuseWhatIsNoPacketWithOneLine(String arguments, String expected) {
        String[] command = ("explain;" + arguments.replace("samples/office.pcapng", OFFICE)).split(";");
        CommandRun run = CommandRun.of(command);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).singleElement().asString().contains(expected);
    }

    @Test
    void shouldTakeBytesWithAnIpHeaderForAnIpPacket() throws IOException {
        String bytes =
                "4500 0028 0000 0000 4006 0000 c6336407 0a000005 c738 0016 00000001 00000000 5002 ffff 0000 0000";
        JsonNode raw = JSON.readTree(CommandRun.of("explain", "--hex", bytes, "--direction", "inbound", "--json")
                .out());
        assertThat(raw.get("packet").asText()).isEqualTo("tcp 198.51.100.7:51000 > 10.0.0.5:22 syn, inbound, 40 bytes");
        JsonNode frame = JSON.readTree(CommandRun.of("explain", "--hex", bytes, "--link", "ethernet", "--json")
                .out());
        assertThat(frame.get("packet").asText()).doesNotContain("tcp");
    }
}
