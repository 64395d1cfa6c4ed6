// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.counts;

import io.penstock.schemas.AvroWire;
import io.penstock.schemas.DiscardCountKey;
import io.penstock.schemas.DiscardCountValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The sums of one task, in its store, keyed by host, window and the rest so that a host's old windows stand together.
 *
 * <p>A window a day behind its host's latest is closed: its sum stays on the topic and leaves the store.
 */
final class DiscardSums {
    /** Packets, bytes, items, bytes on the wire. Sums of the older form, without the last two, stand under keys of the older form. */
    private static final int SUM_BYTES = 4 * Long.BYTES;

    private static final long KEPT_NANOS = Duration.ofDays(1).toNanos();

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<String, Long> latestWindows = new HashMap<>();
    private final Map<String, Long> sweptWindows = new HashMap<>();

    DiscardSums(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** Adds to a sum and gives the new one. */
    DiscardCountValue add(DiscardCountKey key, DiscardCountValue delta) {
        latestWindows.merge(key.getHost(), key.getWindowStartNanos(), Math::max);
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

    /** Frees the host's closed windows, if its latest one moved since the last time. */
    void sweep(String host) {
        long latest = latestWindows.getOrDefault(host, Long.MIN_VALUE);
        Long swept = sweptWindows.put(host, latest);
        if (swept != null && swept == latest || latest < Long.MIN_VALUE + KEPT_NANOS) {
            return;
        }
        List<Bytes> closed = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> old =
                store.range(start(host, Long.MIN_VALUE), start(host, latest - KEPT_NANOS))) {
            old.forEachRemaining(entry -> closed.add(entry.key));
        }
        closed.forEach(store::delete);
    }

    private static Bytes rowOf(DiscardCountKey key) {
        byte[] start = start(key.getHost(), key.getWindowStartNanos()).get();
        byte[] rest = AvroWire.encode(key);
        return Bytes.wrap(ByteBuffer.allocate(start.length + rest.length)
                .put(start)
                .put(rest)
                .array());
    }

    /** Bytes compare unsigned, so the window's sign is turned over. */
    private static Bytes start(String host, long windowStartNanos) {
        byte[] name = host.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Integer.BYTES + name.length + Long.BYTES)
                .putInt(name.length)
                .put(name)
                .putLong(windowStartNanos ^ Long.MIN_VALUE)
                .array());
    }
}
