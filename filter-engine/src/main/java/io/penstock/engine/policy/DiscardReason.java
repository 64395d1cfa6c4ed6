// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

/** Reasons that Penstock itself gives for a discard, spelled as in {@code discard-reasons.csv} (spec 8.1). */
public enum DiscardReason {
    FIREWALL_POLICY("GENERAL", "FWPS_DISCARD_FIREWALL_POLICY"),
    VETO("PENSTOCK", "PenstockVeto"),
    PEND_TIMEOUT("PENSTOCK", "PenstockPendTimeout"),
    CALLOUT_UNREGISTERED("PENSTOCK", "PenstockCalloutUnregistered"),
    REINJECT_LOOP("PENSTOCK", "PenstockReinjectLoop"),
    PEND_OVERFLOW("PENSTOCK", "PenstockPendOverflow"),
    ENDPOINT_CLOSED("PENSTOCK", "PenstockEndpointClosed"),
    FLOW_BLOCKED("PENSTOCK", "PenstockFlowBlocked"),
    DECODE_ERROR("PENSTOCK", "PenstockDecodeError");

    private final String module;
    private final String key;

    DiscardReason(String module, String key) {
        this.module = module;
        this.key = key;
    }

    public String module() {
        return module;
    }

    public String key() {
        return key;
    }
}
