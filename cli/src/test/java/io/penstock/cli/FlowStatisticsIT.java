// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.penstock.testsupport.KafkaExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Flow statistics of captures of every kind add up, and the topology's are those of an evaluation. */
class FlowStatisticsIT {
    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(4);

    @TempDir
    private Path folder;

    @Test
    void shouldAddUpOnTheReferenceCaptures() throws IOException {
        Path captures = Path.of(System.getProperty("penstock.data", "../shared/data"), "captures");
        assumeTrue(Files.isDirectory(captures), "no reference captures at " + captures);
        List<String> differences = new ArrayList<>();
        long flows = 0;
        try (Stream<Path> files = Files.list(captures)) {
            for (Path capture : files.sorted().toList()) {
                CountedFlows counted = CountedFlows.of(capture, folder);
                flows += counted.flows().size();
                if (counted.packets() != counted.expectedPackets() || counted.bytes() != counted.expectedBytes()) {
                    differences.add(capture.getFileName() + ": " + counted.packets() + " packets, " + counted.bytes()
                            + " bytes, expected " + counted.expectedPackets() + ", " + counted.expectedBytes());
                }
            }
        }
        assertThat(flows).isPositive();
        assertThat(differences).isEmpty();
    }

    @Test
    void shouldBePublishedByTheTopologyAsAnEvaluationTellsThem() throws IOException {
        String office = CommandRun.repository("samples/office.pcapng");
        String policy = CommandRun.repository("samples/callouts/flow-statistics.yaml");
        Path live = folder.resolve("live.jsonl");
        Path offline = folder.resolve("offline.jsonl");
        CommandRun run = CommandRun.of(
                "run",
                office,
                "--bootstrap",
                KAFKA.bootstrapServers(),
                "--policy",
                policy,
                "--findings",
                live.toString(),
                "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        CommandRun.of("evaluate", office, "--policy", policy, "--findings", offline.toString());

        assertThat(Files.readAllLines(live))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(Files.readAllLines(offline));
    }
}
