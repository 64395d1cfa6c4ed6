// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Packets by time in stretches of the least width, out of a fixed list, in which all of them fit. Each width divides the next, so that the result does not hang on
 * the order of the packets. One thread.
 */
final class SeriesTally {
    private static final long SECOND = 1_000_000_000L;
    private static final long DAY = 86_400 * SECOND;
    private static final long[] WIDTHS = {
        SECOND / 1000,
        SECOND / 500,
        SECOND / 100,
        SECOND / 50,
        SECOND / 10,
        SECOND / 5,
        SECOND,
        2 * SECOND,
        10 * SECOND,
        20 * SECOND,
        60 * SECOND,
        120 * SECOND,
        600 * SECOND,
        1_200 * SECOND,
        3_600 * SECOND,
        7_200 * SECOND,
        21_600 * SECOND,
        DAY / 2,
        DAY,
        7 * DAY,
        28 * DAY,
        364 * DAY,
        3_640 * DAY
    };

    private int width;
    private NavigableMap<Long, long[]> buckets = new TreeMap<>();
    private long lastKey;
    private long[] last;

    void add(long timeNanos, Comparison comparison) {
        bucket(Math.floorDiv(timeNanos, WIDTHS[width]))[comparison.ordinal()]++;
        if (last == null) {
            narrow();
        }
    }

    private long[] bucket(long key) {
        if (last != null && key == lastKey) {
            return last;
        }
        int before = buckets.size();
        long[] counts = buckets.computeIfAbsent(key, fresh -> new long[Comparison.values().length]);
        lastKey = key;
        // Remembered from the second look on: the first may have made the series too long.
        last = buckets.size() == before ? counts : null;
        return counts;
    }

    private void narrow() {
        while (!buckets.isEmpty() && buckets.lastKey() - buckets.firstKey() >= ChangeSeries.MOST_BUCKETS) {
            widen();
        }
    }

    private void widen() {
        long times = WIDTHS[width + 1] / WIDTHS[width];
        NavigableMap<Long, long[]> wider = new TreeMap<>();
        buckets.forEach((key, counts) -> wider.merge(Math.floorDiv(key, times), counts, SeriesTally::sum));
        width++;
        buckets = wider;
        last = null;
    }

    private static long[] sum(long[] one, long[] other) {
        long[] sum = one.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other[i];
        }
        return sum;
    }

    void add(SeriesTally other) {
        add(other.series());
    }

    /** Adds a series that another tally has told. */
    void add(ChangeSeries other) {
        while (WIDTHS[width] < other.widthNanos() && !other.buckets().isEmpty()) {
            widen();
        }
        for (ChangeSeries.Bucket bucket : other.buckets()) {
            ComparisonCounts counts = bucket.counts();
            long[] more = {counts.unchanged(), counts.moved(), counts.changed(), counts.unknown()};
            buckets.merge(Math.floorDiv(bucket.startNanos(), WIDTHS[width]), more, SeriesTally::sum);
        }
        last = null;
        narrow();
    }

    ChangeSeries series() {
        if (buckets.isEmpty()) {
            return ChangeSeries.EMPTY;
        }
        List<ChangeSeries.Bucket> told = new ArrayList<>();
        for (Map.Entry<Long, long[]> bucket : buckets.entrySet()) {
            long[] counts = bucket.getValue();
            told.add(new ChangeSeries.Bucket(
                    bucket.getKey() * WIDTHS[width], ComparisonCounts.of(counts[0], counts[1], counts[2], counts[3])));
        }
        return new ChangeSeries(WIDTHS[width], told);
    }
}
