// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

import io.penstock.engine.flow.FlowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * What stream callouts have come to, by flow (spec 7.6). Handed over to be stored as one small entry per flow and one per stretch of waiting bytes, written once
 * and deleted when decided ({@link #drainDirty}). One thread.
 */
public final class StreamStateTable {
    private final Map<FlowKey, StreamState> states = new HashMap<>();
    private final List<StreamState> dirty = new ArrayList<>();
    private final List<byte[]> removed = new ArrayList<>();
    /** Stretches of waiting bytes that are read back; they may come in any order. */
    private final Map<FlowKey, TreeMap<Long, StreamStateCodec.Stretch>> read = new HashMap<>();

    private long waitingBytes;

    /** What is remembered of a flow, null for nothing. */
    public StreamState find(FlowKey key) {
        return states.get(key);
    }

    /** What is remembered of a flow, made where that is nothing. */
    public StreamState of(FlowKey key) {
        StreamState state = states.get(key);
        if (state == null) {
            state = new StreamState(this, key.copy());
            states.put(state.key(), state);
        }
        return state;
    }

    /** Forgets a flow, with what waits of it. */
    public void remove(FlowKey key) {
        StreamState state = states.remove(key);
        if (state != null) {
            forget(state);
        }
    }

    /** Forgets the flows of a host, with what waits of them. */
    public void removeHost(String host) {
        states.values().removeIf(state -> {
            boolean match = state.key().host().equals(host);
            if (match) {
                forget(state);
            }
            return match;
        });
    }

    private void forget(StreamState state) {
        state.gone = true;
        removed.add(StreamStateCodec.key(state.key()));
        for (boolean outbound : new boolean[] {true, false}) {
            DirectionState direction = state.direction(outbound);
            for (CalloutState callout : direction.callouts()) {
                callout.joinAll(StreamBytes.nothing());
                callout.release();
            }
            tell(direction, (key, value) -> removed.add(key));
        }
    }

    /** Number of flows. */
    public int size() {
        return states.size();
    }

    /** Bytes that wait, of all flows. */
    public long waitingBytes() {
        return waitingBytes;
    }

    /** Revisions of the policy under which bytes wait. */
    public Set<Long> revisionsInUse() {
        Set<Long> revisions = new TreeSet<>();
        for (StreamState state : states.values()) {
            for (boolean outbound : new boolean[] {true, false}) {
                DirectionState direction = state.direction(outbound);
                if (direction.isBusy()) {
                    revisions.add(direction.revision());
                }
            }
        }
        return revisions;
    }

    void waits(int bytes) {
        waitingBytes += bytes;
    }

    void touch(StreamState state) {
        if (!state.dirty) {
            state.dirty = true;
            dirty.add(state);
        }
    }

    /** Hands over what changed since the last call; value null where the entry is gone. */
    public void drainDirty(BiConsumer<byte[], byte[]> store) {
        removed.forEach(key -> store.accept(key, null));
        removed.clear();
        for (StreamState state : dirty) {
            state.dirty = false;
            if (!state.gone) {
                store.accept(StreamStateCodec.key(state.key()), StreamStateCodec.encode(state));
                tell(state.direction(true), store);
                tell(state.direction(false), store);
            }
        }
        dirty.clear();
    }

    private static void tell(DirectionState direction, BiConsumer<byte[], byte[]> store) {
        for (long id : direction.gone) {
            store.accept(StreamStateCodec.key(direction, id), null);
        }
        direction.gone.clear();
        for (CalloutState callout : direction.callouts()) {
            tell(direction, callout, false, store);
            tell(direction, callout, true, store);
        }
    }

    private static void tell(
            DirectionState direction, CalloutState callout, boolean behind, BiConsumer<byte[], byte[]> store) {
        WaitingBytes bytes = behind ? callout.behind : callout.waiting;
        bytes.drainFresh((id, run, data) -> store.accept(
                StreamStateCodec.key(direction, id), StreamStateCodec.encode(callout.filterKey(), behind, run, data)));
    }

    /**
     * Puts back what {@link #drainDirty} handed over, in any order; {@link #restored} ends it.
     *
     * @throws IllegalArgumentException if key or value are of no known version, or cut short
     */
    public void restore(byte[] key, byte[] value) {
        StreamStateCodec.Key name = StreamStateCodec.decodeKey(key);
        StreamState state = of(name.flow());
        if (name.id() < 0) {
            StreamStateCodec.decode(state, value);
        } else {
            read.computeIfAbsent(state.key(), missing -> new TreeMap<>())
                    .put(name.id() * 2 + (name.outbound() ? 1 : 0), StreamStateCodec.decodeStretch(name, value));
        }
    }

    /** Everything stored has been put back. */
    public void restored() {
        read.forEach((flow, stretches) ->
                stretches.values().forEach(stretch -> restore(of(flow).direction(stretch.outbound()), stretch)));
        read.clear();
        dirty.forEach(state -> state.dirty = false);
        dirty.clear();
    }

    private static void restore(DirectionState direction, StreamStateCodec.Stretch stretch) {
        CalloutState callout = direction.of(stretch.filterKey());
        WaitingBytes bytes = stretch.behind() ? callout.behind : callout.waiting;
        bytes.restore(stretch.id(), stretch.run(), stretch.bytes());
    }

    /** Forgets everything, and hands over nothing of it. */
    public void clear() {
        states.clear();
        dirty.clear();
        removed.clear();
        read.clear();
        waitingBytes = 0;
    }
}
