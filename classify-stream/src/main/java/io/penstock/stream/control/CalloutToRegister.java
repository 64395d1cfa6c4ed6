// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

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
 */
public record CalloutToRegister(
        String key, boolean outOfBand, boolean ordered, boolean registered, Duration pendTimeout) {

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
}
