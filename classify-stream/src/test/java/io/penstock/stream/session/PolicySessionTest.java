// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.session;

import static io.penstock.stream.session.MemoryCluster.block;
import static io.penstock.stream.session.MemoryCluster.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.SpecRule;
import io.penstock.engine.bfe.FwpmFilter;
import io.penstock.engine.bfe.FwpmProvider;
import io.penstock.engine.bfe.FwpmSublayer;
import io.penstock.engine.bfe.ObjectHeader;
import io.penstock.engine.bfe.TransactionMode;
import io.penstock.engine.policy.Provider;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.ObjectKind;
import io.penstock.stream.control.ActivatedRevision;
import io.penstock.stream.control.ActivationOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PolicySessionTest {
    private static final int WRITERS = 50;

    private final MemoryCluster cluster = new MemoryCluster();
    private final PolicyClient client = cluster.client("ann@desk");
    private final PolicySession session = client.open();

    @Test
    @SpecRule("1.4 T2")
    void shouldPublishAllOfATransactionAsOneRevisionAndNothingBefore() {
        session.begin(TransactionMode.READ_WRITE);
        session.add(new FwpmSublayer(ObjectHeader.of("guard"), Set.of(), 7));
        session.add(FwpmFilter.at("FWPM_LAYER_INBOUND_TRANSPORT_V4", "a")
                .sublayer("guard")
                .block());
        assertThat(cluster.filters()).isEmpty();
        assertThat(session.get(ObjectKind.FILTER, "a").luid()).isOne();

        ActivatedRevision revision = session.commit();

        assertThat(revision.revision()).isOne();
        assertThat(revision.writer()).isEqualTo("ann@desk");
        assertThat(revision.version()).isEqualTo(cluster.read().policy().version());
        assertThat(cluster.filters()).containsExactly("a");
        assertThat(cluster.revisions.inBand()).containsExactly(1L);
    }

    @Test
    @SpecRule({"1.4 T2", "1.4 T4"})
    void shouldLeaveNothingOfWhatIsAbortedOrThrowsHalfWay() {
        session.begin(TransactionMode.READ_WRITE);
        session.add(block("a"));
        session.abort();
        assertThatThrownBy(() -> session.transact(policy -> {
                    policy.add(block("b"));
                    throw new IllegalStateException("half way");
                }))
                .hasMessage("half way");

        assertThat(cluster.revisions.revisions()).isEmpty();
        refused(FwpError.FWP_E_NO_TXN_IN_PROGRESS, session::commit);
    }

    @Test
    @SpecRule({"1.4 T3", "1.4 T6"})
    void shouldKeepATransactionUsableAfterACallThatFailed() {
        session.begin(TransactionMode.READ_WRITE);
        session.add(block("a"));
        refused(FwpError.FWP_E_ALREADY_EXISTS, () -> session.add(block("a")));
        refused(FwpError.FWP_E_TXN_IN_PROGRESS, () -> session.begin(TransactionMode.READ_ONLY));
        session.commit();

        assertThat(cluster.filters()).containsExactly("a");
    }

    @Test
    @SpecRule({"1.4 T2", "1.4 T5"})
    void shouldSeeTheRevisionAtWhichATransactionBeganUntilItsEnd() {
        session.add(block("a"));
        PolicySession other = client.open();
        session.begin(TransactionMode.READ_ONLY);
        other.delete(ObjectKind.FILTER, "a");

        assertThat(session.enumerate(ObjectKind.FILTER, null)).hasSize(1);
        assertThat(session.revision().revision()).isOne();
        refused(FwpError.FWP_E_INCOMPATIBLE_TXN, () -> session.add(block("b")));
        session.commit();
        assertThat(session.enumerate(ObjectKind.FILTER, null)).isEmpty();
        assertThat(session.revision().revision()).isEqualTo(2);
    }

    @Test
    @SpecRule({"1.4 T1", "1.4 T2"})
    void shouldRefuseACommitThatAnotherRevisionCameBefore() {
        session.begin(TransactionMode.READ_WRITE);
        session.add(block("a"));
        cluster.client("bob@desk").open().add(block("b"));

        assertThat(refused(FwpError.FWP_E_TXN_ABORTED, session::commit)).hasMessageContaining("revision 1 of bob@desk");
        assertThat(cluster.filters()).containsExactly("b");
        session.add(block("a"));
        assertThat(cluster.filters()).containsExactly("b", "a");
    }

    @Test
    void shouldPublishWhatNoVerdictDependsOnToo() {
        session.add(block("a"));
        session.add(new FwpmProvider(ObjectHeader.of("acme"), Set.of(), null));

        assertThat(cluster.read().policy().providers())
                .extracting(Provider::providerKey)
                .containsExactly("acme");
        assertThat(cluster.revisions.active().version())
                .isEqualTo(cluster.revisions.revisions().getFirst().version());
    }

    @Test
    void shouldGiveNoRevisionWhereNothingWasChanged() {
        session.add(block("a"));
        assertThat(session.transact(policy -> {}).revision()).isOne();
        assertThat(cluster.revisions.inBand()).containsExactly(1L);
    }

    @Test
    void shouldKeepWhatADocumentSaysAndHoldItToTheRulesOfReferences() throws Exception {
        cluster.apply("subLayers: [{subLayerKey: s, weight: 3}, {subLayerKey: FWPM_SUBLAYER_INSPECTION, weight: 0}]\n"
                + "filters: [{filterKey: f, layerKey: INBOUND_TRANSPORT_V4, subLayerKey: s, weight: 9, action:"
                + " BLOCK}]");
        String version = cluster.revisions.active().version();

        refused(FwpError.FWP_E_IN_USE, () -> session.delete(ObjectKind.SUBLAYER, "s"));
        refused(FwpError.FWP_E_BUILTIN_OBJECT, () -> session.delete(ObjectKind.SUBLAYER, "FWPM_SUBLAYER_INSPECTION"));
        session.add(block("g"));
        session.delete(ObjectKind.FILTER, "g");

        assertThat(cluster.revisions.active().version()).isEqualTo(version);
        assertThat(cluster.revisions.active().revision()).isEqualTo(3);
    }

    @Test
    void shouldKeepTheCommentsOfAllThatStays() throws Exception {
        cluster.apply("""
            # The office.
            settings:
              pend.timeout: 5s # short
            filters:
              # Nobody needs it.
              - filterKey: telnet # old
                layerKey: INBOUND_TRANSPORT_V4
                action: BLOCK
              # For now.
              - {filterKey: smtp, layerKey: INBOUND_TRANSPORT_V4, action: BLOCK} # until May
            """);
        session.add(block("a"));
        session.delete(ObjectKind.FILTER, "smtp");
        session.add(block("b"));

        assertThat(comments()).containsExactly("# The office.", "# short", "# Nobody needs it.", "# old");
        assertThat(cluster.filters()).containsExactly("telnet", "a", "b");
    }

    @Test
    void shouldKeepTheCommentsOfAnAppliedDocumentWhileSessionsComeAndGo() throws Exception {
        try (PolicySession guard = client.openDynamic(Lease.renewed(Duration.ofSeconds(30)))) {
            guard.add(block("guard"));
            cluster.apply("filters: # ours\n  - {filterKey: f, layerKey: INBOUND_TRANSPORT_V4, action: BLOCK} # f\n");
            assertThat(cluster.filters()).containsExactly("f", "guard");
            assertThat(comments()).containsExactly("# ours", "# f");
        }
        assertThat(cluster.filters()).containsExactly("f");
        assertThat(comments()).containsExactly("# ours", "# f");
    }

    private List<String> comments() {
        return cluster.revisions
                .document(cluster.revisions.active())
                .lines()
                .filter(line -> line.contains("#"))
                .map(line -> line.substring(line.indexOf('#')))
                .toList();
    }

    @Test
    void shouldGiveWayToAWholeDocumentWithWhatStays() throws Exception {
        session.add(block("a"));
        assertThat(cluster.apply("filters: []")).isInstanceOf(ActivationOutcome.Activated.class);
        assertThat(cluster.filters()).isEmpty();
    }

    @Test
    void shouldLeaveALinearHistoryWithEveryCommitOfFiftyWriters() throws Exception {
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<ActivatedRevision>> commits = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                FwpmFilter filter = block("filter-" + i);
                commits.add(writers.submit(() -> client.open().transact(policy -> policy.add(filter))));
            }
            List<Long> given = new ArrayList<>();
            for (Future<ActivatedRevision> commit : commits) {
                given.add(commit.get().revision());
            }
            assertThat(given)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, WRITERS).boxed().toList());
        }
        assertThat(cluster.revisions.inBand())
                .isEqualTo(LongStream.rangeClosed(1, WRITERS).boxed().toList());
        assertThat(cluster.revisions.revisions())
                .extracting(ActivatedRevision::filters)
                .isEqualTo(IntStream.rangeClosed(1, WRITERS).boxed().toList());
    }
}
