// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.testsupport.KafkaExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The life of a policy at a cluster, as an operator leads it. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class PolicyLifeIT {
    private static final String BLOCK_TELNET = """
        # Comments stay with what is published.
        policy: office
        filters:
          - filterKey: no-telnet
            layerKey: ALE_AUTH_CONNECT_V4
            filterCondition: [{ fieldKey: IP_REMOTE_PORT, conditionValue: 23 }]
            action: { type: FWP_ACTION_BLOCK }
        """;
    private static final String BLOCK_MORE = BLOCK_TELNET + """
          - filterKey: no-smtp
            layerKey: ALE_AUTH_CONNECT_V4
            filterCondition: [{ fieldKey: IP_REMOTE_PORT, conditionValue: 25 }]
            action: { type: FWP_ACTION_BLOCK }
        """;

    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(2);

    @TempDir
    private Path folder;

    @Test
    void shouldApplyRefuseListCompareShowAndRollBack() throws Exception {
        Path first = Files.writeString(folder.resolve("first.yaml"), BLOCK_TELNET);
        Path second = Files.writeString(folder.resolve("second.yaml"), BLOCK_MORE);
        int before = json("history").size();
        long one = before + 1L;

        CommandRun applied = command("apply", first.toString());
        assertThat(applied.exitCode()).as(applied.toString()).isZero();
        assertThat(applied.outLines().getFirst())
                .matches("activated revision " + one + " \\([0-9a-f]{12}\\), 1 filters; 2 partitions follow");
        JsonNode more = json("apply", second.toString(), "--expect", "@" + one);
        assertThat(more.path("outcome").asText()).isEqualTo("activated");
        assertThat(more.path("changes").path("added").asInt()).isOne();
        assertThat(more.path("replaced").path("revision").asLong()).isEqualTo(one);
        assertThat(command("apply", second.toString()).outLines())
                .singleElement()
                .asString()
                .startsWith("nothing to do: revision " + (one + 1));

        CommandRun late = command("apply", first.toString(), "--expect", Long.toString(one));
        assertThat(late.exitCode()).isEqualTo(ExitCode.FOUND);
        assertThat(late.errLines())
                .singleElement()
                .asString()
                .contains("revision " + one + " (", "revision " + (one + 1) + " (", "nothing was changed");

        CommandRun back = command("rollback");
        assertThat(back.exitCode()).as(back.toString()).isZero();
        JsonNode history = json("history");
        assertThat(history).hasSize(before + 3);
        assertThat(history.get(0).path("restored").asLong()).isEqualTo(one);
        assertThat(history.get(0).path("active").asBoolean()).isTrue();
        assertThat(history.get(0).path("policyVersion"))
                .isEqualTo(history.get(2).path("policyVersion"));
        assertThat(history.get(0).path("writer").asText()).startsWith(System.getProperty("user.name"));
        assertThat(command("history").outLines())
                .hasSize(before + 4)
                .anyMatch(line -> line.endsWith("active, as revision " + one));

        String version = history.get(1).path("policyVersion").asText();
        assertThat(command("rollback", "--to", version.substring(0, 12)).exitCode())
                .isZero();
        assertThat(json("history").get(0).path("restored").asLong()).isEqualTo(one + 1);
        readFromTheCluster(one, first);
    }

    private void readFromTheCluster(long one, Path first) {
        assertThat(command("show").out()).contains("no-telnet", "no-smtp");
        CommandRun earlier = command("show", "--revision", Long.toString(one));
        assertThat(earlier.out()).contains("no-telnet").doesNotContain("no-smtp");
        assertThat(command("show", "--revision", Long.toString(one), "--format", "document")
                        .out())
                .isEqualTo(BLOCK_TELNET);
        assertThat(command("diff", "@" + one, "@" + (one + 1)).out()).contains("+ ", "no-smtp");
        assertThat(command("diff", "@active", first.toString()).out()).contains("- ", "no-smtp");
        CommandRun unknown = command("show", "--revision", "999");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(unknown.errLines()).singleElement().asString().contains("no revision 999");
    }

    @Test
    void shouldApplyOnlyWhatItsTestsAllow() throws Exception {
        Path policy = Files.writeString(folder.resolve("tested.yaml"), BLOCK_TELNET.replace("office", "tested"));
        int before = json("history").size();

        CommandRun untested = command("apply", policy.toString(), "--require-tests");
        assertThat(untested.exitCode()).isEqualTo(ExitCode.FOUND);
        assertThat(untested.errLines()).singleElement().asString().contains("no *.test.yaml stands beside");

        testCase("BLOCK", "other.yaml");
        Files.writeString(folder.resolve("other.yaml"), BLOCK_MORE);
        assertThat(command("apply", policy.toString(), "--require-tests").errLines())
                .singleElement()
                .asString()
                .contains("no case of", "is about " + policy);

        testCase("PERMIT", "tested.yaml");
        CommandRun failed = command("apply", policy.toString(), "--require-tests");
        assertThat(failed.exitCode()).isEqualTo(ExitCode.FOUND);
        assertThat(failed.errLines())
                .hasSize(2)
                .anyMatch(line -> line.contains("FAIL telnet"))
                .anyMatch(line -> line.endsWith("0 passed, 1 failed"));
        assertThat(json("history")).hasSize(before);

        testCase("BLOCK", "tested.yaml");
        CommandRun applied = command("apply", policy.toString(), "--require-tests", "--name", "tested");
        assertThat(applied.exitCode()).as(applied.toString()).isZero();
        assertThat(json("history").get(0).path("name").asText()).isEqualTo("tested");
    }

    private void testCase(String expected, String policy) throws IOException {
        Files.writeString(folder.resolve("tested.test.yaml"), """
            policy: %s
            cases:
              - id: telnet
                layer: ALE_AUTH_CONNECT_V4
                values: { IP_REMOTE_PORT: 23 }
                expected: { finalAction: %s }
            """.formatted(policy, expected));
    }

    private static JsonNode json(String... arguments) throws IOException {
        CommandRun run =
                command(Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new));
        assertThat(run.out()).as(run.toString()).isNotEmpty();
        return new ObjectMapper().readTree(run.out());
    }

    private static CommandRun command(String... arguments) {
        return CommandRun.of(
                Stream.of(Stream.of("policy"), Stream.of(arguments), Stream.of("--bootstrap", KAFKA.bootstrapServers()))
                        .flatMap(part -> part)
                        .toArray(String[]::new));
    }
}
