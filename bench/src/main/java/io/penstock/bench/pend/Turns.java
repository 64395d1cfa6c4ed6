// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.time.Duration;

/**
 * When what was gathered for a partition leaves: they have their turns one after the other, four in an agent's default linger (ADR 53). While it warms up
 * they come more often, since compilers count calls, not seconds. One thread.
 */
final class Turns {
    private static final long TURN_NANOS = Duration.ofMillis(5).toNanos();
    private static final int MOST_TURNS = 4;
    /** Between two turns of a partition. */
    private static final long QUICK_NANOS = Duration.ofMillis(2).toNanos();

    private final Pace pace;
    private final long[] dueNanos;
    private final int turns;
    private long lingerNanos = QUICK_NANOS;

    Turns(Pace pace, int partitions) {
        this.pace = pace;
        dueNanos = new long[partitions];
        turns = Math.min(MOST_TURNS, partitions);
        begin();
    }

    private void begin() {
        long now = System.nanoTime();
        for (int partition = 0; partition < dueNanos.length; partition++) {
            dueNanos[partition] = now + partition % turns * lingerNanos / turns;
        }
    }

    /** Whether a partition's turn has come, when the request of this number has; asked once a turn. */
    boolean isDue(int partition, int number) {
        if (number >= pace.firstSettled() && lingerNanos == QUICK_NANOS) {
            lingerNanos = turns * TURN_NANOS;
            begin();
        }
        if (System.nanoTime() - dueNanos[partition] < 0) {
            return false;
        }
        dueNanos[partition] += lingerNanos;
        return true;
    }
}
