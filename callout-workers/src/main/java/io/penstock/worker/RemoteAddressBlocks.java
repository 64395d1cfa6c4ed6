// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.engine.condition.ConditionValue;
import java.time.Duration;

/**
 * Where a callout asks for a remote address to be blocked for a time, by filters that are added to the policy and vanish by themselves (spec 1.3, dynamic
 * sessions). Returns at once; the block is in force for packets some moments later. Any thread.
 */
@FunctionalInterface
public interface RemoteAddressBlocks {
    /** Nobody can change the policy here: an evaluation of captures, say. */
    RemoteAddressBlocks NONE = (address, time, reason) -> {};

    /**
     * Has an address blocked, both ways, unless it is already.
     *
     * @param address IPv4 as {@code FWP_UINT32}, or IPv6 as {@code FWP_BYTE_ARRAY16_TYPE}
     * @param time 1 s to 365 days
     * @param reason for people, one line
     */
    void block(ConditionValue address, Duration time, String reason);
}
