// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

/** The enumeration that a discard reason belongs to, {@code FWPS_DISCARD_MODULE_ID} (spec 8.1). */
public enum DiscardModule {
    /** {@code IP_DISCARD_REASON}: the stack's network level. */
    NETWORK,
    /** {@code INET_DISCARD_REASON}: the stack's transport level. */
    TRANSPORT,
    /** {@code FWPS_GENERAL_DISCARD_REASON}: filtering decisions. */
    GENERAL,
    /** Penstock's own, which WFP does not have: a detail beside {@link #GENERAL}. */
    PENSTOCK;

    /** WFP's value: NETWORK 0, TRANSPORT 1, GENERAL 2, by the documented order. */
    public int number() {
        return ordinal();
    }
}
