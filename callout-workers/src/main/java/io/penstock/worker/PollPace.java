// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * Tells when a share consumer has lost its brokers. It does not wait inside {@code poll} then: it turns round and round, and its network thread with it,
 * on the processor that a broker may need to come back (Kafka 4.3.1). Polls that bring nothing and take the processor's time all the same tell of it. One
 * thread.
 */
final class PollPace {
    /** Of an idle poll's time the processor has a few hundredths; of one that spins a tenth even where a dozen others are at work. */
    private static final int BUSY_SHARE = 10;
    /** A poll that brings nothing takes at least that long. */
    private static final long SHORTEST_NANOS = Duration.ofMillis(15).toNanos();
    /** Less may be a compiler or a collector at work, or a coordinator that moves. */
    private static final long LOST_AFTER_NANOS = Duration.ofSeconds(1).toNanos();

    private final Times times;
    private long startNanos;
    private long cpuNanos;
    private long lostNanos;

    /** What it goes by, for the thread that calls. */
    interface Times {
        /** Time that passes, in nanoseconds from anywhere. */
        long nowNanos();

        /** The thread's time on a processor, in nanoseconds. */
        long processorNanos();
    }

    /** By the real times; where a JVM does not measure a thread's processor time no consumer is ever called lost. */
    PollPace() {
        this(new RealTimes(ManagementFactory.getThreadMXBean()));
    }

    PollPace(Times times) {
        this.times = times;
    }

    private record RealTimes(ThreadMXBean threads) implements Times {
        @Override
        public long nowNanos() {
            return System.nanoTime();
        }

        @Override
        public long processorNanos() {
            return threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : 0;
        }
    }

    /** Called before a poll. */
    void begin() {
        startNanos = times.nowNanos();
        cpuNanos = times.processorNanos();
    }

    /** Called after it, with whether it brought nothing. */
    void end(boolean empty) {
        long took = times.nowNanos() - startNanos;
        boolean spun = empty && took >= SHORTEST_NANOS && times.processorNanos() - cpuNanos > took / BUSY_SHARE;
        lostNanos = spun ? lostNanos + took : 0;
    }

    /** Whether the last polls all span, for a second. */
    boolean isLost() {
        return lostNanos >= LOST_AFTER_NANOS;
    }

    /** There is another consumer. */
    void reset() {
        lostNanos = 0;
    }
}
