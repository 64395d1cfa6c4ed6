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

    /** When a request is to be sent, of a run that started then. */
    long dueNanos(long startNanos, int number) {
        return startNanos + number * 1_000_000_000L / perSecond;
    }

    /** Sends each request by itself. */
    void run(IntConsumer send) {
        long startNanos = System.nanoTime();
        for (int number = 0; number < requests(); number++) {
            sleepUntil(dueNanos(startNanos, number));
            send.accept(number);
        }
    }

    static void sleepUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
