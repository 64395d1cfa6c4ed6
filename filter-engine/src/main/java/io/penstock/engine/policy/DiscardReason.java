// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

/** Reasons of discards that Penstock knows of, spelled as in {@code discard-reasons.csv} (spec 8.1). */
public enum DiscardReason {
    FIREWALL_POLICY("GENERAL", "FWPS_DISCARD_FIREWALL_POLICY"),
    VETO("PENSTOCK", "PenstockVeto"),
    PEND_TIMEOUT("PENSTOCK", "PenstockPendTimeout"),
    CALLOUT_UNREGISTERED("PENSTOCK", "PenstockCalloutUnregistered"),
    REINJECT_LOOP("PENSTOCK", "PenstockReinjectLoop"),
    PEND_OVERFLOW("PENSTOCK", "PenstockPendOverflow"),
    ENDPOINT_CLOSED("PENSTOCK", "PenstockEndpointClosed"),
    FLOW_BLOCKED("PENSTOCK", "PenstockFlowBlocked"),
    DECODE_ERROR("PENSTOCK", "PenstockDecodeError"),
    /** The stack's: no listener for a TCP segment. */
    ENDPOINT_NOT_FOUND("TRANSPORT", "InetDiscardEndpointNotFound"),
    /** The stack's: no receiver on the destination port. */
    PORT_UNREACHABLE("NETWORK", "IpDiscardPortUnreachable");

    private final String module;
    private final String key;

    DiscardReason(String module, String key) {
        this.module = module;
        this.key = key;
    }

    public String module() {
        return module;
    }

    /** Whether it stands beside a WFP reason as detail, rather than being one. */
    public boolean isPenstock() {
        return module.equals("PENSTOCK");
    }

    public String key() {
        return key;
    }
}
