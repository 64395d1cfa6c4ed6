// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What a worker and the topology take where nothing happens, as shares of a core.
 *
 * @param worker of the worker's process
 * @param topology of this process, in which nothing but the topology runs
 */
record Idleness(double worker, double topology) {

    /** Watches for so long. */
    static Idleness watch(Child worker, Duration time) {
        long start = System.nanoTime();
        long workerStart = worker.cpuNanos();
        long ownStart = Cost.hereNanos();
        long end = start + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        double nanos = System.nanoTime() - start;
        return new Idleness((worker.cpuNanos() - workerStart) / nanos, (Cost.hereNanos() - ownStart) / nanos);
    }
}
