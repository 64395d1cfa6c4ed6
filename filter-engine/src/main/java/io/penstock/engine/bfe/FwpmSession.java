// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.spec.ObjectKey;

/**
 * What a caller opens a session with (spec 1.3).
 *
 * @param sessionKey GUID or name; null: made by the engine
 * @param dynamic FWPM_SESSION_FLAG_DYNAMIC: what it adds is deleted when it ends
 * @param txnWaitTimeoutMillis {@code txnWaitTimeoutInMSec}: milliseconds that the start of a transaction waits for the lock; 0: the default
 * @param caller who opens it
 */
public record FwpmSession(String sessionKey, boolean dynamic, long txnWaitTimeoutMillis, Caller caller) {
    /** Default of {@code txnWaitTimeoutInMSec}, milliseconds. */
    public static final long DEFAULT_TXN_WAIT_TIMEOUT_MILLIS = 15_000;

    /**
     * Puts the default in place of 0.
     *
     * @throws IllegalArgumentException if the time is below 0
     */
    public FwpmSession {
        sessionKey = ObjectKey.isAbsent(sessionKey) ? null : ObjectKey.normal(sessionKey);
        if (txnWaitTimeoutMillis < 0) {
            throw new IllegalArgumentException(
                    "txnWaitTimeoutInMSec is " + txnWaitTimeoutMillis + ", expected 0 or more");
        }
        txnWaitTimeoutMillis = txnWaitTimeoutMillis == 0 ? DEFAULT_TXN_WAIT_TIMEOUT_MILLIS : txnWaitTimeoutMillis;
    }
}
