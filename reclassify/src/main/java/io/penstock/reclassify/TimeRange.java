// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

/**
 * The packets that are reported, by capture time.
 *
 * @param fromNanos the first moment, nanoseconds since 1970; {@link Long#MIN_VALUE} for no beginning
 * @param toNanos the first moment behind, nanoseconds since 1970; {@link Long#MAX_VALUE} for no end
 * @param leadInNanos how long before the beginning packets are evaluated without being reported, 0 or more
 */
public record TimeRange(long fromNanos, long toNanos, long leadInNanos) {
    /** Everything. */
    public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE, 0);

    public TimeRange {
        if (fromNanos >= toNanos) {
            throw new IllegalArgumentException("a range expected, found one from " + fromNanos + " to " + toNanos);
        }
        if (leadInNanos < 0) {
            throw new IllegalArgumentException("a lead-in of 0 or more expected, found " + leadInNanos);
        }
    }

    /** Whether packets of this time are reported. */
    public boolean isReported(long timeNanos) {
        return timeNanos >= fromNanos && timeNanos < toNanos;
    }

    /** Whether packets of this time are evaluated. */
    public boolean isEvaluated(long timeNanos) {
        return timeNanos < toNanos && (hasNoStart() || timeNanos >= fromNanos - leadInNanos);
    }

    /** Whether it has no beginning, or its lead-in has none. */
    public boolean hasNoStart() {
        return fromNanos < Long.MIN_VALUE + leadInNanos || fromNanos == Long.MIN_VALUE;
    }
}
