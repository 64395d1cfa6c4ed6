// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * An in-memory store in a hash table. Kafka's own keeps its keys in a tree: with a hundred thousand flows, comparing keys was a third of what a
 * change cost. On the task's stream thread only; it answers no interactive queries.
 */
final class HashedStore implements KeyValueStore<Bytes, byte[]> {
    private final String name;
    private final Map<Bytes, byte[]> entries = new HashMap<>();
    private boolean open;

    private HashedStore(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> put(Bytes.wrap(key), value));
        open = true;
    }

    /** A null value deletes. */
    @Override
    public void put(Bytes key, byte[] value) {
        if (value == null) {
            entries.remove(key);
        } else {
            entries.put(key, value);
        }
    }

    @Override
    public byte[] putIfAbsent(Bytes key, byte[] value) {
        byte[] before = entries.get(key);
        if (before == null) {
            put(key, value);
        }
        return before;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> all) {
        all.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte[] delete(Bytes key) {
        return entries.remove(key);
    }

    @Override
    public byte[] get(Bytes key) {
        return entries.get(key);
    }

    /** The entries from a key to another, both included, null for no bound; sorted for this call. */
    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        TreeMap<Bytes, byte[]> sorted = new TreeMap<>(entries);
        Map<Bytes, byte[]> lower = to == null ? sorted : sorted.headMap(to, true);
        return new Entries(from == null ? lower : new TreeMap<>(lower).tailMap(from, true));
    }

    /** All entries as they are now, in no particular order. */
    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return new Entries(entries);
    }

    @Override
    public long approximateNumEntries() {
        return entries.size();
    }

    @Override
    public Position getPosition() {
        return Position.emptyPosition();
    }

    @Override
    public void close() {
        entries.clear();
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    private static final class Entries implements KeyValueIterator<Bytes, byte[]> {
        private final Iterator<KeyValue<Bytes, byte[]>> left;
        private KeyValue<Bytes, byte[]> next;

        Entries(Map<Bytes, byte[]> entries) {
            List<KeyValue<Bytes, byte[]>> copy = new ArrayList<>(entries.size());
            entries.forEach((key, value) -> copy.add(KeyValue.pair(key, value)));
            left = copy.iterator();
            advance();
        }

        private void advance() {
            next = left.hasNext() ? left.next() : null;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            if (next == null) {
                throw new NoSuchElementException("no entry is left");
            }
            KeyValue<Bytes, byte[]> entry = next;
            advance();
            return entry;
        }

        @Override
        public Bytes peekNextKey() {
            if (next == null) {
                throw new NoSuchElementException("no entry is left");
            }
            return next.key;
        }

        @Override
        public void close() {}
    }

    /** Makes the store of a task. */
    record Supplier(String name) implements KeyValueBytesStoreSupplier {
        @Override
        public KeyValueStore<Bytes, byte[]> get() {
            return new HashedStore(name);
        }

        @Override
        public String metricsScope() {
            return "in-memory";
        }
    }
}
