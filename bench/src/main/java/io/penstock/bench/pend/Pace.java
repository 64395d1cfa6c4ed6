// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Sends at an even rate, however slow the answers are: what is late is sent late, and its wait is not hidden.
 *
 * @param perSecond requests a second
 * @param warmUpSeconds not measured
 * @param seconds measured
 */
record Pace(int perSecond, int warmUpSeconds, int seconds) {
    int requests() {
        return perSecond * (warmUpSeconds + seconds);
    }

    /** The first that is measured. */
    int firstMeasured() {
        return perSecond * warmUpSeconds;
    }

    /** The first at the pace that is measured: what comes earlier is there for the compilers. */
    int firstSettled() {
        return firstMeasured() / 4 * 3;
    }

    /** Milliseconds that clients gather: nothing where requests are few, one where they are many. */
    int lingerMs() {
        return perSecond > 2_000 ? 1 : 0;
    }

    void run(IntConsumer send) {
        long start = System.nanoTime();
        for (int number = 0; number < requests(); number++) {
            long due = start + number * 1_000_000_000L / perSecond;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            send.accept(number);
        }
    }
}
