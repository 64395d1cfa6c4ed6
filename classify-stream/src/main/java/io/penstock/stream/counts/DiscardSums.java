// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.counts;

import io.penstock.schemas.AvroWire;
import io.penstock.schemas.DiscardCountKey;
import io.penstock.schemas.DiscardCountValue;
import java.nio.ByteBuffer;
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
 */
final class DiscardSums {
    /** Packets, bytes, items, bytes on the wire. Sums of the older form, without the last two, stand under keys of the older form. */
    private static final int SUM_BYTES = 4 * Long.BYTES;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<CountDomain, Long> latestWindows = new HashMap<>();
    private final Map<CountDomain, Long> sweptWindows = new HashMap<>();

    DiscardSums(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /**
     * Adds to a sum and gives the new one.
     *
     * @param nowNanos a window behind it is of a clock that is wrong, and closes nothing
     */
    DiscardCountValue add(DiscardCountKey key, DiscardCountValue delta, long nowNanos) {
        if (key.getWindowStartNanos() <= nowNanos) {
            latestWindows.merge(domainOf(key), key.getWindowStartNanos(), Math::max);
        }
        Bytes row = rowOf(key);
        byte[] stored = store.get(row);
        ByteBuffer before = ByteBuffer.wrap(stored == null ? new byte[SUM_BYTES] : stored);
        DiscardCountValue sum = new DiscardCountValue(
                before.getLong() + delta.getPackets(),
                before.getLong() + delta.getBytes(),
                before.getLong() + delta.getItems(),
                before.getLong() + delta.getWireBytes());
        store.put(
                row,
                ByteBuffer.allocate(SUM_BYTES)
                        .putLong(sum.getPackets())
                        .putLong(sum.getBytes())
                        .putLong(sum.getItems())
                        .putLong(sum.getWireBytes())
                        .array());
        return sum;
    }

    /** Whether a window is closed, so that its sum may have left the store. */
    boolean isClosed(CountDomain domain, long windowStartNanos, long nowNanos) {
        long latest = latestWindows.computeIfAbsent(domain, unknown -> latestStored(unknown, nowNanos));
        return windowStartNanos < closedBefore(domain, latest);
    }

    private long latestStored(CountDomain domain, long nowNanos) {
        int name = domain.prefix().length;
        try (KeyValueIterator<Bytes, byte[]> latest =
                store.reverseRange(start(domain, Long.MIN_VALUE), start(domain, nowNanos))) {
            return latest.hasNext()
                    ? ByteBuffer.wrap(latest.next().key.get()).getLong(name) ^ Long.MIN_VALUE
                    : Long.MIN_VALUE;
        }
    }

    private static long closedBefore(CountDomain domain, long latest) {
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
        try (KeyValueIterator<Bytes, byte[]> old = store.range(start(domain, Long.MIN_VALUE), start(domain, end))) {
            old.forEachRemaining(entry -> closed.add(entry.key));
        }
        closed.forEach(store::delete);
        return end;
    }

    private static CountDomain domainOf(DiscardCountKey key) {
        return new CountDomain(key.getHost(), key.getSource());
    }

    private static Bytes rowOf(DiscardCountKey key) {
        byte[] start = start(domainOf(key), key.getWindowStartNanos()).get();
        byte[] rest = AvroWire.encode(key);
        return Bytes.wrap(ByteBuffer.allocate(start.length + rest.length)
                .put(start)
                .put(rest)
                .array());
    }

    /** Bytes compare unsigned, so the window's sign is turned over. */
    private static Bytes start(CountDomain domain, long windowStartNanos) {
        byte[] name = domain.prefix();
        return Bytes.wrap(ByteBuffer.allocate(name.length + Long.BYTES)
                .put(name)
                .putLong(windowStartNanos ^ Long.MIN_VALUE)
                .array());
    }
}
