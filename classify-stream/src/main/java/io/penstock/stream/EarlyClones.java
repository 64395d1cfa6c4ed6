// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Clones that came from a partition which has switched to a policy before this one: they wait, in order, until this one has switched too, since an item
 * keeps the revision under which it arrived (spec 6.7). On the task's stream thread only.
 */
final class EarlyClones {
    private final TreeMap<Long, byte[]> records = new TreeMap<>();
    private final Map<Long, byte[]> dirty = new TreeMap<>();

    boolean isEmpty() {
        return records.isEmpty();
    }

    /** Keeps a record of {@code penstock.reinjections} by its offset. */
    void add(long offset, byte[] value) {
        records.put(offset, value);
        dirty.put(offset, value);
    }

    /** The first that came, null where there is none. */
    Map.Entry<Long, byte[]> first() {
        return records.firstEntry();
    }

    void removeFirst() {
        dirty.put(records.pollFirstEntry().getKey(), null);
    }

    void drainDirty(BiConsumer<byte[], byte[]> store) {
        dirty.forEach((offset, value) ->
                store.accept(ByteBuffer.allocate(Long.BYTES).putLong(offset).array(), value));
        dirty.clear();
    }

    void restore(byte[] key, byte[] value) {
        records.put(ByteBuffer.wrap(key).getLong(), value);
    }
}
