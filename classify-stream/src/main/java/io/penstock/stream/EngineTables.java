// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.classify.EngineState;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The engine's tables and the stores behind them. */
final class EngineTables {
    private final EngineState state;
    private final KeyValueStore<Bytes, byte[]> flows;
    private final KeyValueStore<Bytes, byte[]> fragments;
    private final KeyValueStore<Bytes, byte[]> streams;
    private final KeyValueStore<Bytes, byte[]> streamCallouts;
    private final KeyValueStore<Bytes, byte[]> segments;
    private final StoreSection agents;
    private final StoreSection policies;
    private final StoreSection callouts;
    private final StoreSection pendCounts;
    private final StoreSection pendLatencies;
    private final StoreSection multicast;
    private final StoreSection ended;
    private final StoreSection endpoints;
    private final StoreSection closing;
    private final StoreSection early;
    private final StoreSection next;

    EngineTables(TaskSurroundings.StoreLookup stores, EngineState state) {
        this.state = state;
        flows = stores.store(TaskStores.FLOWS);
        fragments = stores.store(TaskStores.FRAGMENTS);
        streams = stores.store(TaskStores.STREAMS);
        streamCallouts = stores.store(TaskStores.STREAM_CALLOUTS);
        segments = stores.store(TaskStores.SEGMENTS);
        KeyValueStore<Bytes, byte[]> task = stores.store(TaskStores.TASK);
        agents = new StoreSection(task, StoreSection.AGENTS);
        policies = new StoreSection(task, StoreSection.POLICY);
        callouts = new StoreSection(task, StoreSection.CALLOUTS);
        pendCounts = new StoreSection(task, StoreSection.PEND_COUNTS);
        pendLatencies = new StoreSection(task, StoreSection.PEND_LATENCIES);
        multicast = new StoreSection(task, StoreSection.MULTICAST);
        ended = new StoreSection(task, StoreSection.ENDED);
        endpoints = new StoreSection(task, StoreSection.ENDPOINTS);
        closing = new StoreSection(task, StoreSection.CLOSING);
        early = new StoreSection(task, StoreSection.EARLY);
        next = new StoreSection(task, StoreSection.NEXT);
    }

    StoreSection agents() {
        return agents;
    }

    StoreSection policies() {
        return policies;
    }

    StoreSection pendCounts() {
        return pendCounts;
    }

    StoreSection pendLatencies() {
        return pendLatencies;
    }

    StoreSection callouts() {
        return callouts;
    }

    StoreSection closing() {
        return closing;
    }

    StoreSection early() {
        return early;
    }

    StoreSection next() {
        return next;
    }

    void restore() {
        read(flows, state.flows()::restore);
        read(fragments, state.fragments()::restore);
        read(streams, state.streams()::restore);
        read(streamCallouts, state.streamStates()::restore);
        state.streamStates().restored();
        read(segments, state.segments()::restore);
        multicast.forEach(state.multicast()::restore);
        ended.forEach(state.ended()::restore);
        endpoints.forEach(state.endpoints()::restore);
    }

    void drain() {
        state.flows().drainDirty(into(flows));
        state.fragments().drainDirty(into(fragments));
        state.streams().drainDirty(into(streams));
        state.streamStates().drainDirty(into(streamCallouts));
        state.segments().drainDirty(into(segments));
        state.multicast().drainDirty(multicast);
        state.ended().drainDirty(ended);
        state.endpoints().drainDirty(endpoints);
    }

    private static void read(KeyValueStore<Bytes, byte[]> store, BiConsumer<byte[], byte[]> table) {
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            entries.forEachRemaining(entry -> table.accept(entry.key.get(), entry.value));
        }
    }

    /** A null value deletes. */
    private static BiConsumer<byte[], byte[]> into(KeyValueStore<Bytes, byte[]> store) {
        return (key, value) -> store.put(Bytes.wrap(key), value);
    }
}
