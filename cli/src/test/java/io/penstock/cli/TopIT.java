// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.penstock.testsupport.KafkaExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The live view of a cluster as a terminal emulator shows it, and what is left of it where there is no terminal. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class TopIT {
    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(2);

    @TempDir
    private Path folder;

    @BeforeAll
    static void discardSomething() {
        CommandRun run = CommandRun.of(
                "run",
                CommandRun.repository("samples/office.pcapng"),
                "--policy",
                CommandRun.repository("samples/policy.yaml"),
                "--bootstrap",
                KAFKA.bootstrapServers());
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void shouldFillTheScreenFollowItsSizeSwitchViewsAndEndAtQ() throws Exception {
        assumeTrue(PseudoTerminal.isPossible(), "no script and stty here");
        try (PseudoTerminal terminal =
                PseudoTerminal.start(folder, 80, 24, "top", "--bootstrap", KAFKA.bootstrapServers())) {
            List<String> overview =
                    terminal.await("overview", lines -> lines.getLast().startsWith("q quit"));
            assertThat(overview).hasSize(24);
            assertThat(overview.getFirst())
                    .startsWith("penstock top  127.0.0.1:")
                    .contains("revision 1");
            assertThat(String.join("\n", overview))
                    .contains("discards/s", "pended/s", RoleCluster.CALLOUT, "records", "packets/s")
                    .containsPattern("\n *0 +[0-9,]+ +[0-9]+%  [A-Za-z_]+ ");

            terminal.press("l");
            terminal.await(
                    "lag alone",
                    lines -> lines.stream().anyMatch(line -> line.contains("penstock.packets"))
                            && lines.stream().noneMatch(line -> line.contains("pended/s")));

            terminal.press("d");
            terminal.await("discards alone", lines -> lines.stream().anyMatch(line -> line.contains("discards/s")));
            terminal.press("s");
            terminal.await("another order", lines -> lines.getLast().endsWith("s sort: total"));
            terminal.resize(120, 40);
            List<String> wide =
                    terminal.await("a larger screen", lines -> lines.getLast().startsWith("q quit"));
            assertThat(wide).hasSize(40);
            assertThat(wide.stream().filter(line -> line.startsWith("q quit"))).hasSize(1);
            terminal.resize(60, 12);
            terminal.await("a smaller screen", lines -> lines.getLast().startsWith("q quit"));
            terminal.press("q");
            assertThat(terminal.awaitEnd()).isZero();
        }
    }

    @Test
    void shouldPrintOneFrameWhereThereIsNoTerminal() {
        CommandRun run = CommandRun.of("top", "--bootstrap", KAFKA.bootstrapServers());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.outLines().getFirst()).startsWith("penstock top");
        assertThat(run.out())
                .contains("% ", "penstock.packets", RoleCluster.CALLOUT)
                .doesNotContain("q quit", "\u001b");
    }
}
