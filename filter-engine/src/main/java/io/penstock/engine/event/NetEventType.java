// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

/** Kinds of net events, {@code FWPM_NET_EVENT_TYPE} (spec 8.3), by value. Those of IKE, IPsec and DoS protection come from imports only. */
public enum NetEventType {
    IKEEXT_MM_FAILURE,
    IKEEXT_QM_FAILURE,
    IKEEXT_EM_FAILURE,
    CLASSIFY_DROP,
    IPSEC_KERNEL_DROP,
    IPSEC_DOSP_DROP,
    CLASSIFY_ALLOW,
    CAPABILITY_DROP,
    CAPABILITY_ALLOW,
    CLASSIFY_DROP_MAC,
    LPM_PACKET_ARRIVAL;

    /** 0 to 10. */
    public int value() {
        return ordinal();
    }

    /** As an export spells it, {@code FWPM_NET_EVENT_TYPE_CLASSIFY_DROP}. */
    public String key() {
        return "FWPM_NET_EVENT_TYPE_" + name();
    }
}
