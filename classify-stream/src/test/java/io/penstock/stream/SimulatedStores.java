// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.stream.state.StateLog;
import io.penstock.stream.state.StateTable;
import io.penstock.stream.state.TaskStores;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** A task's stores as of its last commit, and what was written since, which a crash takes back. */
final class SimulatedStores {
    private final Reverting segments = new Reverting();
    private StateLog log = open();

    /** As a task does that starts. */
    StateLog open() {
        log = StateLog.open(segments.seen);
        return log;
    }

    void commit() {
        log.write();
        segments.before.clear();
    }

    void abort() {
        segments.revert();
    }

    /** The values of a table, uncommitted ones among them, in the order of their keys. */
    List<byte[]> values(StateTable table) {
        List<byte[]> values = new ArrayList<>();
        log.forEach(table, (key, value) -> values.add(value));
        return values;
    }

    private static final class Reverting {
        private final KeyValueStore<Bytes, byte[]> inner;
        private final KeyValueStore<Bytes, byte[]> seen;
        /** What was there before the first change since the last commit; null for nothing. */
        private final Map<Bytes, byte[]> before = new LinkedHashMap<>();

        @SuppressWarnings("unchecked")
        Reverting() {
            inner = Stores.inMemoryKeyValueStore(TaskStores.STATE).get();
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
