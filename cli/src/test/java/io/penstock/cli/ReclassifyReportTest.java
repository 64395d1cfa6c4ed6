// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that {@code reclassify --report} writes. */
class ReclassifyReportTest {
    private static final String OFFICE = CommandRun.repository("samples/office.pcapng");
    private static final String SERVER = CommandRun.repository("samples/server.pcap");
    private static final String OLD = CommandRun.repository("samples/policy.yaml");

    @TempDir
    private Path folder;

    @Test
    void shouldWriteTheSamePageHoweverManyCapturesAreReadAtATime() throws IOException {
        String one = page("--parallel", "1");

        assertThat(page("--parallel", "4")).isEqualTo(one);
        assertThat(one).startsWith("<!DOCTYPE html>").contains("\"comparison\":\"changed\"", "block-telnet");
    }

    @Test
    void shouldWriteThePageBesidesWhateverElseIsAskedFor() throws IOException {
        String page = page("--json");

        assertThat(page("--format", "jsonl")).isEqualTo(page);
    }

    @Test
    void shouldRefuseAPageThatCannotBeWrittenBeforeReadingAnything() {
        String nowhere = folder.resolve("no-such-folder/report.html").toString();
        CommandRun run = CommandRun.of(
                "reclassify", "--capture", OFFICE, "--baseline", OLD, "--policy", OLD, "--report", nowhere);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--report " + nowhere + ": cannot be written");
        assertThat(run.out()).isEmpty();
    }

    private String page(String... more) throws IOException {
        Path edited = folder.resolve("edited.yaml");
        Files.writeString(
                edited, Files.readString(Path.of(OLD)).replace("conditionValue: 23 }", "conditionValue: 2323 }"));
        Path page = folder.resolve("report.html");
        List<String> arguments = new ArrayList<>(List.of("reclassify", "--capture", OFFICE, SERVER, "--baseline", OLD));
        arguments.addAll(List.of("--policy", edited.toString(), "--report", page.toString()));
        arguments.addAll(List.of(more));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return Files.readString(page);
    }
}
