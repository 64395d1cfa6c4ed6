// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutFlag;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.CalloutRegistered;
import java.time.Duration;
import java.util.Objects;

/**
 * The run-time object of a callout, as it is to be from here on.
 *
 * @param key the callout's key, as policies name it
 * @param outOfBand whether workers answer for it, instead of code in the topology
 * @param ordered whether later items of a flow wait behind a pended one
 * @param registered false to take it away
 * @param pendTimeout after which its pends expire; zero leaves that to the policy
 * @param delivery how its workers get what is pended
 * @param flags its run-time flags, bits of {@link CalloutFlag}
 * @param editsStreams whether it replaces bytes of streams
 */
public record CalloutToRegister(
        String key,
        boolean outOfBand,
        boolean ordered,
        boolean registered,
        Duration pendTimeout,
        CalloutDelivery delivery,
        int flags,
        boolean editsStreams) {

    /** Refuses an empty key and a negative timeout. */
    public CalloutToRegister {
        Objects.requireNonNull(key, "key");
        if (key.isBlank()) {
            throw new IllegalArgumentException("a callout's key is empty");
        }
        if (pendTimeout.isNegative()) {
            throw new IllegalArgumentException("pendTimeout is " + pendTimeout + ", expected 0 or more");
        }
    }

    /** What the code of a callout says of itself, registered, with the policy's deadline. */
    public static CalloutToRegister of(Callout code) {
        return new CalloutToRegister(
                code.key(),
                code.mode() == CalloutMode.OUT_OF_BAND,
                code.isOrdered(),
                true,
                Duration.ZERO,
                deliveryOf(code),
                CalloutFlag.mask(code.flags()),
                code.editsStreams());
    }

    /** What a record says. */
    public static CalloutToRegister of(CalloutRegistered record) {
        return new CalloutToRegister(
                record.getCalloutKey(),
                record.getMode() == io.penstock.schemas.CalloutMode.OUT_OF_BAND,
                record.getOrdered(),
                record.getRegistered(),
                Duration.ofMillis(record.getPendTimeoutMs()),
                record.getDelivery(),
                record.getFlags(),
                record.getEditsStreams());
    }

    /** The record that says so. */
    CalloutRegistered record() {
        return new CalloutRegistered(
                key,
                outOfBand ? io.penstock.schemas.CalloutMode.OUT_OF_BAND : io.penstock.schemas.CalloutMode.INLINE,
                ordered,
                registered,
                pendTimeout.toMillis(),
                delivery,
                flags,
                editsStreams);
    }

    /** How the code of a callout wants its packets, as the wire spells it. */
    public static CalloutDelivery deliveryOf(Callout code) {
        return switch (code.delivery()) {
            case SHARED -> CalloutDelivery.SHARED;
            case PARTITIONED -> CalloutDelivery.PARTITIONED;
        };
    }

    /** The same with a deadline of its own. */
    public CalloutToRegister withPendTimeout(Duration other) {
        return new CalloutToRegister(key, outOfBand, ordered, registered, other, delivery, flags, editsStreams);
    }

    /** The same, taken away. */
    public CalloutToRegister unregistered() {
        return new CalloutToRegister(key, outOfBand, ordered, false, pendTimeout, delivery, flags, editsStreams);
    }
}
