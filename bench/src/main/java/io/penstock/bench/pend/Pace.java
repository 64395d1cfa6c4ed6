// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Sends at an even rate, however slow the answers are: what is late is sent late, and its wait is not hidden.
 *
 * @param perSecond requests a second
 * @param first the first request's number
 * @param requests how many
 */
record Pace(int perSecond, int first, int requests) {
    /** The number behind the last. */
    int end() {
        return first + requests;
    }

    /** When a request is to be sent, of a run that started then. */
    long dueNanos(long startNanos, int number) {
        return startNanos + (number - first) * 1_000_000_000L / perSecond;
    }

    /** Sends each request by itself. */
    void run(IntConsumer send) {
        long startNanos = System.nanoTime();
        for (int number = first; number < end(); number++) {
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
