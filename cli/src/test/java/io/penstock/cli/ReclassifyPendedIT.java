// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.WorkerGroup;
import io.penstock.stream.control.CalloutToRegister;
import io.penstock.stream.control.ControlWriter;
import io.penstock.testsupport.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Re-classification has the pends of the past end as they did, whether their callouts answered, failed, kept silent or had no room, and says of what nobody was
 * asked then that it is unknown. The code of the callouts is with the workers alone, which ran in processes of their own.
 */
class ReclassifyPendedIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration LOCK = Duration.ofSeconds(5);
    private static final Duration NEVER = Duration.ofMinutes(30);
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final int SILENT_PORT = 7_002;
    private static final int FULL_PORT = 7_004;
    private static final int UNSEEN_PORT = 7_010;
    private static final List<String> CALLOUTS =
            List.of(FaultCallout.Edit.KEY, FaultCallout.Look.KEY, FaultCallout.Silent.KEY, FaultCallout.Full.KEY);
    private static final int PACKETS = 15;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path directory;

    private static FaultCluster cluster;

    @BeforeAll
    static void recordTheRun() throws Exception {
        cluster = FaultCluster.start(directory, FaultPolicy.callouts());
        String policy = policy("", "");
        cluster.classify(policy);
        try (Admin admin = Admin.create(client())) {
            CALLOUTS.forEach(callout -> WorkerGroup.prepare(admin, callout, CalloutDelivery.SHARED, LOCK));
        }
        new ControlWriter(client())
                .register(
                        CALLOUTS.stream().map(ReclassifyPendedIT::registration).toList());
        cluster.addWorker(CALLOUTS);
        Path capture = Files.write(directory.resolve("pended.pcap"), packets());
        try (ClusterBook book = ClusterBook.fromNow(cluster.bootstrapServers(), Set.of("host"), CALLOUTS)) {
            ChildJvm agent = cluster.agent(
                    "--capture", capture.toString(), "--host", "host", "--local", FaultTraffic.LOCAL + "/32");
            assertThat(agent.awaitEnd(PATIENCE)).as(agent.output().toString()).isZero();
            book.await("the verdicts of all", PATIENCE, () -> {
                cluster.supervise();
                return book.verdicts().size() == PACKETS && book.openPends().isEmpty();
            });
        }
    }

    @AfterAll
    static void killAll() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static CalloutToRegister registration(String callout) {
        boolean silent = callout.equals(FaultCallout.Silent.KEY);
        return new CalloutToRegister(
                callout, true, true, true, silent ? SOON : NEVER, CalloutDelivery.SHARED, 0, false);
    }

    @Test
    void shouldFindNothingChangedUnderTheSamePolicy() throws IOException {
        JsonNode recorded = reclassify(policy("", ""));

        assertThat(counts(recorded)).isEqualTo("15 packets, 15 unchanged, 0 moved, 0 changed, 0 unknown");
        assertThat(answers(recorded, "old")).isEmpty();
        assertThat(answers(recorded, "new"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        FaultCallout.Edit.KEY, "3 recorded",
                        FaultCallout.Look.KEY, "6 recorded, 1 expired",
                        FaultCallout.Silent.KEY, "3 expired",
                        FaultCallout.Full.KEY, "1 overflowed"));

        JsonNode evaluated = reclassify(policy("", ""), "--baseline", policy("", ""));
        assertThat(counts(evaluated)).isEqualTo(counts(recorded));
        assertThat(answers(evaluated, "old")).isEqualTo(answers(recorded, "new"));
    }

    @Test
    void shouldCountAsUnknownWhatACalloutWasNotAskedThen() throws IOException {
        String asksMore = policy(filter("unseen", UNSEEN_PORT, "look", FaultCallout.Look.KEY), "");

        JsonNode report = reclassify(asksMore);

        assertThat(counts(report)).isEqualTo("15 packets, 13 unchanged, 0 moved, 0 changed, 2 unknown");
        assertThat(answers(report, "new"))
                .containsEntry(FaultCallout.Look.KEY, "6 recorded, 1 expired, 2 unknown")
                .containsEntry(FaultCallout.Edit.KEY, "3 recorded");
        assertThat(CommandRun.of("reclassify", "--bootstrap", cluster.bootstrapServers(), "--policy", asksMore)
                        .out())
                .contains("no answer from " + FaultCallout.Look.KEY)
                .contains("callout " + FaultCallout.Look.KEY + ": 6 recorded, 1 expired, 2 unknown");
    }

    @Test
    void shouldAskTheCodeOnlyWhereNothingIsRecorded() throws IOException {
        // The silent callout's code would never come back.
        ChildJvm run = ChildJvm.start(
                FaultPolicy.callouts(),
                PenstockCommand.class,
                arguments(policy(filter("unseen", UNSEEN_PORT, "look", FaultCallout.Look.KEY), "")));
        assertThat(run.awaitEnd(PATIENCE)).as(run.output().toString()).isZero();
        JsonNode report = JSON.readTree(run.output().getLast());

        assertThat(counts(report)).isEqualTo("15 packets, 13 unchanged, 1 moved, 1 changed, 0 unknown");
        assertThat(answers(report, "new"))
                .containsEntry(FaultCallout.Look.KEY, "6 recorded, 1 expired, 2 computed")
                .containsEntry(FaultCallout.Silent.KEY, "3 expired");
    }

    @Test
    void shouldTellWhatBecomesOfPacketsThatExpiredOnceNobodyIsAskedAboutThem() throws IOException {
        JsonNode report = reclassify(policy("", FaultCallout.Silent.KEY));

        assertThat(counts(report)).isEqualTo("15 packets, 12 unchanged, 0 moved, 3 changed, 0 unknown");
        assertThat(report.get("groups").get(0).get("from").asText()).isEqualTo("block");
        assertThat(report.get("groups").get(0).get("fromFilter").asText()).isEqualTo("silent");
        assertThat(report.get("groups").get(0).get("to").asText()).isEqualTo("permit");
    }

    private static JsonNode reclassify(String policy, String... more) throws IOException {
        CommandRun run = CommandRun.of(arguments(policy, more));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return JSON.readTree(run.out());
    }

    private static String[] arguments(String policy, String... more) {
        return Stream.concat(
                        Stream.of(
                                "reclassify", "--bootstrap", cluster.bootstrapServers(), "--policy", policy, "--json"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private static String counts(JsonNode report) {
        StringBuilder text = new StringBuilder();
        for (String name : List.of("packets", "unchanged", "moved", "changed", "unknown")) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(report.get(name))
                    .append(' ')
                    .append(name);
        }
        return text.toString();
    }

    /** What is not 0, by callout. */
    private static Map<String, String> answers(JsonNode report, String side) {
        Map<String, String> answers = new TreeMap<>();
        for (JsonNode callout : report.get("callouts").get(side)) {
            StringBuilder text = new StringBuilder();
            for (String name : List.of("recorded", "expired", "overflowed", "computed", "unknown")) {
                if (callout.get(name).asLong() > 0) {
                    text.append(text.isEmpty() ? "" : ", ")
                            .append(callout.get(name))
                            .append(' ')
                            .append(name);
                }
            }
            answers.put(callout.get("callout").asText(), text.toString());
        }
        return answers;
    }

    private static byte[] packets() {
        return FaultTraffic.capture(List.of(
                FaultTraffic.packet(1, FaultTraffic.LOOK_PORT, FaultCallout.PERMIT, 1),
                FaultTraffic.packet(1, FaultTraffic.LOOK_PORT, FaultCallout.PERMIT, 2),
                FaultTraffic.packet(2, FaultTraffic.LOOK_PORT, FaultCallout.PERMIT, 1),
                FaultTraffic.packet(3, FaultTraffic.LOOK_PORT, FaultCallout.BLOCK, 1),
                FaultTraffic.packet(4, FaultTraffic.LOOK_PORT, FaultCallout.THROW, 1),
                FaultTraffic.packet(5, FaultTraffic.EDIT_PORT, FaultCallout.EDIT, 1),
                FaultTraffic.packet(6, FaultTraffic.EDIT_PORT, FaultCallout.DROP, 1),
                FaultTraffic.packet(7, FaultTraffic.EDIT_PORT, FaultCallout.PERMIT, 1),
                FaultTraffic.packet(8, SILENT_PORT, FaultCallout.SILENCE, 1),
                FaultTraffic.packet(8, SILENT_PORT, FaultCallout.SILENCE, 2),
                FaultTraffic.packet(9, SILENT_PORT, FaultCallout.SILENCE, 1),
                FaultTraffic.packet(10, FULL_PORT, FaultCallout.PERMIT, 40 << 10),
                FaultTraffic.packet(11, UNSEEN_PORT, FaultCallout.PERMIT, 1),
                FaultTraffic.packet(12, UNSEEN_PORT, FaultCallout.BLOCK, 1),
                FaultTraffic.packet(13, 7_999, FaultCallout.PERMIT, 1)));
    }

    /** With one more filter, and without those of one callout. */
    private static String policy(String more, String without) throws IOException {
        StringBuilder filters = new StringBuilder(more);
        filter(filters, "edit", FaultTraffic.EDIT_PORT, "edit", FaultCallout.Edit.KEY, without);
        filter(filters, "edited", FaultTraffic.EDIT_PORT, "look", FaultCallout.Look.KEY, without);
        filter(filters, "look", FaultTraffic.LOOK_PORT, "look", FaultCallout.Look.KEY, without);
        filter(filters, "silent", SILENT_PORT, "look", FaultCallout.Silent.KEY, without);
        filter(filters, "full", FULL_PORT, "look", FaultCallout.Full.KEY, without);
        String document = """
            policy: test
            settings:
              pend.maxBytes: 32KiB
            subLayers:
              - { subLayerKey: edit, weight: 0x4000 }
              - { subLayerKey: look, weight: 0x3000 }
            callouts:
              - { calloutKey: test-edit }
              - { calloutKey: test-look }
              - { calloutKey: test-silent }
              - { calloutKey: test-full }
            filters:
            """ + filters;
        Path file = Files.createTempFile(directory, "policy", ".yaml");
        return Files.writeString(file, document).toString();
    }

    private static void filter(
            StringBuilder to, String key, int port, String subLayer, String callout, String without) {
        if (!callout.equals(without)) {
            to.append(filter(key, port, subLayer, callout));
        }
    }

    private static String filter(String key, int port, String subLayer, String callout) {
        return """
              - filterKey: %s
                layerKey: FWPM_LAYER_DATAGRAM_DATA_V4
                subLayerKey: %s
                filterCondition:
                  - { fieldKey: FWPM_CONDITION_IP_REMOTE_PORT, matchType: FWP_MATCH_EQUAL, conditionValue: %d }
                action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: %s }
            """.formatted(key, subLayer, port, callout);
    }

    private static Map<String, Object> client() {
        return Map.of("bootstrap.servers", cluster.bootstrapServers());
    }
}
