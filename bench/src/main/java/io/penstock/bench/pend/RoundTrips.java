// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/** When each request of a pace began and was over; other requests are no concern of it. Any thread. */
final class RoundTrips {
    private static final long NEVER = 0;

    private final Pace pace;
    private final AtomicLongArray began;
    private final AtomicLongArray ended;
    private final CountDownLatch left;

    RoundTrips(Pace pace) {
        this.pace = pace;
        began = new AtomicLongArray(pace.requests());
        ended = new AtomicLongArray(pace.requests());
        left = new CountDownLatch(pace.requests());
    }

    /** Of no request. */
    static RoundTrips none() {
        return new RoundTrips(new Pace(1, 0, 0));
    }

    Pace pace() {
        return pace;
    }

    /** The first beginning counts. */
    void begin(int number) {
        if (isOf(number)) {
            began.compareAndSet(number - pace.first(), NEVER, System.nanoTime());
        }
    }

    /** The first end counts; {@code nanos} is its moment, of {@link System#nanoTime}. */
    void end(int number, long nanos) {
        if (isOf(number) && ended.compareAndSet(number - pace.first(), NEVER, nanos)) {
            left.countDown();
        }
    }

    private boolean isOf(int number) {
        return number >= pace.first() && number < pace.end();
    }

    /**
     * Waits until all have ended.
     *
     * @throws IllegalStateException if some have not within that time
     */
    void await(Duration patience) throws InterruptedException {
        if (!left.await(patience.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(left.getCount() + " requests have no answer after " + patience);
        }
    }

    /** Microseconds of each, less the numbers that are left out. */
    Histogram micros(BitSet leftOut) {
        Histogram histogram = new Histogram(3);
        for (int i = 0; i < pace.requests(); i++) {
            if (!leftOut.get(pace.first() + i)) {
                histogram.recordValue(Math.max(0, ended.get(i) - began.get(i)) / 1_000);
            }
        }
        return histogram;
    }
}
