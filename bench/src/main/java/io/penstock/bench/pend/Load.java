// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.time.Duration;

/**
 * How many requests come, and over how many partitions.
 *
 * @param perSecond requests a second
 * @param partitions of what is spread by flow, and of the replies
 */
record Load(int perSecond, int partitions) {
    /** As many requests as are due in that time. */
    Pace lasting(Duration time, int first) {
        return new Pace(perSecond, first, Math.toIntExact(perSecond * time.toMillis() / 1_000));
    }

    /** As agents at live sources gather. */
    Turns turns() {
        return Turns.ofAgents(partitions);
    }

    /** More often than agents gather: compilers count calls, not seconds. */
    Turns quickTurns() {
        return Turns.quick(partitions);
    }
}
