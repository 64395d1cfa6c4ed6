// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.engine.SpecRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreCommandTest {
    private static final Path REAL =
            Path.of(System.getProperty("penstock.data", "../shared/data"), "wfp", "netevents-excerpts-a.xml");
    private static final String POLICY = """
        filters:
          - filterKey: block-telnet
            filterId: 70102
            layerKey: FWPM_LAYER_ALE_AUTH_CONNECT_V4
            filterCondition:
              - { fieldKey: FWPM_CONDITION_IP_REMOTE_PORT, matchType: FWP_MATCH_EQUAL, conditionValue: 23 }
            action: FWP_ACTION_BLOCK
          - filterKey: block-probe
            filterId: 70103
            layerKey: FWPM_LAYER_ALE_AUTH_CONNECT_V4
            filterCondition:
              - { fieldKey: FWPM_CONDITION_ALE_PACKAGE_ID, matchType: FWP_MATCH_EQUAL, conditionValue: S-1-15-2-7 }
            action: FWP_ACTION_BLOCK
          - filterKey: accept-rdp
            filterId: 70110
            layerKey: FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V4
            filterCondition:
              - { fieldKey: FWPM_CONDITION_IP_LOCAL_PORT, matchType: FWP_MATCH_EQUAL, conditionValue: 3389 }
            action: FWP_ACTION_PERMIT
        """;

    @TempDir
    private Path folder;

    private final List<String> events = new ArrayList<>();

    private void event(int id, int filter, int layer, String direction, String remotePort) {
        events.add("{\"event_id\": " + id + ", \"record_number\": 1, \"computer_name\": \"WS7\", \"@timestamp\":"
                + " \"2026-03-04T05:06:07Z\", \"event_data\": {\"ProcessId\": \"4\", \"Application\": \"-\","
                + " \"Direction\": \"" + direction
                + "\", \"SourceAddress\": \"192.168.7.20\", \"SourcePort\": \"3389\","
                + " \"DestAddress\": \"203.0.113.5\", \"DestPort\": \"" + remotePort + "\", \"Protocol\": \"6\","
                + " \"FilterRTID\": \"" + filter + "\", \"LayerName\": \"%%14611\", \"LayerRTID\": \"" + layer
                + "\"}}");
    }

    private JsonNode score() throws IOException {
        Path policy = folder.resolve("policy.yaml");
        Path file = folder.resolve("events.jsonl");
        Files.writeString(policy, POLICY);
        Files.write(file, events);
        CommandRun run = CommandRun.of("score", "--policy", policy.toString(), "--events", file.toString(), "--json");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    @SpecRule("11 P18")
    void shouldAgreeWhereThePolicySaysWhatWindowsDid() throws IOException {
        event(5157, 70102, 48, "%%14593", "23");
        event(5156, 0, 48, "%%14593", "443");
        event(5156, 0, 44, "%%14592", "51000");
        event(5157, 4711, 48, "%%14593", "23");
        JsonNode score = score();

        assertThat(score.get("agreed").asInt()).isEqualTo(4);
        assertThat(score.get("comparable").asInt()).isEqualTo(4);
        assertThat(score.get("byFilter").toString()).isEqualTo("{\"same\":2,\"other\":1,\"notNamed\":1}");
    }

    @Test
    void shouldExplainEachDisagreementAndCountLikeOnesTogether() throws IOException {
        event(5157, 70102, 48, "%%14593", "80");
        event(5157, 70102, 48, "%%14593", "81");
        event(5157, 70103, 48, "%%14593", "80");
        event(5157, 4711, 48, "%%14593", "80");
        event(5156, 0, 48, "%%14593", "23");
        event(5157, 70110, 48, "%%14593", "80");
        JsonNode score = score();

        assertThat(score.get("agreed").asInt()).isZero();
        assertThat(score.get("comparable").asInt()).isEqualTo(6);
        List<String> causes = new ArrayList<>();
        score.get("disagreements")
                .forEach(one ->
                        causes.add(one.get("count") + " " + one.get("cause").asText()));
        assertThat(causes)
                .containsExactly(
                        "2 not-matched",
                        "1 field-not-told",
                        "1 filter-not-in-policy",
                        "1 no-filter-named",
                        "1 other-layer");
        JsonNode first = score.get("disagreements").get(0);
        assertThat(first.get("why").asText()).contains("70102", "block-telnet", "does not match", "80");
        assertThat(first.get("firstLine").asInt()).isEqualTo(1);
        assertThat(score.get("disagreements").get(3).get("hereFilter").asText()).isEqualTo("block-telnet");
    }

    @Test
    void shouldSetApartWhatCannotBeCompared() throws IOException {
        event(5157, 70102, 85, "%%14593", "23");
        events.set(0, events.getFirst().replace("%%14611", "Unknown"));
        JsonNode score = score();

        assertThat(score.get("comparable").asInt()).isZero();
        assertThat(score.get("notComparable").get(0).get("why").asText()).contains("layer");
    }

    @Test
    void shouldExplainToAPerson() throws IOException {
        event(5157, 70102, 48, "%%14593", "80");
        score();
        CommandRun run = CommandRun.of(
                "score",
                "--policy",
                folder.resolve("policy.yaml").toString(),
                "--events",
                folder.resolve("events.jsonl").toString());

        assertThat(run.outLines().getFirst()).isEqualTo("agreement 0 of 1, 0 not comparable");
        assertThat(run.out())
                .contains("1 × ALE_AUTH_CONNECT_V4: Windows BLOCK, here PERMIT, no filter decides")
                .contains("why: filter 70102 (block-telnet): it does not match")
                .contains("first: line 1, 5157 of 2026-03-04T05:06:07Z, protocol 6, local 192.168.7.20:3389");
        assertThat(run.err()).contains("1 taken, 0 approximated, 0 not understood, 0 other");
    }

    /** The excerpt has two of the three filters that the events name, so the first two can agree by the same filter. */
    @Test
    void shouldAgreeWithPublishedEventsOfARealMachine() throws IOException {
        assumeTrue(Files.exists(REAL), "no real net events at " + REAL);
        CommandRun run = CommandRun.of("score", "--policy", REAL.toString(), "--events", REAL.toString(), "--json");
        JsonNode score = new ObjectMapper().readTree(run.out());

        assertThat(score.get("comparable").asInt()).isEqualTo(3);
        assertThat(score.get("agreed").asInt() + score.get("disagreements").size())
                .isEqualTo(3);
        assertThat(score.get("disagreements").toString()).contains("filter-not-in-policy");
    }

    @Test
    void shouldRefuseTwoInputsFromOneStandardInput() {
        assertThat(CommandRun.of("score", "--policy", "-", "--events", "-").exitCode())
                .isEqualTo(2);
        assertThat(CommandRun.of("score", "--policy", "none.yaml", "--events", "-")
                        .errLines())
                .hasSize(1);
    }
}
