// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.testsupport.ChildJvm;
import io.penstock.testsupport.KafkaExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A re-classification of a topic, however long, takes less than 1 GiB in all: some packets in the build, {@code -Dpenstock.reclassify.packets=10000000} for the long
 * form.
 */
@EnabledOnOs(OS.LINUX)
class ReclassifyMemoryIT {
    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(4);

    private static final long PACKETS = Long.getLong("penstock.reclassify.packets", 60_000);
    private static final long MOST_KIBIBYTES = 1L << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2).plusMillis(PACKETS / 5);
    private static final Pattern RESIDENT = Pattern.compile(MeteredCommand.MOST_RESIDENT + "\\s+(\\d+) kB");

    @TempDir
    private Path folder;

    @Test
    void shouldStayBelowOneGibibyteHoweverLongTheTopicIs() throws Exception {
        LoopedAgent.publish(
                KAFKA.bootstrapServers(), CommandRun.repository("samples/office.pcapng"), PACKETS, PATIENCE);
        String old = CommandRun.repository("samples/policy.yaml");
        Path edited = Files.writeString(
                folder.resolve("edited.yaml"),
                Files.readString(Path.of(old))
                        .replace("conditionValue: 443 }", "conditionValue: 8443 }")
                        .replace("conditionValue: 23 }", "conditionValue: 2323 }"));
        long began = System.nanoTime();
        ChildJvm run = ChildJvm.start(
                MeteredCommand.class,
                List.of("-Xmx512m", "-XX:TieredStopAtLevel=4"),
                "reclassify",
                "--bootstrap",
                KAFKA.bootstrapServers(),
                "--baseline",
                old,
                "--policy",
                edited.toString(),
                "--json");
        assertThat(run.awaitEnd(PATIENCE)).as(run.output().toString()).isZero();
        double seconds = (System.nanoTime() - began) / 1e9;

        JsonNode report = new ObjectMapper()
                .readTree(run.output().stream()
                        .filter(line -> line.startsWith("{"))
                        .findFirst()
                        .orElseThrow());
        long kibibytes = run.output().stream()
                .map(RESIDENT::matcher)
                .filter(Matcher::matches)
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .findFirst()
                .orElseThrow();
        System.out.printf(
                "reclassify: %d packets, %d changed, in %.1f s, %d MiB resident at most%n",
                PACKETS, report.get("changed").asLong(), seconds, kibibytes >> 10);
        assertThat(report.get("packets").asLong()).isEqualTo(PACKETS);
        assertThat(report.get("changed").asLong()).isPositive();
        assertThat(kibibytes).isLessThan(MOST_KIBIBYTES);
    }
}
