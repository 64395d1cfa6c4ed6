// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.CommentedPolicy;
import io.penstock.schemas.PolicyActivation;
import io.penstock.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The policy topic and the activations in band, without a broker: what is compared and what is written is as with one. Any thread. */
public final class RevisionsInMemory implements ControlAppender {
    private final ControlState state = new ControlState();
    private final List<PolicyActivation> inBand = new ArrayList<>();

    public synchronized ActivatedRevision active() {
        return state.newest();
    }

    public synchronized List<ActivatedRevision> revisions() {
        return state.revisions();
    }

    public synchronized Policy policy(ActivatedRevision revision) {
        return commented(revision).policy();
    }

    public synchronized CommentedPolicy commented(ActivatedRevision revision) {
        return new PolicyLog(state).commented(revision);
    }

    /** The document of a revision, as it was written. */
    public synchronized String document(ActivatedRevision revision) {
        return new String(new PolicyLog(state).document(revision.version()), StandardCharsets.UTF_8);
    }

    /** What a rollback to a revision would publish. */
    public synchronized PolicyToActivate lasting(ActivatedRevision revision) {
        return new PolicyLog(state).lasting(revision);
    }

    /** Revisions as the packets' partitions have them. */
    public synchronized List<Long> inBand() {
        return inBand.stream().map(PolicyActivation::getRevision).toList();
    }

    public synchronized ActivationOutcome activate(PolicyToActivate policy, Expectation expectation) {
        ControlChange.Activation change =
                new ControlChange.Activation(policy, UUID.randomUUID().toString(), policy.sessions() != null);
        return new ActivationAttempt(change, List.of(change), expectation).make(state, this);
    }

    @Override
    public boolean write(List<ControlChange> changes, ControlState into) {
        boolean written = false;
        for (ControlChange change : changes) {
            if (into.isNews(change)) {
                ControlRecords records = ControlRecords.of(change, into);
                inBand.add((PolicyActivation) records.inBand());
                records.pointers()
                        .forEach((key, value) -> into.note(new ConsumerRecord<>(
                                Topics.POLICY, 0, inBand.size(), key.getBytes(StandardCharsets.UTF_8), value)));
                written = true;
            }
        }
        return written;
    }

    @Override
    public int partitions() {
        return 1;
    }
}
