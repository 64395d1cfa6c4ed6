// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import io.penstock.engine.policy.Policy;
import io.penstock.schemas.CalloutRegistered;
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
        ActivatedRevision newest = state.newest();
        return new InForce(new PolicyLog(state).policy(newest), newest.revision(), state.callouts());
    }
}
