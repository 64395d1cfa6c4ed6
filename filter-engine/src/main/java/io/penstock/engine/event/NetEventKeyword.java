// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

/** What is collected beside drops, {@code FWPM_NET_EVENT_KEYWORD_...} (spec 8.3). */
public enum NetEventKeyword {
    /** Inbound multicast. */
    INBOUND_MCAST(0x1),
    /** Inbound broadcast. */
    INBOUND_BCAST(0x2),
    CAPABILITY_DROP(0x4),
    CAPABILITY_ALLOW(0x8),
    /** Permits at the AUTH layers. */
    CLASSIFY_ALLOW(0x10),
    /** Known and kept; drops at discard layers are drops, and collected with or without it. */
    PORT_SCANNING_DROP(0x20);

    private final int bit;

    NetEventKeyword(int bit) {
        this.bit = bit;
    }

    /** Its bit of the keywords, 0x1 to 0x20. */
    public int bit() {
        return bit;
    }

    /** WFP's spelling. */
    public String key() {
        return "FWPM_NET_EVENT_KEYWORD_" + name();
    }
}
