// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyHitsCommandTest {
    private static final String CAPTURE = CommandRun.repository("samples/office.pcapng");
    private static final String POLICY = CommandRun.repository("samples/policy.yaml");

    @Test
    void shouldCountPacketsByTheFilterThatTheirVerdictLineNames() throws Exception {
        Map<String, Integer> expected = new TreeMap<>();
        int packets = 0;
        int undecided = 0;
        for (String line : CommandRun.of("evaluate", CAPTURE, "--policy", POLICY, "--format", "jsonl")
                .outLines()) {
            JsonNode verdict = new ObjectMapper().readTree(line);
            packets++;
            if (verdict.has("filter")) {
                expected.merge(verdict.path("filter").asText(), 1, Integer::sum);
            } else {
                undecided++;
            }
        }

        JsonNode hits = json("--policy", POLICY, CAPTURE).get(0);

        Map<String, Integer> found = new TreeMap<>();
        for (JsonNode hit : hits.path("hits")) {
            found.put(hit.path("filter").asText(), hit.path("packets").asInt());
            assertThat(hit.path("packets").asInt())
                    .isEqualTo(hit.path("permit").asInt()
                            + hit.path("block").asInt()
                            + hit.path("absorb").asInt());
        }
        assertThat(found).isNotEmpty().isEqualTo(expected);
        assertThat(hits.path("packets").asInt()).isEqualTo(packets);
        assertThat(hits.path("undecided").asInt()).isEqualTo(undecided);
        for (JsonNode never : hits.path("neverHit")) {
            assertThat(expected).doesNotContainKey(never.path("filter").asText());
        }
    }

    @Test
    void shouldListEveryOtherFilterAsNeverHit() {
        CommandRun run = CommandRun.of("policy", "hits", "--policy", POLICY, CAPTURE);

        assertThat(run.exitCode()).isZero();
        assertThat(run.outLines()).anyMatch(line -> line.startsWith("never hit: "));
        assertThat(run.outLines().getFirst())
                .matches("version [0-9a-f]{12}: [0-9,]+ packets, [0-9,]+ decided by a filter");
    }

    @Test
    void shouldRefuseCapturesAndAClusterAtOnceAndNeither() {
        for (String[] wrong : new String[][] {
            {"policy", "hits"},
            {"policy", "hits", CAPTURE, "--bootstrap", "127.0.0.1:1"},
            {"policy", "hits", CAPTURE, "--since", "2h"},
            {"policy", "hits", "--bootstrap", "127.0.0.1:1", "--since", "yesterday"}
        }) {
            CommandRun run = CommandRun.of(wrong);
            assertThat(run.exitCode()).as(String.join(" ", wrong)).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(run.errLines()).hasSize(1);
        }
    }

    private static JsonNode json(String... arguments) throws Exception {
        String[] all = Stream.concat(Stream.of("policy", "hits", "--json"), Stream.of(arguments))
                .toArray(String[]::new);
        return new ObjectMapper().readTree(CommandRun.of(all).out());
    }
}
