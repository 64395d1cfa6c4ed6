// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.lang.management.ManagementFactory;

/**
 * Processor time, in microseconds: of all processes so far, or what one request took.
 *
 * @param here in this process
 * @param worker in the process of who answers
 * @param broker in the broker's, zero where it has none of its own
 */
record Cost(double here, double worker, double broker) {

    /** So far; the arguments are nanoseconds. */
    static Cost soFar(long workerNanos, long brokerNanos) {
        return new Cost(hereNanos() / 1e3, workerNanos / 1e3, brokerNanos / 1e3);
    }

    /** What each of so many requests took since then. */
    Cost since(Cost before, int requests) {
        return new Cost(
                (here - before.here) / requests,
                (worker - before.worker) / requests,
                (broker - before.broker) / requests);
    }

    /** Processor time of this process so far. */
    static long hereNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
