// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.PolicyDocument;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.schemas.CalloutRegistered;
import io.penstock.schemas.DocumentEncoding;
import io.penstock.schemas.PolicyDocumentRecord;
import io.penstock.schemas.PolicyPointer;
import io.penstock.schemas.Topics;
import java.io.IOException;
import java.util.Map;

/**
 * What a cluster is told to do: the policy that was activated last, and which callouts are registered.
 *
 * @param policy the policy; {@link Policy#NONE} before the first activation
 * @param revision of its activation; 0 before the first
 * @param callouts registrations by callout key, of those too that are taken away again
 */
public record InForce(Policy policy, long revision, Map<String, CalloutRegistered> callouts) {

    /**
     * Reads what is committed now.
     *
     * @param clientProperties bootstrap servers, TLS, SASL: what every Kafka client here gets
     * @throws ControlWriteException if what is there cannot be read
     * @throws org.apache.kafka.common.KafkaException if Kafka cannot be asked
     */
    public static InForce read(Map<String, Object> clientProperties) {
        ControlState state = ControlState.read(clientProperties);
        PolicyPointer newest = state.newest();
        if (newest == null) {
            return new InForce(Policy.NONE, 0, state.callouts());
        }
        return new InForce(policy(state.document(newest.getVersion())), newest.getRevision(), state.callouts());
    }

    private static Policy policy(PolicyDocumentRecord record) {
        String source = "version " + record.getVersion() + " of " + Topics.POLICY;
        try {
            return PolicyDocument.parse(
                    source, DocumentEncoding.decode(record.getDocument(), record.getDocumentEncoding()));
        } catch (IOException damaged) {
            throw new ControlWriteException(source + ": " + damaged.getMessage(), damaged);
        } catch (PolicyErrors errors) {
            throw new ControlWriteException(
                    source + " is refused: " + errors.errors().getFirst(), errors);
        }
    }
}
