// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

import java.util.EnumSet;
import java.util.Set;

/**
 * Run-time flags of a callout, {@code FWP_CALLOUT_FLAG_...} (spec 1.10). What concerns offloads and batches is carried and has no effect on observed
 * traffic: a capture shows packets one by one.
 */
public enum CalloutFlag {
    /** Asked only about flows on which it has a context (spec 5.6 F8). */
    CONDITIONAL_ON_FLOW(0x1),
    ALLOW_OFFLOAD(0x2),
    /** Told of new filters after the commit, which it can then not refuse (spec 5.5). */
    ENABLE_COMMIT_ADD_NOTIFY(0x4),
    /** Attached to streams in the middle (spec 7.7 S8). */
    ALLOW_MID_STREAM_INSPECTION(0x8),
    ALLOW_RECLASSIFY(0x10),
    RESERVED1(0x20),
    ALLOW_RSC(0x40),
    ALLOW_L2_BATCH_CLASSIFY(0x80),
    ALLOW_USO(0x100),
    ALLOW_URO(0x200);

    private final int bit;

    CalloutFlag(int bit) {
        this.bit = bit;
    }

    /** Its bit of a mask, 0x1 to 0x200. */
    public int bit() {
        return bit;
    }

    /** The flags of a mask; bits that are no flag are left out. */
    public static Set<CalloutFlag> of(int mask) {
        Set<CalloutFlag> flags = EnumSet.noneOf(CalloutFlag.class);
        for (CalloutFlag flag : values()) {
            if ((mask & flag.bit) != 0) {
                flags.add(flag);
            }
        }
        return flags;
    }

    /** The mask of flags: their bits together. */
    public static int mask(Set<CalloutFlag> flags) {
        int mask = 0;
        for (CalloutFlag flag : flags) {
            mask |= flag.bit;
        }
        return mask;
    }
}
