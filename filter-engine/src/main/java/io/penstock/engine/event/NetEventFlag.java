// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.event;

/** Header flags of net events: which members hold something (spec 8.3). */
public enum NetEventFlag {
    IP_PROTOCOL_SET(0x1),
    LOCAL_ADDR_SET(0x2),
    REMOTE_ADDR_SET(0x4),
    LOCAL_PORT_SET(0x8),
    REMOTE_PORT_SET(0x10),
    APP_ID_SET(0x20),
    USER_ID_SET(0x40),
    SCOPE_ID_SET(0x80),
    IP_VERSION_SET(0x100),
    REAUTH_REASON_SET(0x200),
    PACKAGE_ID_SET(0x400);

    private final int bit;

    NetEventFlag(int bit) {
        this.bit = bit;
    }

    /** Its bit of the header's flags, 0x1 to 0x400. */
    public int bit() {
        return bit;
    }

    /** As an export spells it, {@code FWPM_NET_EVENT_FLAG_IP_VERSION_SET}. */
    public String key() {
        return "FWPM_NET_EVENT_FLAG_" + name();
    }
}
