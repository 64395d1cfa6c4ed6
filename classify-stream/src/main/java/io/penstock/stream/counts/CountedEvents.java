// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.counts;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which events of imported logs have been counted, so that a file that is imported twice counts once (spec 8.2, 8). It shares the store of the sums, under keys
 * that begin with a byte that no sum's key begins with.
 *
 * <p>An entry stands for {@value IdBlock#IDS} numbers of a host's log and one UTC day: a day, since a machine that was set up anew counts from one again, and
 * so that what is too old goes by days.
 */
final class CountedEvents {
    /** Keys of sums begin with the length of a name, so with a byte below 0x80. */
    private static final byte MARK = (byte) 0xFF;

    private static final long DAY_NANOS = Duration.ofDays(1).toNanos();

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<Bytes, IdBlock> touched = new LinkedHashMap<>();

    CountedEvents(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** Notes an event; whether it was new. Nothing is stored before {@link #save}. */
    boolean add(CountDomain domain, long timeNanos, long id) {
        Bytes key = key(domain, Math.floorDiv(timeNanos, DAY_NANOS), IdBlock.number(id));
        return touched.computeIfAbsent(key, news -> IdBlock.of(store.get(news))).add(IdBlock.position(id));
    }

    /** Stores what was noted. */
    void save() {
        touched.forEach((key, block) -> store.put(key, block.bytes()));
        touched.clear();
    }

    /** Frees the days that ended before a time. */
    void sweep(CountDomain domain, long beforeNanos) {
        List<Bytes> old = new ArrayList<>();
        Bytes first = key(domain, Long.MIN_VALUE, Long.MIN_VALUE);
        Bytes end = key(domain, Math.floorDiv(beforeNanos, DAY_NANOS), Long.MIN_VALUE);
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(first, end)) {
            entries.forEachRemaining(entry -> old.add(entry.key));
        }
        // The end itself is the first key of a day that stays.
        old.remove(end);
        old.forEach(store::delete);
    }

    /** Bytes compare unsigned, so signs are turned over. */
    private static Bytes key(CountDomain domain, long day, long block) {
        byte[] prefix = domain.prefix();
        return Bytes.wrap(ByteBuffer.allocate(1 + prefix.length + 2 * Long.BYTES)
                .put(MARK)
                .put(prefix)
                .putLong(day ^ Long.MIN_VALUE)
                .putLong(block ^ Long.MIN_VALUE)
                .array());
    }
}
