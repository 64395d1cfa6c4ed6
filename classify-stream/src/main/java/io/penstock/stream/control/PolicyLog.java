// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.CommentedPolicy;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.schemas.CalloutRegistered;
import io.penstock.schemas.DocumentEncoding;
import io.penstock.schemas.PolicyDocumentRecord;
import io.penstock.schemas.Topics;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A cluster's history of policies as it stood when it was read: every activation, and every version that was activated. Immutable. */
public final class PolicyLog {
    private final ControlState state;

    PolicyLog(ControlState state) {
        this.state = state;
    }

    /**
     * Reads what is committed now.
     *
     * @param clientProperties bootstrap servers, TLS, SASL: what every Kafka client here gets
     * @throws ControlWriteException if what is there cannot be read
     * @throws org.apache.kafka.common.KafkaException if Kafka cannot be asked
     */
    public static PolicyLog read(Map<String, Object> clientProperties) {
        return new PolicyLog(ControlState.read(clientProperties));
    }

    /** The activations, the first one first. Of those that clusters made before they kept a history, the last of each name. */
    public List<ActivatedRevision> revisions() {
        return state.revisions();
    }

    /** The policy that was activated last; {@link ActivatedRevision#NONE} before the first. */
    public ActivatedRevision active() {
        return state.newest();
    }

    /** The policy that was active before another one; {@link ActivatedRevision#NONE} before the first. */
    public ActivatedRevision before(ActivatedRevision revision) {
        return state.before(revision);
    }

    /** Registrations by callout key, of those too that are taken away again. */
    public Map<String, CalloutRegistered> callouts() {
        return state.callouts();
    }

    /**
     * The document of an activated version, as it was written.
     *
     * @param version 64 hex digits; not the empty one of {@link ActivatedRevision#NONE}
     * @throws ControlWriteException if it is not there or damaged
     */
    public byte[] document(String version) {
        PolicyDocumentRecord record = state.document(version);
        try {
            return DocumentEncoding.decode(record.getDocument(), record.getDocumentEncoding());
        } catch (IOException damaged) {
            throw new ControlWriteException(source(version) + ": " + damaged.getMessage(), damaged);
        }
    }

    /**
     * The policy of an activation; {@link Policy#NONE} before the first.
     *
     * @throws ControlWriteException if it is not there, damaged or refused
     */
    public Policy policy(ActivatedRevision revision) {
        return commented(revision).policy();
    }

    /**
     * The policy of an activation, with the comments of its document; {@link CommentedPolicy#NONE} before the first.
     *
     * @throws ControlWriteException if it is not there, damaged or refused
     */
    public CommentedPolicy commented(ActivatedRevision revision) {
        if (revision.revision() == 0) {
            return CommentedPolicy.NONE;
        }
        return parse(source(revision.version()), document(revision.version()));
    }

    private static CommentedPolicy parse(String source, byte[] document) {
        try {
            return CommentedPolicy.parse(source, document);
        } catch (PolicyErrors errors) {
            throw new ControlWriteException(
                    source + " is refused: " + errors.errors().getFirst(), errors);
        }
    }

    /**
     * What of an activation would stand if all its dynamic sessions had ended: what a rollback restores. A document that has nothing of sessions is as it was
     * written.
     *
     * @throws ControlWriteException if it is not there, damaged or refused
     */
    public PolicyToActivate lasting(ActivatedRevision revision) {
        CommentedPolicy policy = commented(revision);
        PolicyToActivate written = PolicyToActivate.of(revision.name(), policy.policy(), document(revision.version()));
        if (revision.sessions().isEmpty()) {
            return written;
        }
        RevisionEngine engine = new RevisionEngine(policy, revision.sessions());
        revision.sessions().forEach(session -> engine.end(session.sessionKey()));
        return written.with(engine, null);
    }

    /** A policy with what the dynamic sessions of the active one have, unless it knows of sessions itself. */
    PolicyToActivate withSessions(PolicyToActivate policy) {
        ActivatedRevision active = active();
        if (policy.sessions() != null || active.sessions().isEmpty()) {
            return policy;
        }
        RevisionEngine to = new RevisionEngine(parse("the policy", policy.document()), List.of());
        to.carry(new RevisionEngine(commented(active), active.sessions()));
        return policy.with(to, to.sessions());
    }

    private static String source(String version) {
        return "version " + version + " of " + Topics.POLICY;
    }
}
