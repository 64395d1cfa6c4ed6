// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.counts;

import io.penstock.schemas.DiscardCountKey;
import io.penstock.schemas.DiscardCountValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up discard counts by some parts of their key: every report is a sum over the key of spec 8.2. One thread. */
public final class DiscardTotals {
    private static final Comparator<String> NONE_LAST = Comparator.nullsLast(Comparator.naturalOrder());

    private static final Comparator<DiscardTotal> HIGHEST_FIRST = Comparator.comparingLong(DiscardTotal::packets)
            .thenComparingLong(DiscardTotal::bytes)
            .reversed()
            .thenComparing(DiscardTotal::values, DiscardTotals::compare);

    private final List<DiscardField> by;
    private final Map<List<String>, DiscardTotal> totals = new HashMap<>();
    private long firstNanos = Long.MAX_VALUE;
    private long endNanos = Long.MIN_VALUE;

    /** Starts empty; no field gives one line with everything. */
    public DiscardTotals(List<DiscardField> by) {
        this.by = List.copyOf(by);
    }

    /** The fields of each line. */
    public List<DiscardField> by() {
        return by;
    }

    /** Adds the sum of one key. */
    public void add(DiscardCountKey key, DiscardCountValue sum) {
        List<String> values = new ArrayList<>(by.size());
        by.forEach(field -> values.add(field.of(key)));
        add(new DiscardTotal(values, sum.getPackets(), sum.getBytes()));
        covers(key.getWindowStartNanos(), key.getWindowStartNanos() + key.getWindowNanos());
    }

    /** Adds a line that was added up elsewhere, by the same fields. */
    public void add(DiscardTotal line) {
        totals.merge(
                line.values(),
                line,
                (one, other) ->
                        new DiscardTotal(one.values(), one.packets() + other.packets(), one.bytes() + other.bytes()));
    }

    /** Notes that windows from the one time up to the other are in it, nanoseconds since 1970; the greatest and the least long are none. */
    public void covers(long fromNanos, long toNanos) {
        firstNanos = Math.min(firstNanos, fromNanos);
        endNanos = Math.max(endNanos, toNanos);
    }

    /** Start of the first window with discards, nanoseconds since 1970; {@link Long#MAX_VALUE} where there is none. */
    public long firstNanos() {
        return firstNanos;
    }

    /** End of the last window with discards, nanoseconds since 1970; {@link Long#MIN_VALUE} where there is none. */
    public long endNanos() {
        return endNanos;
    }

    /** The lines, highest count first; those of the same count by bytes, then by their values. */
    public List<DiscardTotal> lines() {
        return totals.values().stream().sorted(HIGHEST_FIRST).toList();
    }

    private static int compare(List<String> one, List<String> other) {
        for (int i = 0; i < one.size(); i++) {
            int order = NONE_LAST.compare(one.get(i), other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
