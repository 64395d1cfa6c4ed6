// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.policy.PolicySettings;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The TCP streams of one partition, put together from segments (spec 7; RFC 9293 section 3.10.7.4). Each direction of a flow starts behind its SYN,
 * or in the middle with the first segment seen, and delivers bytes in order, each once; where segments overlap, the byte that came first stays.
 *
 * <p>Segments behind a gap are held until the missing bytes come. A gap is given up, and its bytes reported as missed, when the peer acknowledges
 * them (then only the capture has lost them), when a frame was snapped (then the bytes cannot come), when holding more would pass
 * {@code stream.maxBytesPerFlow} or {@code stream.maxBytes}, at an RST, and at the end of the flow. What is given up depends on the segments' order of
 * arrival in the partition alone. Sequence numbers 2^30 or more from the stream's place are no part of it (the largest window, RFC 7323 section
 * 2.3), unless two such segments in a row follow on each other: then the capture has paused, and the stream goes on there.
 *
 * <p>What changed is handed over to be stored ({@link #drainDirty}): a small entry per direction, and one per held segment, written once and deleted
 * when delivered. One thread.
 */
public final class ReassemblyTable {
    private final Map<FlowKey, FlowStreams> streams = new HashMap<>();
    private final StreamChanges changes = new StreamChanges();
    private final Delivery delivery = new Delivery();
    private final Reassembler reassembler = new Reassembler(changes, delivery);

    private record FlowStreams(HalfStream outbound, HalfStream inbound) {
        static FlowStreams of(FlowKey key) {
            return new FlowStreams(new HalfStream(key, true), new HalfStream(key, false));
        }

        HalfStream half(boolean isOutbound) {
            return isOutbound ? outbound : inbound;
        }
    }

    /**
     * Takes a segment.
     *
     * @param key of its flow, copied if kept
     * @param outbound whether the local end sent it
     * @param settings of the policy the packet is classified under: the bounds
     * @return what became deliverable; the same object each time, valid until the next call
     */
    public Delivery accept(FlowKey key, boolean outbound, TcpSegment segment, PolicySettings settings) {
        FlowStreams both = streams.get(key);
        if (both == null) {
            both = start(key);
        }
        delivery.clear();
        reassembler.take(both.half(outbound), both.half(!outbound), segment, settings);
        return delivery;
    }

    /** Offset of the next byte to deliver in one direction; -1 where it has not started. */
    public long position(FlowKey key, boolean outbound) {
        FlowStreams both = streams.get(key);
        return both == null || !both.half(outbound).started ? -1 : both.half(outbound).next;
    }

    /** Sequence number, 32 bits, of offset 0 of a direction that has started. */
    public int firstSequence(FlowKey key, boolean outbound) {
        return streams.get(key).half(outbound).firstSequence;
    }

    /** Ends a flow's streams and forgets them: what is held of either direction, outbound first, is delivered, since no more can come. */
    public Delivery close(FlowKey key) {
        delivery.clear();
        FlowStreams both = streams.remove(key);
        if (both != null) {
            reassembler.close(both.outbound(), both.inbound());
            forget(both);
        }
        return delivery;
    }

    /** Forgets the streams of a host, with what they hold. */
    public void removeHost(String host) {
        for (Iterator<FlowStreams> all = streams.values().iterator(); all.hasNext(); ) {
            FlowStreams both = all.next();
            if (both.outbound().flow.host().equals(host)) {
                all.remove();
                forget(both);
            }
        }
    }

    /** Number of flows with streams. */
    public int size() {
        return streams.size();
    }

    /** Bytes of memory that held segments take, roughly: the captured bytes and 128 for each segment. */
    public long heldBytes() {
        return changes.heldBytes();
    }

    /** Forgets everything, and hands over nothing of it. */
    public void clear() {
        streams.clear();
        changes.clear();
    }

    /** Hands over what changed since the last call; value null where the entry is gone. */
    public void drainDirty(BiConsumer<byte[], byte[]> store) {
        changes.drain(store);
    }

    /**
     * Puts back what {@link #drainDirty} handed over, in any order.
     *
     * @throws IllegalArgumentException if key or value are of no known version, or cut short
     */
    public void restore(byte[] key, byte[] value) {
        StreamCodec.Key name = StreamCodec.decodeKey(key);
        FlowStreams both = streams.computeIfAbsent(name.flow(), FlowStreams::of);
        HalfStream half = both.half(name.outbound());
        if (name.offset() < 0) {
            StreamCodec.decode(half, value);
            half.stored = true;
        } else {
            HeldSegment segment = StreamCodec.decode(half, name.offset(), value);
            segment.stored = true;
            changes.restore(segment);
        }
    }

    private FlowStreams start(FlowKey key) {
        FlowStreams both = FlowStreams.of(key.copy());
        streams.put(both.outbound().flow, both);
        return both;
    }

    private void forget(FlowStreams both) {
        reassembler.drop(both.outbound());
        reassembler.drop(both.inbound());
        changes.forget(both.outbound());
        changes.forget(both.inbound());
    }
}
