// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.flow;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Puts datagrams together from their fragments (RFC 791 section 3.2, RFC 8200 section 4.5). Where bytes overlap, those that came first stay;
 * overlapping IPv6 fragments end the datagram (RFC 5722). What is missing for longer than 60 seconds of packet time, judged at the datagram's own
 * next fragment, is given up. Bounded: a datagram holds at most 65,535 bytes. One thread.
 */
public final class FragmentTable {
    private static final long LIFETIME_NANOS = 60_000_000_000L;
    /** The longest datagram's payload (RFC 791 section 3.1). */
    static final int MAX_DATAGRAM_BYTES = 65_535;

    /** Above so many datagrams those given up are looked for. */
    private static final int SWEEP_FROM = 1_024;
    /** Longer than fragments of one datagram are out of order. */
    private static final long SWEEP_MARGIN_NANOS = 540_000_000_000L;

    private final Map<FlowKey, Assembly> assemblies = new HashMap<>();
    private final Set<FlowKey> dirty = new HashSet<>();
    private int sweepAt = SWEEP_FROM;

    /**
     * Takes a fragment.
     *
     * @param key the datagram: addresses, protocol, and the identification in the ports
     * @param timeNanos its packet time, nanoseconds since 1970 UTC
     * @param offset of the fragment's data in the datagram, bytes
     * @param length of its data as the headers say, bytes
     * @param last whether no fragment follows
     * @param data holds the bytes that were captured of it
     * @param dataOffset index of the first of them
     * @param dataLength how many they are, at most {@code length}
     * @param firstRow for the first fragment its row, else null
     * @return the datagram if this completed it, else null
     */
    public Whole add(
            FlowKey key,
            long timeNanos,
            int offset,
            int length,
            boolean last,
            byte[] data,
            int dataOffset,
            int dataLength,
            byte[] firstRow) {
        Assembly assembly = assemblies.get(key);
        if (assembly == null || timeNanos - assembly.startNanos > LIFETIME_NANOS) {
            assembly = new Assembly(timeNanos);
            assemblies.put(key.copy(), assembly);
        }
        dirty.add(key.copy());
        assembly.add(key.version() == 6, offset, length, last, data, dataOffset, dataLength, firstRow);
        if (!assembly.isWhole()) {
            return null;
        }
        assemblies.remove(key);
        return new Whole(assembly.firstRow, assembly.bytes());
    }

    /**
     * A datagram put together.
     *
     * @param firstRow row of its first fragment
     * @param payload everything behind the IP header; shorter than the datagram where fragments were captured in part
     */
    public record Whole(byte[] firstRow, byte[] payload) {}

    /**
     * Frees a host's datagrams that began ten minutes of packet time ago or more, once there are many; no fragment would find them.
     *
     * @param timeNanos how far the host's packets have come, nanoseconds since 1970 UTC
     */
    public void sweep(String host, long timeNanos) {
        if (assemblies.size() < sweepAt) {
            return;
        }
        assemblies.entrySet().removeIf(entry -> {
            boolean gone = entry.getKey().host().equals(host)
                    && timeNanos - entry.getValue().startNanos > LIFETIME_NANOS + SWEEP_MARGIN_NANOS;
            if (gone) {
                dirty.add(entry.getKey());
            }
            return gone;
        });
        sweepAt = Math.max(SWEEP_FROM, assemblies.size() + assemblies.size() / 8);
    }

    /** Forgets a host's datagrams. */
    public void removeHost(String host) {
        assemblies.keySet().removeIf(key -> {
            boolean gone = key.host().equals(host);
            if (gone) {
                dirty.add(key);
            }
            return gone;
        });
    }

    /** Forgets everything, and hands over nothing of it. */
    public void clear() {
        assemblies.clear();
        dirty.clear();
    }

    /** Hands over what changed since the last call; value null where the datagram is done or given up. */
    public void drainDirty(BiConsumer<byte[], byte[]> store) {
        for (FlowKey key : dirty) {
            Assembly assembly = assemblies.get(key);
            store.accept(FlowCodec.encodeKey(key), assembly == null ? null : assembly.encode());
        }
        dirty.clear();
    }

    /**
     * Puts back what {@link #drainDirty} handed over.
     *
     * @throws IllegalArgumentException if key or value are cut short
     */
    public void restore(byte[] key, byte[] value) {
        try {
            assemblies.put(FlowCodec.decodeKey(key), Assembly.decode(ByteBuffer.wrap(value)));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("fragment record of " + value.length + " bytes is cut short", e);
        }
    }
}
