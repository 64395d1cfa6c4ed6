// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.segment;

import io.penstock.engine.flow.FlowKey;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** The edited flows of one partition (spec 7.4). Handed over to be stored as one entry a flow ({@link #drainDirty}). One thread. */
public final class SegmentTable {
    private final Map<FlowKey, SegmentState> states = new HashMap<>();
    private final Set<FlowKey> dirty = new LinkedHashSet<>();

    /** What is remembered of a flow, null where it is not edited. */
    public SegmentState find(FlowKey flow) {
        return states.isEmpty() ? null : states.get(flow);
    }

    /** A flow is edited from now on. */
    public SegmentState start(FlowKey flow, SegmentState state) {
        FlowKey own = flow.copy();
        states.put(own, state);
        dirty.add(own);
        return state;
    }

    /** Something of a flow has changed. */
    public void touch(FlowKey flow) {
        dirty.add(flow.copy());
    }

    /** Forgets a flow. */
    public void remove(FlowKey flow) {
        if (!states.isEmpty() && states.remove(flow) != null) {
            dirty.add(flow.copy());
        }
    }

    /** Number of flows. */
    public int size() {
        return states.size();
    }

    public void clear() {
        states.clear();
        dirty.clear();
    }

    /** Hands over what changed since the last call; value null where the entry is gone. */
    public void drainDirty(BiConsumer<byte[], byte[]> store) {
        for (FlowKey flow : dirty) {
            SegmentState state = states.get(flow);
            store.accept(flow.encode(), state == null ? null : SegmentCodec.encode(state));
        }
        dirty.clear();
    }

    /**
     * Puts back what {@link #drainDirty} handed over, in any order.
     *
     * @throws IllegalArgumentException where the bytes are not an entry of a known version
     */
    public void restore(byte[] key, byte[] value) {
        states.put(FlowKey.decode(key), SegmentCodec.decode(value));
    }
}
