// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.time.Duration;

/**
 * When what was gathered for a partition leaves: each has its turn once in an agent's default linger, and they come one after the other (ADR 53). While it warms up
 * they come ten times as often, since compilers count calls, not seconds. One thread.
 */
final class Turns {
    private static final long LINGER_NANOS = Duration.ofMillis(20).toNanos();
    private static final long QUICK_NANOS = LINGER_NANOS / 10;
    private static final int IN_A_LINGER = 4;

    private final Pace pace;
    private final long[] dueNanos;
    private long lingerNanos = QUICK_NANOS;

    Turns(Pace pace, int partitions) {
        this.pace = pace;
        dueNanos = new long[partitions];
        begin();
    }

    private void begin() {
        long now = System.nanoTime();
        for (int partition = 0; partition < dueNanos.length; partition++) {
            dueNanos[partition] = now + partition % IN_A_LINGER * lingerNanos / IN_A_LINGER;
        }
    }

    /** Whether a partition's turn has come, when the request of this number has; asked once a turn. */
    boolean isDue(int partition, int number) {
        if (number >= pace.firstSettled() && lingerNanos == QUICK_NANOS) {
            lingerNanos = LINGER_NANOS;
            begin();
        }
        if (System.nanoTime() - dueNanos[partition] < 0) {
            return false;
        }
        dueNanos[partition] += lingerNanos;
        return true;
    }
}
