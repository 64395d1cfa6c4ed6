// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.session;

import static io.penstock.stream.session.MemoryCluster.block;
import static io.penstock.stream.session.MemoryCluster.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.SpecRule;
import io.penstock.engine.bfe.FwpmFilter;
import io.penstock.engine.bfe.FwpmSublayer;
import io.penstock.engine.bfe.ObjectHeader;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.ObjectKind;
import io.penstock.stream.control.ActivatedRevision;
import io.penstock.stream.control.ActivationOutcome;
import io.penstock.stream.control.DynamicSession;
import io.penstock.stream.control.Expectation;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DynamicSessionTest {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(20);

    private final MemoryCluster cluster = new MemoryCluster();
    private final PolicyClient client = cluster.client("guard@office");
    private final PolicySession session = client.openDynamic(Lease.renewed(LEASE));

    @Test
    @SpecRule("1.4 T9")
    void shouldTakeAwayWhatItAddedInOneRevisionWhenItIsClosed() {
        client.open().add(block("stays"));
        session.transact(policy -> {
            policy.add(new FwpmSublayer(ObjectHeader.of("guard"), Set.of(), 7));
            policy.add(FwpmFilter.at("FWPM_LAYER_INBOUND_TRANSPORT_V4", "a")
                    .sublayer("guard")
                    .block());
        });
        session.add(block("b"));
        assertThat(cluster.filters()).containsExactly("stays", "a", "b");
        assertThat(cluster.revisions.active().sessions())
                .containsExactly(new DynamicSession(
                        session.sessionKey(),
                        List.of(
                                new DynamicSession.Owned(ObjectKind.SUBLAYER, "guard"),
                                new DynamicSession.Owned(ObjectKind.FILTER, "a"),
                                new DynamicSession.Owned(ObjectKind.FILTER, "b"))));

        session.close();
        session.close();

        assertThat(cluster.filters()).containsExactly("stays");
        assertThat(cluster.read().policy().sublayers()).isEmpty();
        assertThat(cluster.revisions.active().revision()).isEqualTo(4);
        assertThat(cluster.revisions.active().sessions()).isEmpty();
        assertThat(cluster.table.isEmpty()).isTrue();
        refused(FwpError.FWP_E_SESSION_ABORTED, () -> session.add(block("c")));
    }

    @Test
    void shouldLiveAsLongAsItsClientRenewsItsLease() {
        session.add(block("a"));
        for (int i = 0; i < 10; i++) {
            cluster.pass(SHORT);
        }
        assertThat(cluster.filters()).containsExactly("a");
        assertThat(cluster.revisions.inBand()).containsExactly(1L);
    }

    @Test
    @SpecRule("1.4 T9")
    void shouldVanishWithItsLeaseWhenItsClientIsKilled() {
        session.add(block("a"));
        cluster.kill(session);
        cluster.pass(SHORT);
        assertThat(cluster.filters()).containsExactly("a");

        cluster.pass(SHORT);

        assertThat(cluster.filters()).isEmpty();
        assertThat(cluster.revisions.active().writer()).isEqualTo("keeper");
        assertThat(cluster.revisions.active().revision()).isEqualTo(2);
        refused(FwpError.FWP_E_SESSION_ABORTED, () -> session.add(block("b")));
        cluster.pass(SHORT);
        assertThat(cluster.revisions.inBand()).containsExactly(1L, 2L);
    }

    @Test
    void shouldVanishAfterItsTimeWhenNothingRenewsItThoughItsClientLives() {
        PolicySession once = client.openDynamic(Lease.once(LEASE));
        once.add(block("a"));
        once.leave();
        cluster.pass(SHORT);
        assertThat(cluster.filters()).containsExactly("a");
        cluster.pass(SHORT);
        assertThat(cluster.filters()).isEmpty();
    }

    @Test
    void shouldVanishThoughItsFirstCommitCameAfterTheEndOfItsLease() {
        PolicySession late = client.openDynamic(Lease.once(LEASE));
        cluster.pass(SHORT);
        cluster.pass(SHORT);
        late.add(block("a"));
        cluster.pass(SHORT);
        assertThat(cluster.filters()).isEmpty();
    }

    @Test
    void shouldNotTouchWhatIsAnothers() {
        session.add(block("a"));
        PolicySession other = client.openDynamic(Lease.renewed(LEASE));
        other.add(block("b"));
        client.open().add(block("c"));

        refused(FwpError.FWP_E_WRONG_SESSION, () -> other.delete(ObjectKind.FILTER, "a"));
        refused(FwpError.FWP_E_DYNAMIC_SESSION_IN_PROGRESS, () -> other.delete(ObjectKind.FILTER, "c"));
        refused(FwpError.FWP_E_WRONG_SESSION, () -> client.open().delete(ObjectKind.FILTER, "a"));
        other.close();

        assertThat(cluster.filters()).containsExactly("a", "c");
    }

    @Test
    void shouldOutliveAWholeDocumentThatReplacesThePolicy() throws Exception {
        session.add(block("a"));
        String document = "filters: [{filterKey: f, layerKey: INBOUND_TRANSPORT_V4, action: PERMIT}]";
        cluster.apply(document);
        assertThat(cluster.filters()).containsExactly("f", "a");
        assertThat(cluster.apply(document)).isInstanceOf(ActivationOutcome.AlreadyActive.class);

        session.close();
        assertThat(cluster.filters()).containsExactly("f");
    }

    @Test
    void shouldLoseToADocumentThatHasItsKey() throws Exception {
        session.add(block("a"));
        cluster.apply("filters: [{filterKey: a, layerKey: INBOUND_TRANSPORT_V4, action: PERMIT}]");
        session.close();
        assertThat(cluster.filters()).containsExactly("a");
    }

    @Test
    void shouldNotComeBackByARollback() {
        client.open().add(block("a"));
        session.add(block("b"));
        ActivatedRevision both = cluster.revisions.active();
        session.close();

        cluster.activate(cluster.revisions.lasting(both).restoring(both.revision()), new Expectation.Any());
        assertThat(cluster.filters()).containsExactly("a");
    }

    @Test
    void shouldStayThroughARollbackWhileItLives() {
        client.open().add(block("a"));
        ActivatedRevision before = cluster.revisions.active();
        session.add(block("b"));
        client.open().add(block("c"));

        cluster.activate(cluster.revisions.lasting(before).restoring(before.revision()), new Expectation.Any());

        assertThat(cluster.filters()).containsExactly("a", "b");
        assertThat(cluster.revisions.active().restored()).isOne();
    }
}
