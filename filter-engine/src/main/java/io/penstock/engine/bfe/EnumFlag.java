// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

/** Flags of a filter enumeration, {@code FWP_FILTER_ENUM_FLAG_...} (spec 1.14). */
public enum EnumFlag {
    /** 0x1: only the heaviest of the selected filters whose action decides. */
    BEST_TERMINATING_MATCH,
    /** 0x2: by effective weight, heavier first. */
    SORTED,
    /** 0x4: only boot-time filters; INCLUDE_BOOTTIME says nothing then. */
    BOOTTIME_ONLY,
    /** 0x8: boot-time filters too. */
    INCLUDE_BOOTTIME,
    /** 0x10: disabled filters too. */
    INCLUDE_DISABLED
}
