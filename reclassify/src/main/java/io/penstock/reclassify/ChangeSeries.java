// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.util.List;
import java.util.Objects;

/**
 * Packets by capture time, for a chart.
 *
 * @param widthNanos length of a bucket, nanoseconds; 1 or more
 * @param buckets those with packets, by time; at most {@value #MOST_BUCKETS} widths from the first to the last
 */
public record ChangeSeries(long widthNanos, List<Bucket> buckets) {
    /** Widths that a series spans at most. */
    public static final int MOST_BUCKETS = 240;

    /** Of no packets. */
    public static final ChangeSeries EMPTY = new ChangeSeries(1, List.of());

    public ChangeSeries {
        buckets = List.copyOf(buckets);
        if (widthNanos < 1) {
            throw new IllegalArgumentException("a width of 1 ns or more expected, found " + widthNanos);
        }
        if (buckets.size() > MOST_BUCKETS) {
            throw new IllegalArgumentException("at most " + MOST_BUCKETS + " expected, found " + buckets.size());
        }
    }

    /**
     * The packets of one stretch of time.
     *
     * @param startNanos its beginning, nanoseconds since 1970, a multiple of the width
     * @param counts the packets in it
     */
    public record Bucket(long startNanos, ComparisonCounts counts) {
        public Bucket {
            Objects.requireNonNull(counts, "counts");
        }
    }
}
