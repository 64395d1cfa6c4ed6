// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.rows.RowOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two callouts at the STREAM layers in worker processes of their own: the heavier one replaces bytes of TCP streams, the lighter one inspects what is left of them. With a
 * worker killed on the way, every packet has the fate, and every segment that leaves has the bytes, that the evaluation gives which asks both at once.
 */
class StreamOutOfBandIT {
    private static final String EDIT = "penstock-stream-edit-worker";
    private static final String INSPECTION = "penstock-signature";
    private static final Duration LONGEST = Duration.ofSeconds(240);

    private static final String POLICY = """
        policy: streams elsewhere
        subLayers:
          - { subLayerKey: editing, weight: 0x5000 }
          - { subLayerKey: looking, weight: 0x4000 }
        callouts:
          - { calloutKey: penstock-stream-edit-worker }
          - { calloutKey: penstock-signature }
        providerContexts:
          - providerContextKey: edits
            type: FWPM_GENERAL_CONTEXT
            data:
              edits:
                - { name: agent, find: "User-Agent: curl", replace: "User-Agent: something longer than that" }
                - { name: phones, find: "GET /phones.html", replace: "GET /no.html" }
          - providerContextKey: signatures
            type: FWPM_GENERAL_CONTEXT
            data:
              signatures:
                - { name: edited, text: "GET /no.html" }
                - { name: test, text: "PENSTOCK-TEST-SIGNATURE" }
        filters:
          - filterKey: edit
            layerKey: [FWPM_LAYER_STREAM_V4, FWPM_LAYER_STREAM_V6]
            subLayerKey: editing
            action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: penstock-stream-edit-worker }
            providerContextKey: edits
          - filterKey: inspect
            layerKey: [FWPM_LAYER_STREAM_V4, FWPM_LAYER_STREAM_V6]
            subLayerKey: looking
            action: { type: FWP_ACTION_CALLOUT_TERMINATING, calloutKey: penstock-signature }
            providerContextKey: signatures
        """;

    @TempDir
    private Path folder;

    @Test
    @SpecRule({"7.7 S4", "11 P11"})
    void shouldLeaveTheBytesOfTheEvaluationWhoeverDies() throws Exception {
        String capture = CommandRun.repository("samples/office.pcapng");
        UndisturbedRun expected = evaluated(capture);
        assertThat(expected.tally().pends().pended()).as("pends").isGreaterThan(200);
        assertThat(expected.injections()).as("segments of edited streams").hasSizeGreaterThan(50);
        String policy = Files.writeString(folder.resolve("policy.yaml"), POLICY).toString();
        try (RoleCluster cluster = RoleCluster.start(folder)) {
            cluster.classify(policy);
            var doomed = cluster.worker(EDIT);
            cluster.worker(EDIT);
            cluster.worker(INSPECTION);
            cluster.publish(List.of(capture));
            try (ClusterBook book =
                    ClusterBook.fromTheStart(cluster.bootstrapServers(), agents(expected), List.of(EDIT, INSPECTION))) {
                book.await(
                        "half of the verdicts",
                        LONGEST,
                        () -> book.verdicts().size() >= expected.verdicts().size() / 2);
                doomed.kill();
                book.await(
                        "all verdicts",
                        LONGEST,
                        () -> book.verdicts().size() == expected.verdicts().size());
                book.await("every segment", LONGEST, () -> count(book.injections()) >= count(expected.injections()));
                book.readToEnd(LONGEST);

                assertThat(book.verdicts()).isEqualTo(expected.verdicts());
                assertThat(book.decidedTwice()).isEmpty();
                assertThat(book.injections()).isEqualTo(expected.injections());
                assertThat(book.injectionIds()).doesNotHaveDuplicates();
                assertThat(book.openPends()).isEmpty();
                assertThat(book.tally().findings()).isEqualTo(expected.tally().findings());
                assertThat(book.tally().pends().pended())
                        .isEqualTo(expected.tally().pends().pended());
            }
        }
    }

    private static int count(Map<String, List<String>> injections) {
        return injections.values().stream().mapToInt(List::size).sum();
    }

    private static Set<String> agents(UndisturbedRun run) {
        String first = run.verdicts().keySet().iterator().next();
        return Set.of(first.substring(0, first.indexOf(" packet ")));
    }

    private static UndisturbedRun evaluated(String capture) throws Exception {
        Policy policy = PolicyDocument.parse("policy.yaml", POLICY.getBytes(StandardCharsets.UTF_8));
        List<CaptureSource> sources = new ArrayList<>(List.of(CaptureSource.of(capture, System.in)));
        return UndisturbedRun.of(policy, RowOptions.DEFAULT, sources, List.of());
    }
}
