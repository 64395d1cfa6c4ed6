// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.stream.control.PolicyLog;
import io.penstock.testsupport.ChildJvm;
import io.penstock.testsupport.KafkaExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Many who change the policy at once, in several processes, while others read it. */
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class PolicyConcurrencyIT {
    private static final int PARTITIONS = 4;
    private static final int PROCESSES = 5;
    private static final int EACH = 10;
    private static final int FEW = 3;
    private static final Duration WITHIN = Duration.ofSeconds(240);

    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(PARTITIONS);

    @TempDir
    private Path folder;

    /** What one command said. */
    private record Applied(String file, int exitCode, JsonNode json) {}

    @Test
    void shouldLoseNoneOfFiftyAppliesWhereEachIsToComeLast() throws Exception {
        int before = revisions();
        try (PolicyWatcher watcher = PolicyWatcher.start(KAFKA.bootstrapServers(), PARTITIONS)) {
            List<Applied> all = applyAtOnce(0, EACH, "--expect", "any");

            assertThat(all).allSatisfy(one -> {
                assertThat(one.exitCode()).as(one.toString()).isZero();
                assertThat(one.json().path("outcome").asText()).isEqualTo("activated");
            });
            List<String> versions = watcher.versions();
            assertThat(versions.subList(before, versions.size()))
                    .hasSize(PROCESSES * EACH)
                    .containsExactlyElementsOf(byRevision(all, before));
        }
    }

    @Test
    void shouldRefuseWhoeverDidNotSeeWhatWasActiveAndChangeNothingForThem() throws Exception {
        int before = revisions();
        try (PolicyWatcher watcher = PolicyWatcher.start(KAFKA.bootstrapServers(), PARTITIONS)) {
            List<Applied> all = applyAtOnce(PROCESSES * EACH, FEW);

            List<Applied> successful =
                    all.stream().filter(one -> one.exitCode() == ExitCode.DONE).toList();
            List<Applied> refused =
                    all.stream().filter(one -> one.exitCode() == ExitCode.FOUND).toList();
            assertThat(successful).isNotEmpty();
            assertThat(refused).isNotEmpty().hasSize(all.size() - successful.size());
            List<String> versions = watcher.versions();
            assertThat(versions.subList(before, versions.size()))
                    .containsExactlyElementsOf(byRevision(successful, before));
            for (Applied one : successful) {
                long replaced = one.json().path("replaced").path("revision").asLong();
                assertThat(one.json().path("revision").asLong()).isEqualTo(replaced + 1);
            }
            assertThat(refused)
                    .allSatisfy(one -> assertThat(
                                    one.json().path("active").path("revision").asLong())
                            .isPositive());
        }
    }

    private static int revisions() {
        return PolicyLog.read(Map.of("bootstrap.servers", KAFKA.bootstrapServers()))
                .revisions()
                .size();
    }

    /** Versions in the order of their revisions, which follow what was before, each once and without a gap. */
    private static List<String> byRevision(List<Applied> applied, int before) {
        TreeMap<Long, String> versions = new TreeMap<>();
        for (Applied one : applied) {
            String other = versions.put(
                    one.json().path("revision").asLong(),
                    one.json().path("policyVersion").asText());
            assertThat(other).as("another one that got the revision of " + one).isNull();
        }
        assertThat(versions.firstKey()).isEqualTo(before + 1);
        assertThat(versions.lastKey()).isEqualTo(before + applied.size());
        return List.copyOf(versions.values());
    }

    private List<Applied> applyAtOnce(int firstNumber, int each, String... options) throws IOException {
        List<ChildJvm> processes = new ArrayList<>();
        List<Applied> applied = new ArrayList<>();
        try {
            for (int process = 0; process < PROCESSES; process++) {
                processes.add(start(firstNumber + process * each, each, options));
            }
            processes.forEach(process -> process.awaitLine("READY", WITHIN));
            for (ChildJvm process : processes) {
                process.standardInput().write('\n');
                process.standardInput().flush();
            }
            for (ChildJvm process : processes) {
                process.awaitLine("END", WITHIN);
                process.output().stream()
                        .filter(line -> line.startsWith("APPLIED "))
                        .map(PolicyConcurrencyIT::applied)
                        .forEach(applied::add);
            }
        } finally {
            processes.forEach(ChildJvm::close);
        }
        assertThat(applied).hasSize(PROCESSES * each);
        return applied;
    }

    private ChildJvm start(int first, int each, String... options) throws IOException {
        for (int number = first; number < first + each; number++) {
            NumberedPolicy.write(folder, number);
        }
        List<String> arguments = new ArrayList<>(
                List.of(KAFKA.bootstrapServers(), folder.toString(), Integer.toString(first), Integer.toString(each)));
        arguments.addAll(List.of(options));
        return ChildJvm.start(PolicyAppliers.class, arguments.toArray(String[]::new));
    }

    private static Applied applied(String line) {
        String[] parts = line.split(" ", 4);
        try {
            return new Applied(parts[1], Integer.parseInt(parts[2]), new ObjectMapper().readTree(parts[3]));
        } catch (IOException wrong) {
            throw new UncheckedIOException(line, wrong);
        }
    }
}
