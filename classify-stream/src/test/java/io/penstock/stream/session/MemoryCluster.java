// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.engine.bfe.FwpmFilter;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.FwpException;
import io.penstock.stream.control.ActivatedRevision;
import io.penstock.stream.control.ActivationOutcome;
import io.penstock.stream.control.Expectation;
import io.penstock.stream.control.PolicyToActivate;
import io.penstock.stream.control.RevisionsInMemory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A cluster's policy and leases without a broker, with a clock that the test turns. */
final class MemoryCluster implements RevisionLog, SessionLeases {
    final RevisionsInMemory revisions = new RevisionsInMemory();
    final LeaseTable table = new LeaseTable();
    long nowMs;
    private final Map<String, Lease> held = new LinkedHashMap<>();

    PolicyClient client(String writer) {
        return new PolicyClient(this, this, writer);
    }

    @Override
    public synchronized Standing read() {
        ActivatedRevision active = revisions.active();
        return new Standing(active, revisions.commented(active));
    }

    @Override
    public ActivationOutcome activate(PolicyToActivate policy, Expectation expectation) {
        return revisions.activate(policy, expectation);
    }

    @Override
    public synchronized Held take(String sessionKey, String writer, Lease lease) {
        held.put(sessionKey, lease);
        table.renewed(sessionKey, lease.length().toMillis(), nowMs);
        return new Held() {
            @Override
            public void leave() {
                held.remove(sessionKey);
            }

            @Override
            public void end() {
                leave();
                table.ended(sessionKey);
            }
        };
    }

    /** The process that has a session is killed. */
    synchronized void kill(PolicySession session) {
        held.remove(session.sessionKey());
    }

    /** Time passes: clients renew what they hold, then the elected instance looks. */
    synchronized void pass(Duration time) {
        nowMs += time.toMillis();
        held.forEach((sessionKey, lease) -> {
            if (lease.renewed()) {
                table.renewed(sessionKey, lease.length().toMillis(), nowMs);
            }
        });
        table.passed(nowMs);
        assertThat(SessionEnd.publish(this, table.over(), "keeper", Duration.ofSeconds(1)))
                .isTrue();
    }

    /** Puts a whole document in force, as {@code policy apply} does. */
    ActivationOutcome apply(String document) throws PolicyErrors {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        Policy policy = PolicyDocument.parse("test", bytes);
        return activate(PolicyToActivate.of("default", policy, bytes).by("ann@desk"), new Expectation.Any());
    }

    List<String> filters() {
        return read().policy().filters().stream().map(Filter::filterKey).toList();
    }

    static FwpmFilter block(String key) {
        return FwpmFilter.at("FWPM_LAYER_INBOUND_TRANSPORT_V4", key).block();
    }

    static FwpException refused(FwpError error, ThrowingCallable call) {
        FwpException refused = catchThrowableOfType(FwpException.class, call);
        assertThat(refused).as("expected %s", error).isNotNull();
        assertThat(refused.error()).as(refused.getMessage()).isEqualTo(error);
        return refused;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
