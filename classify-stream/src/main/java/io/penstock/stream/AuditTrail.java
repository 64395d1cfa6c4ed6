// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.classify.Item;
import io.penstock.schemas.AuditEvent;
import io.penstock.schemas.AuditKind;
import io.penstock.schemas.CalloutRegistered;
import io.penstock.schemas.PolicyActivation;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/** Writes down what an operator must be able to look up later: switches, registrations, failures. */
final class AuditTrail {
    /** A stack of a thousand failing packets says no more than the first hundred. */
    private static final int MOST_FAILURES_A_TASK = 100;

    private final EngineOutput output;
    private final LongSupplier wallClockMs;
    private int failures;

    AuditTrail(EngineOutput output, LongSupplier wallClockMs) {
        this.output = output;
        this.wallClockMs = wallClockMs;
    }

    void activated(Origin origin, PolicyActivation activation) {
        emit(
                AuditKind.POLICY_ACTIVATED,
                "policy/" + activation.getName(),
                origin.topic(),
                origin.partition(),
                origin.offset(),
                activation.getVersion(),
                activation.getRevision(),
                "the partition switched to revision " + activation.getRevision());
    }

    void registered(Origin origin, CalloutRegistered record) {
        emit(
                record.getRegistered() ? AuditKind.CALLOUT_REGISTERED : AuditKind.CALLOUT_UNREGISTERED,
                "callout/" + record.getCalloutKey(),
                origin.topic(),
                origin.partition(),
                origin.offset(),
                "",
                0,
                record.getMode() + (record.getOrdered() ? ", ordered" : ", unordered"));
    }

    /** A packet's evaluation threw or was refused; it is blocked. */
    void packetFailed(Item item, String reason) {
        if (failures++ < MOST_FAILURES_A_TASK) {
            emit(
                    AuditKind.PACKET_FAILED,
                    "agent/" + item.agent(),
                    item.topic(),
                    item.partition(),
                    item.offset(),
                    item.revision().policy().version(),
                    item.revision().revision(),
                    "packet " + item.sequence() + ": " + reason);
        }
    }

    private void emit(
            AuditKind kind,
            String object,
            String topic,
            int partition,
            long offset,
            String version,
            long revision,
            String message) {
        AuditEvent event = new AuditEvent(
                kind, object, topic, partition, offset, version, revision, wallClockMs.getAsLong(), message, 1L);
        output.emit(Output.AUDIT, object.getBytes(StandardCharsets.UTF_8), event);
    }
}
