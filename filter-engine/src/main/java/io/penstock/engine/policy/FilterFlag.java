// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

/** Filter flags (spec 1.8). Those after {@link #INDEXED} are carried for imports and change no verdict. */
public enum FilterFlag {
    PERSISTENT(0x1),
    BOOTTIME(0x2),
    HAS_PROVIDER_CONTEXT(0x4),
    CLEAR_ACTION_RIGHT(0x8),
    PERMIT_IF_CALLOUT_UNREGISTERED(0x10),
    DISABLED(0x20),
    INDEXED(0x40),
    HAS_SECURITY_REALM_PROVIDER_CONTEXT(0x80),
    SYSTEMOS_ONLY(0x100),
    GAMEOS_ONLY(0x200),
    SILENT_MODE(0x400),
    IPSEC_NO_ACQUIRE_INITIATE(0x800);

    private final int bit;

    FilterFlag(int bit) {
        this.bit = bit;
    }

    /** WFP's bit, 0x1 to 0x800 (spec 1.8). */
    public int bit() {
        return bit;
    }

    /** WFP's spelling, {@code FWPM_FILTER_FLAG_...}. */
    public String key() {
        return "FWPM_FILTER_FLAG_" + name();
    }
}
