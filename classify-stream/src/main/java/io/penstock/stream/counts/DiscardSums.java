// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.counts;

import io.penstock.schemas.DiscardCountKey;
import io.penstock.schemas.DiscardCountValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The sums of one task, in its store, keyed by domain, window and the rest so that a domain's old windows stand together.
 *
 * <p>A window far enough behind its domain's latest is closed ({@link CountDomain#keptNanos}): its sum stays on the topic and leaves the store.
 * What comes for it later begins a sum of its own, under a key that tells where it was opened, so that nothing on the topic is overwritten.
 */
final class DiscardSums {
    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<CountDomain, Long> latestWindows = new HashMap<>();
    private final Map<CountDomain, Long> sweptWindows = new HashMap<>();

    DiscardSums(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /**
     * Adds to a sum and gives the new one.
     *
     * @param key gets the offset at which its sum was opened; has 0 there when it is handed over
     * @param nowNanos a window behind it is of a clock that is wrong, and closes nothing
     * @param offset of the batch that is being counted, in its partition of {@code penstock.discards}
     */
    DiscardCountValue add(DiscardCountKey key, DiscardCountValue delta, long nowNanos, long offset) {
        if (key.getWindowStartNanos() <= nowNanos) {
            latestWindows.merge(SumRows.domainOf(key), key.getWindowStartNanos(), Math::max);
        }
        Bytes row = SumRows.row(key);
        byte[] stored = store.get(row);
        DiscardCountValue sum = delta;
        if (stored != null) {
            DiscardCountValue before = SumRows.sum(stored);
            sum = new DiscardCountValue(
                    before.getPackets() + delta.getPackets(),
                    before.getBytes() + delta.getBytes(),
                    before.getItems() + delta.getItems(),
                    before.getWireBytes() + delta.getWireBytes());
        }
        key.setOpenedAtOffset(stored == null ? offset : SumRows.openedAtOffset(stored));
        store.put(row, SumRows.stored(sum, key.getOpenedAtOffset()));
        return sum;
    }

    /** Whether a window is closed, so that its sum may have left the store. */
    boolean isClosed(CountDomain domain, long windowStartNanos, long nowNanos) {
        long latest = latestWindows.computeIfAbsent(domain, unknown -> latestStored(unknown, nowNanos));
        return windowStartNanos < closedBefore(domain, latest);
    }

    private long latestStored(CountDomain domain, long nowNanos) {
        try (KeyValueIterator<Bytes, byte[]> latest =
                store.reverseRange(SumRows.start(domain, Long.MIN_VALUE), SumRows.start(domain, nowNanos))) {
            return latest.hasNext() ? SumRows.windowStartNanos(latest.next().key) : Long.MIN_VALUE;
        }
    }

    /** The start of the first window that is not closed where the domain's latest one starts then. */
    static long closedBefore(CountDomain domain, long latest) {
        return latest < Long.MIN_VALUE + domain.keptNanos() ? Long.MIN_VALUE : latest - domain.keptNanos();
    }

    /**
     * Frees the domain's closed windows, if its latest one moved since the last time.
     *
     * @return the start of the first window that is not closed; Long.MIN_VALUE where nothing was to be freed
     */
    long sweep(CountDomain domain) {
        long latest = latestWindows.getOrDefault(domain, Long.MIN_VALUE);
        Long swept = sweptWindows.put(domain, latest);
        long end = closedBefore(domain, latest);
        if (swept != null && swept == latest || end == Long.MIN_VALUE) {
            return Long.MIN_VALUE;
        }
        List<Bytes> closed = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> old =
                store.range(SumRows.start(domain, Long.MIN_VALUE), SumRows.start(domain, end))) {
            old.forEachRemaining(entry -> closed.add(entry.key));
        }
        closed.forEach(store::delete);
        return end;
    }
}
