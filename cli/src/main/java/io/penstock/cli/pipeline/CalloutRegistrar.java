// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.policy.Policy;
import io.penstock.schemas.CalloutRegistered;
import io.penstock.schemas.WorkerGroup;
import io.penstock.stream.control.CalloutToRegister;
import io.penstock.stream.control.ControlWriter;
import io.penstock.stream.control.InForce;
import io.penstock.stream.control.PolicyToActivate;
import io.penstock.worker.WorkerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/** Puts in force, in band, a policy and out-of-band callouts whose code is here. The topology registers the inline ones itself. */
public final class CalloutRegistrar {
    private CalloutRegistrar() {}

    /**
     * Makes the callouts' topics and groups, then writes the control records.
     *
     * @param policy empty: the one in force stays
     * @param code the callouts to register
     */
    public static void putInForce(
            Admin admin, KafkaClientSettings kafka, Optional<PolicyToActivate> policy, List<Callout> code) {
        List<CalloutToRegister> callouts = prepared(admin, kafka, code);
        ControlWriter control = new ControlWriter(kafka.client());
        if (policy.isPresent()) {
            control.activate(policy.get(), callouts);
        } else if (!callouts.isEmpty()) {
            control.register(callouts);
        }
    }

    /**
     * Registers callouts whose code is here.
     *
     * @param pendTimeout deadline of their pends; zero leaves it to the policy
     */
    public static void register(Admin admin, KafkaClientSettings kafka, List<Callout> code, Duration pendTimeout) {
        List<CalloutToRegister> callouts = prepared(admin, kafka, code).stream()
                .map(callout -> callout.withPendTimeout(pendTimeout))
                .toList();
        new ControlWriter(kafka.client()).register(callouts);
    }

    /**
     * Makes topics and groups of the out-of-band callouts that a policy names, whose code is here and of which the cluster knows nothing.
     * One that somebody has unregistered stays so.
     *
     * @param registrations what the cluster knows, by callout key
     * @return what is to be registered with the policy
     */
    public static List<CalloutToRegister> unknown(
            Admin admin, KafkaClientSettings kafka, Policy policy, Map<String, CalloutRegistered> registrations) {
        List<Callout> code = CalloutCode.outOfBand(policy).stream()
                .filter(callout -> !registrations.containsKey(callout.key()))
                .toList();
        return prepared(admin, kafka, code);
    }

    /**
     * Takes registered callouts away; none, if one of them is not registered.
     *
     * @return keys that are not registered
     */
    public static List<String> unregister(KafkaClientSettings kafka, List<String> keys) {
        Map<String, CalloutRegistered> registered = InForce.read(kafka.client()).callouts();
        List<String> unknown = keys.stream()
                .filter(key ->
                        !registered.containsKey(key) || !registered.get(key).getRegistered())
                .toList();
        if (unknown.isEmpty()) {
            new ControlWriter(kafka.client())
                    .register(keys.stream()
                            .map(registered::get)
                            .map(CalloutToRegister::of)
                            .map(CalloutToRegister::unregistered)
                            .toList());
        }
        return unknown;
    }

    private static List<CalloutToRegister> prepared(Admin admin, KafkaClientSettings kafka, List<Callout> code) {
        Duration lock = WorkerConfig.of(kafka.client(), "registrar").lock();
        List<CalloutToRegister> callouts =
                code.stream().map(CalloutToRegister::of).toList();
        callouts.stream()
                .filter(CalloutToRegister::outOfBand)
                .forEach(callout -> WorkerGroup.prepare(admin, callout.key(), callout.delivery(), lock));
        return callouts;
    }
}
