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
    /** How many nanoseconds after its last outbound packet a flow to a group accepts replies (spec 2.6). No setting: agents choose partitions by it too. */
    public static final long IDLE_NANOS = 4_000_000_000L;

    /** Above so many entries those that answer nothing any more are looked for. */
    private static final int SWEEP_FROM = 4_096;

    private record Sent(FlowKey flow, long timeNanos) {}

    private final Map<FlowKey, Sent> sent = new HashMap<>();
    private final Set<FlowKey> dirty = new HashSet<>();
    /** For look-ups, which must not allocate. */
    private final FlowKey wanted = new FlowKey();

    private int sweepAt = SWEEP_FROM;

    /** An outbound packet of {@code flow} left at this packet time, nanoseconds since 1970 UTC. */
    public void sent(FlowKey flow, long timeNanos) {
        Sent before = sent.get(endpoint(wanted, flow));
        if (before == null || before.timeNanos <= timeNanos || !before.flow.equals(flow)) {
            FlowKey endpoint = wanted.copy();
            sent.put(endpoint, new Sent(flow.copy(), timeNanos));
            dirty.add(endpoint);
        }
    }

    /**
     * Frees entries that no reply can find any more, once there are many.
     *
     * @param timeNanos how far the host's packets have come, nanoseconds since 1970 UTC
     * @param longNanos nanoseconds of packet time for which entries are kept: longer than {@link #IDLE_NANOS} plus what packets of one host may be out of
     *     order; which entries are there beyond that changes nothing
     */
    public void sweep(String host, long timeNanos, long longNanos) {
        if (sent.size() < sweepAt) {
            return;
        }
        sent.entrySet().removeIf(entry -> {
            FlowKey endpoint = entry.getKey();
            boolean gone = endpoint.host().equals(host) && timeNanos - entry.getValue().timeNanos > longNanos;
            if (gone) {
                dirty.add(endpoint);
            }
            return gone;
        });
        sweepAt = Math.max(SWEEP_FROM, sent.size() + sent.size() / 8);
    }

    /** Points {@code reply}, which arrives at this packet time, at the group's flow if it answers one that sent at most {@link #IDLE_NANOS} before. */
    public void resolve(FlowKey reply, long timeNanos) {
        if (sent.isEmpty()) {
            return;
        }
        Sent group = sent.get(endpoint(wanted, reply));
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

    /** Forgets a host's entries. */
    public void removeHost(String host) {
        sent.keySet().removeIf(endpoint -> {
            boolean gone = endpoint.host().equals(host);
            if (gone) {
                dirty.add(endpoint);
            }
            return gone;
        });
    }

    /** Forgets everything, and hands over nothing of it. */
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

    /**
     * Puts back what {@link #drainDirty} handed over.
     *
     * @throws IllegalArgumentException if key or value are cut short
     */
    public void restore(byte[] key, byte[] value) {
        if (value.length < Long.BYTES) {
            throw new IllegalArgumentException("multicast record of " + value.length + " bytes is cut short");
        }
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

    private static FlowKey endpoint(FlowKey into, FlowKey flow) {
        return into.set(
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
