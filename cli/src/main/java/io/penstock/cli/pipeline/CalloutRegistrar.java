// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import io.penstock.schemas.WorkerGroup;
import io.penstock.stream.control.CalloutToRegister;
import io.penstock.stream.control.ControlWriter;
import io.penstock.stream.control.PolicyToActivate;
import io.penstock.worker.WorkerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/** Puts in force, in band, a policy and the out-of-band callouts whose code is here. The topology registers the inline ones itself. */
public final class CalloutRegistrar {
    private CalloutRegistrar() {}

    /**
     * Makes the callouts' topics and groups, then writes the control records.
     *
     * @param policy empty: the one in force stays
     */
    public static void putInForce(Admin admin, KafkaClientSettings kafka, Optional<PolicyToActivate> policy) {
        Duration lock = WorkerConfig.of(kafka.client(), "registrar").lock();
        List<CalloutToRegister> callouts =
                CalloutCode.outOfBand().stream().map(CalloutToRegister::of).toList();
        callouts.forEach(callout -> WorkerGroup.prepare(admin, callout.key(), callout.delivery(), lock));
        ControlWriter control = new ControlWriter(kafka.client());
        if (policy.isPresent()) {
            control.activate(policy.get(), callouts);
        } else if (!callouts.isEmpty()) {
            control.register(callouts);
        }
    }
}
