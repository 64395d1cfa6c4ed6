// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** A task's stores as of its last commit, and what was written since, which a crash takes back. */
final class SimulatedStores implements TaskSurroundings.StoreLookup {
    private final Map<String, Reverting> stores = new TreeMap<>();

    @Override
    public KeyValueStore<Bytes, byte[]> store(String name) {
        return stores.computeIfAbsent(name, Reverting::new).seen;
    }

    void commit() {
        stores.values().forEach(store -> store.before.clear());
    }

    void abort() {
        stores.values().forEach(Reverting::revert);
    }

    /** The values of a store, uncommitted ones among them, in the order of their keys. */
    List<byte[]> values(String name) {
        List<byte[]> values = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = store(name).all()) {
            all.forEachRemaining(entry -> values.add(entry.value));
        }
        return values;
    }

    private static final class Reverting {
        private final KeyValueStore<Bytes, byte[]> inner;
        private final KeyValueStore<Bytes, byte[]> seen;
        /** What was there before the first change since the last commit; null for nothing. */
        private final Map<Bytes, byte[]> before = new LinkedHashMap<>();

        @SuppressWarnings("unchecked")
        Reverting(String name) {
            inner = Stores.inMemoryKeyValueStore(name).get();
            seen = (KeyValueStore<Bytes, byte[]>) Proxy.newProxyInstance(
                    KeyValueStore.class.getClassLoader(),
                    new Class<?>[] {KeyValueStore.class},
                    (made, called, with) -> call(called, with));
        }

        private Object call(Method called, Object[] with) throws Throwable {
            if (called.getName().equals("put") || called.getName().equals("delete")) {
                Bytes key = (Bytes) with[0];
                if (!before.containsKey(key)) {
                    before.put(key, inner.get(key));
                }
            }
            try {
                return called.invoke(inner, with);
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        }

        private void revert() {
            before.forEach(inner::put);
            before.clear();
        }
    }
}
