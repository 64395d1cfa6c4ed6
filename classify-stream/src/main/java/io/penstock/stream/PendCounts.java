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

    private final String calloutKey;
    private final Histogram latency;
    private long pended;
    private long answered;
    private long failed;
    private long expired;
    private long closed;

    PendCounts(String calloutKey) {
        this(calloutKey, new Histogram(SIGNIFICANT_DIGITS));
    }

    private PendCounts(String calloutKey, Histogram latency) {
        this.calloutKey = calloutKey;
        this.latency = latency;
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

    byte[] encode(int partition) {
        ByteBuffer compressed = ByteBuffer.allocate(latency.getNeededByteBufferCapacity());
        int length = latency.encodeIntoCompressedByteBuffer(compressed);
        return AvroWire.encode(new CalloutCounts(
                calloutKey,
                partition,
                pended,
                answered,
                failed,
                expired,
                closed,
                ByteBuffer.wrap(Arrays.copyOf(compressed.array(), length))));
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalStateException if the store is damaged
     */
    static PendCounts decode(byte[] value) {
        try {
            CalloutCounts stored = AvroWire.decode(CalloutCounts.class, value);
            PendCounts counts = new PendCounts(stored.getCalloutKey(), histogram(stored.getLatency()));
            counts.pended = stored.getPended();
            counts.answered = stored.getAnswered();
            counts.failed = stored.getFailed();
            counts.expired = stored.getExpired();
            counts.closed = stored.getClosed();
            return counts;
        } catch (WireException | DataFormatException damaged) {
            throw new IllegalStateException(
                    "stored counts of a callout cannot be read: " + damaged.getMessage(), damaged);
        }
    }

    /** The decoder takes the array behind a buffer from its very start. */
    private static Histogram histogram(ByteBuffer view) throws DataFormatException {
        byte[] copy = new byte[view.remaining()];
        view.duplicate().get(copy);
        return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(copy), 0);
    }

    String calloutKey() {
        return calloutKey;
    }
}
