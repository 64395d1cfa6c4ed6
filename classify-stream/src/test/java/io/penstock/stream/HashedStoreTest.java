// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/** The store of flows, without Kafka around it. */
class HashedStoreTest {
    private final KeyValueStore<Bytes, byte[]> store = new HashedStore.Supplier("flows").get();

    @Test
    void shouldForgetAKeyWhenItsValueIsNull() {
        store.put(key(1), new byte[] {1});
        store.put(key(1), new byte[] {2});
        assertThat(store.get(key(1))).containsExactly(2);
        store.put(key(1), null);
        assertThat(store.get(key(1))).isNull();
        assertThat(store.approximateNumEntries()).isZero();
    }

    @Test
    void shouldKeepTheFirstValueWhenToldToPutIfAbsent() {
        assertThat(store.putIfAbsent(key(1), new byte[] {1})).isNull();
        assertThat(store.putIfAbsent(key(1), new byte[] {2})).containsExactly(1);
        assertThat(store.delete(key(1))).containsExactly(1);
        assertThat(store.delete(key(1))).isNull();
    }

    @Test
    void shouldShowTheEntriesOfTheCallWhenItChangesMeanwhile() {
        store.putAll(List.of(KeyValue.pair(key(1), new byte[1]), KeyValue.pair(key(2), new byte[1])));
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            store.put(key(3), new byte[1]);
            store.delete(key(1));
            assertThat(keys(all)).containsExactlyInAnyOrder(key(1), key(2));
        }
    }

    @Test
    void shouldSortARangeByUnsignedBytes() {
        for (int b : new int[] {0x90, 0x10, 0x7F, 0xF0, 0x80}) {
            store.put(key(b), new byte[1]);
        }
        assertThat(keys(store.range(key(0x7F), key(0x90)))).containsExactly(key(0x7F), key(0x80), key(0x90));
        assertThat(keys(store.range(null, null))).hasSize(5);
    }

    private static Bytes key(int b) {
        return Bytes.wrap(new byte[] {(byte) b});
    }

    private static List<Bytes> keys(KeyValueIterator<Bytes, byte[]> entries) {
        List<Bytes> keys = new ArrayList<>();
        while (entries.hasNext()) {
            Bytes peeked = entries.peekNextKey();
            keys.add(entries.next().key);
            assertThat(keys.getLast()).isEqualTo(peeked);
        }
        return keys;
    }
}
