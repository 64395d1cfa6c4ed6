// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.WorkerGroup;
import io.penstock.stream.control.CalloutToRegister;
import io.penstock.stream.control.ControlWriter;
import io.penstock.stream.control.PolicyToActivate;
import io.penstock.testsupport.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever keeps a callout from answering, the outcome is the configured one and each block says why (spec 6.7): {answer, timeout, crash, throw, overflow} by
 * {block, permit}, with a broker, a topology and workers in processes of their own. The worker of the crash dies with its JVM at every delivery but the last.
 */
@SpecRule("11 P11")
class TimeoutMatrixIT {
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final Duration LOCK = Duration.ofSeconds(5);
    private static final Duration NEVER = Duration.ofMinutes(30);
    private static final Duration SOON = Duration.ofSeconds(8);
    private static final List<String> CALLOUTS =
            List.of(FaultCallout.Look.KEY, FaultCallout.Silent.KEY, FaultCallout.Halting.KEY, FaultCallout.Full.KEY);
    private static final int ANSWERED = FaultTraffic.LOOK_PORT;
    private static final int SILENT = 7_002;
    private static final int HALTING = 7_003;
    private static final int FULL = 7_004;

    @TempDir
    private static Path directory;

    private static FaultCluster cluster;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = FaultCluster.start(directory, FaultPolicy.callouts());
        cluster.classify(Files.writeString(directory.resolve("block.yaml"), document("block"))
                .toString());
        // A process that dies again and again would take the others' packets with it.
        cluster.addWorker(List.of(FaultCallout.Look.KEY, FaultCallout.Silent.KEY, FaultCallout.Full.KEY));
        cluster.addWorker(List.of(FaultCallout.Halting.KEY));
        try (Admin admin = Admin.create(client())) {
            CALLOUTS.forEach(callout -> WorkerGroup.prepare(admin, callout, CalloutDelivery.SHARED, LOCK));
        }
    }

    @AfterAll
    static void killAll() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"block", "permit"})
    void shouldComeToTheConfiguredOutcomeWhateverKeepsACalloutFromAnswering(String configured) throws Exception {
        register();
        putInForce(configured);
        Path capture = Files.write(directory.resolve(configured + ".pcap"), packets());
        try (ClusterBook book = ClusterBook.fromNow(cluster.bootstrapServers(), Set.of(configured), CALLOUTS)) {
            ChildJvm agent = cluster.agent(
                    "--capture", capture.toString(), "--host", configured, "--local", FaultTraffic.LOCAL + "/32");
            assertThat(agent.awaitEnd(PATIENCE)).as(agent.output().toString()).isZero();
            book.await("the outcome of each cell", PATIENCE, () -> {
                cluster.supervise();
                return book.verdicts().size() == 6 && book.openPends().isEmpty();
            });
            boolean permits = configured.equals("permit");
            assertThat(book.verdicts())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            ClusterBook.packet(configured, 1), verdict(true, "answered", FaultCallout.Look.KEY, ""),
                            ClusterBook.packet(configured, 2),
                                    verdict(false, "answered", FaultCallout.Look.KEY, "FWPS_DISCARD_FIREWALL_POLICY"),
                            ClusterBook.packet(configured, 3),
                                    verdict(permits, "answered", FaultCallout.Look.KEY, "FWPS_DISCARD_FIREWALL_POLICY"),
                            ClusterBook.packet(configured, 4),
                                    verdict(permits, "silent", FaultCallout.Silent.KEY, "PenstockPendTimeout"),
                            ClusterBook.packet(configured, 5),
                                    verdict(
                                            permits,
                                            "halting",
                                            FaultCallout.Halting.KEY,
                                            "FWPS_DISCARD_FIREWALL_POLICY"),
                            ClusterBook.packet(configured, 6),
                                    verdict(permits, "full", FaultCallout.Full.KEY, "PenstockPendOverflow")));
            assertThat(book.tally().pends().expired()).as("expired").isOne();
            assertThat(book.tally().pends().completed()).as("completed").isEqualTo(4);
            assertThat(book.tally().pends().pended())
                    .as("pended; what found no room was not")
                    .isEqualTo(5);
        }
    }

    private static String verdict(boolean permits, String filter, String callout, String reason) {
        return ClusterBook.verdict(
                permits ? "permit" : "block",
                "FWPM_LAYER_DATAGRAM_DATA_V4",
                "test",
                filter,
                callout,
                permits ? null : reason);
    }

    /** One that nobody answers expires soon, the others not while a test lasts. */
    private static void register() {
        new ControlWriter(client())
                .register(CALLOUTS.stream()
                        .map(callout -> new CalloutToRegister(
                                callout,
                                true,
                                true,
                                true,
                                callout.equals(FaultCallout.Silent.KEY) ? SOON : NEVER,
                                CalloutDelivery.SHARED,
                                0,
                                false))
                        .toList());
    }

    private static void putInForce(String configured) throws Exception {
        byte[] document = document(configured).getBytes(StandardCharsets.UTF_8);
        String version = PolicyDocument.parse(configured, document).version();
        new ControlWriter(client()).activate(new PolicyToActivate("default", version, document));
    }

    private static Map<String, Object> client() {
        return Map.of("bootstrap.servers", cluster.bootstrapServers());
    }

    private static byte[] packets() {
        return FaultTraffic.capture(List.of(
                FaultTraffic.packet(1, ANSWERED, FaultCallout.PERMIT, 1),
                FaultTraffic.packet(2, ANSWERED, FaultCallout.BLOCK, 1),
                FaultTraffic.packet(3, ANSWERED, FaultCallout.THROW, 1),
                FaultTraffic.packet(4, SILENT, FaultCallout.SILENCE, 1),
                FaultTraffic.packet(5, HALTING, FaultCallout.HALT, 1),
                FaultTraffic.packet(6, FULL, FaultCallout.PERMIT, 4 << 10)));
    }

    /** Whatever is longer than a short packet finds no room. */
    private static String document(String configured) {
        return """
            policy: test
            settings:
              pend.onTimeout: %1$s
              pend.onOverflow: %1$s
              pend.maxBytes: 2KiB
            subLayers: [{ subLayerKey: test, weight: 0x4000 }]
            callouts:
              - { calloutKey: test-look }
              - { calloutKey: test-silent }
              - { calloutKey: test-halting }
              - { calloutKey: test-full }
            filters:
            %2$s%3$s%4$s%5$s\
            """.formatted(
                        configured,
                        filter("answered", ANSWERED, FaultCallout.Look.KEY),
                        filter("silent", SILENT, FaultCallout.Silent.KEY),
                        filter("halting", HALTING, FaultCallout.Halting.KEY),
                        filter("full", FULL, FaultCallout.Full.KEY));
    }

    private static String filter(String key, int port, String callout) {
        return """
              - filterKey: %s
                layerKey: FWPM_LAYER_DATAGRAM_DATA_V4
                subLayerKey: test
                filterCondition:
                  - { fieldKey: FWPM_CONDITION_IP_REMOTE_PORT, matchType: FWP_MATCH_EQUAL, conditionValue: %d }
                action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: %s }
            """.formatted(key, port, callout);
    }
}
