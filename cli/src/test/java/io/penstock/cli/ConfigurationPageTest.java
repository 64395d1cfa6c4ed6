// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.policy.PolicySettings;
import io.penstock.engine.policy.document.PolicyDocument;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code docs/configuration.md} names every setting, and of those that change verdicts the true defaults. */
class ConfigurationPageTest {
    @ParameterizedTest
    @CsvSource({
        "The agent, io.penstock.ingest.publish.AgentOptions",
        "The topology, io.penstock.stream.ClassifyConfig",
        "The worker, io.penstock.worker.WorkerConfig"
    })
    void shouldNameEverySettingOfAProcess(String heading, Class<?> settings) throws Exception {
        assertThat(rows(heading).map(row -> row[1].replace("`", "").strip()))
                .containsExactlyElementsOf(Stream.of(settings.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    @Test
    void shouldGiveEverySettingOfAPolicyAndItsTrueDefault() throws Exception {
        List<String> settings = rows("Settings of the policy")
                .map(row -> "  " + row[1].replace("`", "").strip() + ": "
                        + row[2].replace("`", "").strip())
                .toList();
        String document = settings.stream().collect(Collectors.joining("\n", "policy: defaults\nsettings:\n", "\n"));

        PolicySettings read = PolicyDocument.parse("defaults.yaml", document.getBytes(StandardCharsets.UTF_8))
                .settings();

        assertThat(read).isEqualTo(PolicySettings.DEFAULT);
        assertThat(settings).hasSameSizeAs(PolicySettings.class.getRecordComponents());
    }

    /** The cells of the rows of the first table under a heading, the table's head left out. */
    private static Stream<String[]> rows(String heading) throws Exception {
        List<String> page = Files.readAllLines(Path.of(CommandRun.repository("docs/configuration.md")));
        return page.stream()
                .skip(page.indexOf("## " + heading) + 1L)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|"));
    }
}
