// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

/**
 * A capture time as its file has it: seconds since 1970 and a fraction that damaged files may have beyond a second.
 * Mutable, reused; one thread.
 */
public final class CaptureTime {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private boolean present;
    private long seconds;
    private long fractionNanos;
    private long epochNanos;

    /** False where the record carries none (pcapng's Simple Packet Block); the time is then that of the packet before. */
    public boolean present() {
        return present;
    }

    /** Whole seconds as recorded. */
    public long seconds() {
        return seconds;
    }

    /** Nanoseconds as recorded, at least 0; a second and more only where the file says so. */
    public long fractionNanos() {
        return fractionNanos;
    }

    /** Nanoseconds since 1970, held at the ends of the long where the time lies beyond them. */
    public long epochNanos() {
        return epochNanos;
    }

    /**
     * Writes the time as {@code frame.time_epoch} is spelled: seconds, a point, nine digits, nothing where there is no
     * time. A fraction beyond a second is kept as found; one that does not fit 31 bits is printed as other tools print
     * their signed field, with the sign before the whole.
     */
    public void appendTo(StringBuilder out) {
        if (!present) {
            return;
        }
        int fraction = (int) fractionNanos;
        if (fraction < 0 && seconds >= 0) {
            out.append('-');
        }
        out.append(seconds).append('.');
        String digits = Long.toString(Math.abs((long) fraction));
        out.repeat('0', Math.max(0, 9 - digits.length())).append(digits);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(24);
        appendTo(out);
        return out.toString();
    }

    void set(CaptureTime other) {
        present = other.present;
        seconds = other.seconds;
        fractionNanos = other.fractionNanos;
        epochNanos = other.epochNanos;
    }

    /** Sets the time from nanoseconds since 1970. */
    public void setEpochNanos(long nanos) {
        set(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }

    void set(long recordedSeconds, long recordedFractionNanos) {
        present = true;
        seconds = recordedSeconds;
        fractionNanos = recordedFractionNanos;
        epochNanos = saturated(recordedSeconds, recordedFractionNanos);
    }

    void setAbsent(long lastEpochNanos) {
        present = false;
        seconds = 0;
        fractionNanos = 0;
        epochNanos = lastEpochNanos;
    }

    private static long saturated(long seconds, long nanos) {
        long whole = seconds * NANOS_PER_SECOND;
        long sum = whole + nanos;
        if (Math.multiplyHigh(seconds, NANOS_PER_SECOND) != whole >> 63) {
            return seconds < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return whole > 0 && sum < 0 ? Long.MAX_VALUE : sum;
    }
}
