// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/** When each numbered request began and was over. Each thread may write its own numbers; read once all have ended. */
final class RoundTrips {
    private static final long NEVER = 0;

    private final AtomicLongArray began;
    private final AtomicLongArray ended;

    RoundTrips(int requests) {
        began = new AtomicLongArray(requests);
        ended = new AtomicLongArray(requests);
    }

    void begin(int number) {
        began.compareAndSet(number, NEVER, System.nanoTime());
    }

    /** Notes the first end. */
    boolean end(int number) {
        return ended.compareAndSet(number, NEVER, System.nanoTime());
    }

    /** Microseconds of those from a number on, less those that are left out. */
    Histogram micros(int from, BitSet leftOut) {
        Histogram histogram = new Histogram(3);
        for (int number = from; number < began.length(); number++) {
            if (!leftOut.get(number)) {
                histogram.recordValue(Math.max(0, ended.get(number) - began.get(number)) / 1_000);
            }
        }
        return histogram;
    }
}
