// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * Processor time that one request took, in microseconds, of what is measured.
 *
 * @param here in this process
 * @param worker in the worker's, zero where it works here
 * @param broker in the broker's
 */
record Cost(double here, double worker, double broker) {

    /** Looks at the processes' time when what is measured begins and when all is sent. One thread. */
    static final class Meter {
        private final Pace pace;
        private final LongSupplier broker;
        private LongSupplier worker = () -> 0;
        private long hereNanos;
        private long workerNanos;
        private long brokerNanos;

        /** {@code broker} gives the processor time of its process in nanoseconds. */
        Meter(Pace pace, LongSupplier broker) {
            this.pace = pace;
            this.broker = broker;
        }

        /** The worker has a process of its own. */
        void worker(LongSupplier nanos) {
            worker = nanos;
        }

        /** Called before each request is sent, with its number. */
        void before(int number) {
            if (number == pace.firstMeasured()) {
                hereNanos = -here();
                workerNanos = -worker.getAsLong();
                brokerNanos = -broker.getAsLong();
            }
            if (number == pace.requests() - 1) {
                hereNanos += here();
                workerNanos += worker.getAsLong();
                brokerNanos += broker.getAsLong();
            }
        }

        Cost cost() {
            double microsEach = 1e3 * (pace.requests() - pace.firstMeasured());
            return new Cost(hereNanos / microsEach, workerNanos / microsEach, brokerNanos / microsEach);
        }

        private static long here() {
            return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                    .getProcessCpuTime();
        }
    }
}
