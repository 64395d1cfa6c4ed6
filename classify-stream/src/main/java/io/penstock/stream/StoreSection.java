// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The keys of a store that begin with one byte, so that small tables share a store and its changelog.
 *
 * <p>A null value deletes. On the task's stream thread only.
 */
final class StoreSection implements BiConsumer<byte[], byte[]> {
    /** Progress per agent and incarnation. */
    static final byte AGENTS = 'a';
    /** Policy documents by revision, and the active one. */
    static final byte POLICY = 'p';
    /** Registered callouts. */
    static final byte CALLOUTS = 'c';
    /** What was pended for callouts, and how it ended. */
    static final byte PEND_COUNTS = 'b';
    /** How long pends waited, as far as that was published. */
    static final byte PEND_LATENCIES = 'l';
    /** Hosts whose capture has ended while items of theirs wait. */
    static final byte ENDED = 'e';
    /** Local endpoints that agents told of. */
    static final byte ENDPOINTS = 's';
    /** The multicast index. */
    static final byte MULTICAST = 'm';
    /** Captures that have ended, and how far all partitions agree on that. */
    static final byte CLOSING = 'k';
    /** Records of a host's next capture that wait for the end of the one before. */
    static final byte NEXT = 'n';
    /** Clones that wait for the policy under which they were made. */
    static final byte EARLY = 'w';

    private final KeyValueStore<Bytes, byte[]> store;
    private final byte prefix;

    StoreSection(KeyValueStore<Bytes, byte[]> store, byte prefix) {
        this.store = store;
        this.prefix = prefix;
    }

    @Override
    public void accept(byte[] key, byte[] value) {
        if (value == null) {
            store.delete(prefixed(key));
        } else {
            store.put(prefixed(key), value);
        }
    }

    /** Gives every entry, keys without their prefix, in the order of their bytes. */
    void forEach(BiConsumer<byte[], byte[]> reader) {
        try (KeyValueIterator<Bytes, byte[]> entries =
                store.range(Bytes.wrap(new byte[] {prefix}), Bytes.wrap(new byte[] {(byte) (prefix + 1)}))) {
            entries.forEachRemaining(entry -> {
                byte[] key = entry.key.get();
                if (key[0] == prefix) {
                    reader.accept(Arrays.copyOfRange(key, 1, key.length), entry.value);
                }
            });
        }
    }

    private Bytes prefixed(byte[] key) {
        byte[] whole = new byte[key.length + 1];
        whole[0] = prefix;
        System.arraycopy(key, 0, whole, 1, key.length);
        return Bytes.wrap(whole);
    }
}
