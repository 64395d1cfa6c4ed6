// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.pend.PendOutcome;
import io.penstock.schemas.AvroWire;
import io.penstock.schemas.CalloutCounts;
import io.penstock.schemas.WireException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** What this partition has pended for one callout, and how it ended. On the stream thread only. */
final class PendCounts {
    private static final int SIGNIFICANT_DIGITS = 2;
    private static final long MICROS_IN_A_MILLI = 1_000;
    private static final byte[] NO_LATENCY = {};

    private final String calloutKey;
    private Histogram latency = new Histogram(SIGNIFICANT_DIGITS);
    private long pended;
    private long answered;
    private long failed;
    private long expired;
    private long closed;

    PendCounts(String calloutKey) {
        this.calloutKey = calloutKey;
    }

    void pended() {
        pended++;
    }

    /** Counts the end of a pend that waited for so many milliseconds. */
    void ended(PendOutcome outcome, long waitedMs) {
        switch (outcome) {
            case COMPLETED -> {
                answered++;
                latency.recordValue(Math.max(0, waitedMs) * MICROS_IN_A_MILLI);
            }
            case FAILED -> failed++;
            case EXPIRED -> expired++;
            case ENDPOINT_CLOSED, NONE, HELD, OVERFLOW -> closed++;
        }
    }

    /** Everything. */
    byte[] encode(int partition) {
        return encode(partition, encodeLatency());
    }

    /** All but how long pends waited: that takes ten times as long to write down as the counts. */
    byte[] encodeCounts(int partition) {
        return encode(partition, NO_LATENCY);
    }

    byte[] encodeLatency() {
        ByteBuffer compressed = ByteBuffer.allocate(latency.getNeededByteBufferCapacity());
        int length = latency.encodeIntoCompressedByteBuffer(compressed);
        return Arrays.copyOf(compressed.array(), length);
    }

    private byte[] encode(int partition, byte[] waited) {
        return AvroWire.encode(new CalloutCounts(
                calloutKey, partition, pended, answered, failed, expired, closed, ByteBuffer.wrap(waited)));
    }

    /**
     * Reads what {@link #encode} or {@link #encodeCounts} wrote.
     *
     * @throws IllegalStateException if the store is damaged
     */
    static PendCounts decode(byte[] value) {
        try {
            CalloutCounts stored = AvroWire.decode(CalloutCounts.class, value);
            PendCounts counts = new PendCounts(stored.getCalloutKey());
            counts.pended = stored.getPended();
            counts.answered = stored.getAnswered();
            counts.failed = stored.getFailed();
            counts.expired = stored.getExpired();
            counts.closed = stored.getClosed();
            return counts;
        } catch (WireException damaged) {
            throw new IllegalStateException(
                    "stored counts of a callout cannot be read: " + damaged.getMessage(), damaged);
        }
    }

    /**
     * Reads what {@link #encodeLatency} wrote.
     *
     * @throws IllegalStateException if the store is damaged
     */
    void restoreLatency(byte[] value) {
        try {
            latency = Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(value), 0);
        } catch (DataFormatException | RuntimeException damaged) {
            throw new IllegalStateException(
                    "how long pends of " + calloutKey + " waited cannot be read: " + damaged.getMessage(), damaged);
        }
    }

    String calloutKey() {
        return calloutKey;
    }
}
