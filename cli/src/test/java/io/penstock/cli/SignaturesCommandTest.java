// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignaturesCommandTest {
    private static final String CAPTURE = CommandRun.repository("samples/office.pcapng");
    private static final String RULES = CommandRun.repository("samples/office.rules");

    @TempDir
    private Path folder;

    @Test
    void shouldPrintALinePerFinding() {
        CommandRun run = CommandRun.of("signatures", CAPTURE, "--rules", RULES, "--format", "jsonl");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.outLines())
                .allSatisfy(line -> assertThat(line)
                        .matches("\\{\"sid\":\\d+,\"rev\":1,\"msg\":\"[^\"]+\",\"packet\":(\\d+|null),"
                                + "\"direction\":\"to_(server|client)\",\"proto\":\"[A-Za-z0-9-]+\",\"src\":\"[^\"]+\","
                                + "\"sport\":(\\d+|null),\"dst\":\"[^\"]+\",\"dport\":(\\d+|null)}"));
        for (long sid = 1_000_001; sid <= 1_000_006; sid++) {
            assertThat(run.out()).contains("{\"sid\":" + sid + ",");
        }
    }

    @Test
    void shouldPrintAPageOtherwise() {
        CommandRun run = CommandRun.of("signatures", CAPTURE, "--rules", RULES, "--search", "automaton");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("6 rules, none refused, contents looked for by automaton", "1000001  alert");
    }

    @Test
    void shouldListRulesThatItCannotTakeAndRunTheOthers() throws IOException {
        Path rules = folder.resolve("some.rules");
        Files.writeString(rules, """
            alert icmp any any -> any any (msg:"ping"; itype:8; sid:1;)
            alert tcp any any -> any any (flowbits:set,a; sid:2;)
            alert tcp any any -> any any (content:"a"; rev:1;)
            """);
        CommandRun run = CommandRun.of("signatures", CAPTURE, "--rules", rules.toString(), "--format", "jsonl");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("\"sid\":1,");
        assertThat(run.errLines())
                .containsExactly(
                        "penstock: " + rules
                                + ":2:31: sid 2 refused: the keyword flowbits is not known or not supported",
                        "penstock: " + rules + ":3:51: a rule without a sid refused: the rule has no sid");
    }

    @Test
    void shouldSayWhatStandsBeforeTheDamage() throws IOException {
        Path cut = folder.resolve("cut.pcap");
        byte[] whole = Files.readAllBytes(Path.of(CommandRun.repository("samples/server.pcap")));
        Files.write(cut, Arrays.copyOf(whole, 100_000));
        CommandRun run = CommandRun.of("signatures", cut.toString(), "--rules", RULES);
        assertThat(run.exitCode()).isZero();
        assertThat(run.errLines()).singleElement().asString().contains("damaged at byte");
    }

    @Test
    void shouldRefuseBadInputsWithOneLine() throws IOException {
        Path empty = Files.write(folder.resolve("empty"), new byte[0]);
        Path text = Files.writeString(folder.resolve("text"), "# nothing but a comment\n");
        assertRefused(
                "no such file",
                "signatures",
                CAPTURE,
                "--rules",
                folder.resolve("none").toString());
        assertRefused("empty (0 bytes)", "signatures", CAPTURE, "--rules", empty.toString());
        assertRefused("no rule that can be taken", "signatures", CAPTURE, "--rules", text.toString());
        assertRefused("text", "signatures", text.toString(), "--rules", RULES);
        assertRefused("--rules", "signatures", CAPTURE);
        assertRefused("standard input already", "signatures", "-", "--rules", "-");
    }

    private static void assertRefused(String why, String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).singleElement().asString().contains(why);
    }
}
