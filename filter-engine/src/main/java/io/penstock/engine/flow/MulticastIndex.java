// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.flow;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Finds the flow to a multicast or broadcast group that an inbound packet answers (spec 2.6: such a flow accepts replies from any address for four
 * seconds of packet time). Kept up at each packet's arrival, before anything can pend, so that it does not depend on how fast callouts answer. One
 * thread.
 */
public final class MulticastIndex {
    /** How long after its last outbound packet a flow to a group accepts replies (spec 2.6). No setting: agents choose partitions by it too. */
    public static final long IDLE_NANOS = 4_000_000_000L;

    private record Sent(FlowKey flow, long timeNanos) {}

    private final Map<FlowKey, Sent> sent = new HashMap<>();
    private final Set<FlowKey> dirty = new HashSet<>();
    private final FlowKey lookup = new FlowKey();

    /** An outbound packet of {@code flow} left. */
    public void sent(FlowKey flow, long timeNanos) {
        Sent before = sent.get(endpoint(lookup, flow));
        if (before == null || before.timeNanos <= timeNanos || !before.flow.equals(flow)) {
            FlowKey endpoint = lookup.copy();
            sent.put(endpoint, new Sent(flow.copy(), timeNanos));
            dirty.add(endpoint);
        }
    }

    /** Points {@code reply} at the group's flow if it answers one that sent at most {@link #IDLE_NANOS} before. */
    public void resolve(FlowKey reply, long timeNanos) {
        if (sent.isEmpty()) {
            return;
        }
        Sent group = sent.get(endpoint(lookup, reply));
        if (group != null && timeNanos - group.timeNanos <= IDLE_NANOS) {
            FlowKey f = group.flow;
            reply.set(
                    f.host(),
                    f.version(),
                    f.protocol(),
                    f.localHigh(),
                    f.localLow(),
                    f.remoteHigh(),
                    f.remoteLow(),
                    f.localPort(),
                    f.remotePort());
        }
    }

    public void removeHost(String host) {
        sent.keySet().removeIf(endpoint -> {
            boolean gone = endpoint.host().equals(host);
            if (gone) {
                dirty.add(endpoint);
            }
            return gone;
        });
    }

    public void clear() {
        sent.clear();
        dirty.clear();
    }

    /** Hands over what changed since the last call; value null where the entry is gone. */
    public void drainDirty(BiConsumer<byte[], byte[]> store) {
        for (FlowKey endpoint : dirty) {
            Sent entry = sent.get(endpoint);
            store.accept(FlowCodec.encodeKey(endpoint), entry == null ? null : encode(entry));
        }
        dirty.clear();
    }

    /** Puts back what {@link #drainDirty} handed over. */
    public void restore(byte[] key, byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        long time = in.getLong();
        byte[] flow = new byte[in.remaining()];
        in.get(flow);
        sent.put(FlowCodec.decodeKey(key), new Sent(FlowCodec.decodeKey(flow), time));
    }

    private static byte[] encode(Sent entry) {
        byte[] flow = FlowCodec.encodeKey(entry.flow);
        return ByteBuffer.allocate(8 + flow.length)
                .putLong(entry.timeNanos)
                .put(flow)
                .array();
    }

    private static FlowKey endpoint(FlowKey key, FlowKey flow) {
        return key.set(
                flow.host(),
                flow.version(),
                flow.protocol(),
                flow.localHigh(),
                flow.localLow(),
                0,
                0,
                flow.localPort(),
                0);
    }
}
