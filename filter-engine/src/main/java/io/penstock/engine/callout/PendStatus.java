// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

/** What a pend function returns (spec 6.4). */
public enum PendStatus {
    /** The item waits, if the answer blocks, clears the right and absorbs (P4). */
    SUCCESS("STATUS_SUCCESS"),
    /** No completion or classify handle was given (P1). */
    NULL_POINTER("STATUS_FWP_NULL_POINTER"),
    /** The layer has another function or none, or the visit is a reauthorisation (P2), or the callout has had the item before (spec 6.5). */
    CANNOT_PEND("STATUS_FWP_CANNOT_PEND"),
    /** The stack is not ready: no policy was activated yet (P3). */
    TCPIP_NOT_READY("STATUS_FWP_TCPIP_NOT_READY");

    private final String key;

    PendStatus(String key) {
        this.key = key;
    }

    /** The NTSTATUS name. */
    public String key() {
        return key;
    }
}
