// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.time.Duration;

/**
 * Says when deadlines may be applied: not for a while after a task was away. It was before it started, and it was when its process was frozen: deadlines passed
 * meanwhile and the completions that came in time are in the log, so they are read first. On the task's stream thread only.
 */
final class ExpiryGrace {
    /** A thread that is merely busy looks later than it should, but not by this many intervals. */
    private static final int LOOKS_MISSED = 10;

    private final long longestGapMs;
    private final long graceMs;
    private long lastLookMs;
    private long nothingBeforeMs;

    ExpiryGrace(Duration interval, Duration grace) {
        longestGapMs = LOOKS_MISSED * interval.toMillis();
        graceMs = grace.toMillis();
    }

    /** The task is there again; {@code nowMs} is the wall clock, milliseconds since the epoch. */
    void begin(long nowMs) {
        lastLookMs = nowMs;
        nothingBeforeMs = nowMs + graceMs;
    }

    /** Looks begin now, after a time without any in which nothing waited. */
    void looksFrom(long nowMs) {
        lastLookMs = nowMs;
    }

    /** Whether deadlines that have passed may be applied now. Asked at every look, since the time between two looks tells of a freeze. */
    boolean isOver(long nowMs) {
        if (nowMs - lastLookMs > longestGapMs) {
            begin(nowMs);
        }
        lastLookMs = nowMs;
        return nowMs >= nothingBeforeMs;
    }
}
