// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.PolicyDocument;
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
        if (revision.revision() == 0) {
            return Policy.NONE;
        }
        String source = source(revision.version());
        try {
            return PolicyDocument.parse(source, document(revision.version()));
        } catch (PolicyErrors errors) {
            throw new ControlWriteException(
                    source + " is refused: " + errors.errors().getFirst(), errors);
        }
    }

    private static String source(String version) {
        return "version " + version + " of " + Topics.POLICY;
    }
}
