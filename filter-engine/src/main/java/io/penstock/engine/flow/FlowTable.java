// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.flow;

import io.penstock.engine.redirect.RedirectRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The flows of one partition, as objects on the heap (spec 2.6). Every change goes through this class and marks the flow, so that whoever keeps the table
 * can store what one record changed ({@link #drainDirty}). One thread.
 */
public final class FlowTable {
    /** Fewer flows are not worth looking through. */
    private static final int SWEEP_FROM = 100_000;

    private static final Comparator<FlowState> IN_ORDER = (one, other) ->
            Arrays.compareUnsigned(one.key().encode(), other.key().encode());

    private final Map<FlowKey, FlowState> flows = new HashMap<>();
    private final List<FlowState> dirty = new ArrayList<>();
    private final List<FlowKey> removed = new ArrayList<>();
    private final Map<String, Integer> contextCounts = new HashMap<>();
    private int sweepAt = SWEEP_FROM;

    /** The flow of that key, or null. */
    public FlowState find(FlowKey key) {
        return flows.get(key);
    }

    /** Number of flows. */
    public int size() {
        return flows.size();
    }

    /**
     * A new flow in place of any the key had, which must have no contexts any more.
     *
     * @param timeNanos packet time of its first packet, nanoseconds since 1970 UTC
     */
    public FlowState start(FlowKey key, boolean outbound, boolean multicast, long timeNanos) {
        FlowKey own = key.copy();
        FlowState flow = new FlowState(own);
        flow.outbound = outbound;
        flow.multicast = multicast;
        flow.startNanos = timeNanos;
        flow.lastNanos = timeNanos;
        flow.lastPacketNanos = timeNanos;
        FlowState before = flows.put(own, flow);
        if (before != null) {
            before.gone = true;
        }
        touch(flow);
        return flow;
    }

    /**
     * Counts a packet and advances the flow's time; the time of a flow to a group is advanced by outbound packets only (spec 2.6).
     *
     * @param wireBytes bytes of the packet on the wire
     * @param timeNanos its packet time; one that is behind the flow's does not set it back
     * @param tcpFlags as in its header; 0 where it is no TCP segment
     */
    public void count(FlowState flow, boolean outboundPacket, long wireBytes, long timeNanos, int tcpFlags) {
        flow.lastPacketNanos = Math.max(flow.lastPacketNanos, timeNanos);
        if (outboundPacket) {
            flow.tcpFlagsOut |= tcpFlags;
            flow.packetsOut++;
            flow.bytesOut += wireBytes;
        } else {
            flow.tcpFlagsIn |= tcpFlags;
            flow.packetsIn++;
            flow.bytesIn += wireBytes;
        }
        if (outboundPacket || !flow.multicast || !flow.outbound) {
            flow.lastNanos = Math.max(flow.lastNanos, timeNanos);
        }
        touch(flow);
    }

    /**
     * Notes what a TCP packet tells.
     *
     * @param bits of {@link FlowState#tcp()}, added to those that are there
     * @param ended whether the connection is over with it
     */
    public void tcp(FlowState flow, int bits, boolean ended) {
        flow.tcp |= bits;
        flow.ended |= ended;
        touch(flow);
    }

    /** Notes the sequence number of its SYN, 32 bits: a SYN with another begins a new connection. */
    public void syn(FlowState flow, int sequence) {
        flow.synSequence = sequence;
        touch(flow);
    }

    /** The host speaks to itself. */
    public void loopback(FlowState flow) {
        flow.loopback = true;
        touch(flow);
    }

    /** Its SYN was not seen. */
    public void midStream(FlowState flow) {
        flow.midStream = true;
        touch(flow);
    }

    /** ALE_FLOW_ESTABLISHED was visited. */
    public void established(FlowState flow) {
        flow.established = true;
        touch(flow);
    }

    /** Its first packet's walk visited ALE_RESOURCE_ASSIGNMENT. */
    public void assigned(FlowState flow) {
        flow.assigned = true;
        touch(flow);
    }

    /** Its packets may arrive on, or leave by, the interface of this number. */
    public void onInterface(FlowState flow, boolean outboundPacket, int interfaceId) {
        if (outboundPacket) {
            flow.nextHopInterface = interfaceId;
        } else {
            flow.arrivalInterface = interfaceId;
        }
        touch(flow);
    }

    /**
     * Puts a new flow in the place of one that was torn down; it knows the same connection, so that only a new one starts afresh.
     *
     * @param timeNanos packet time of the packet that tore it down
     */
    public FlowState succeed(FlowState before, long timeNanos) {
        FlowState flow = start(before.key(), before.outbound, before.multicast, timeNanos);
        flow.torn = true;
        flow.assigned = before.assigned;
        flow.closed = before.closed;
        flow.midStream = before.midStream;
        flow.loopback = before.loopback;
        flow.tcp = before.tcp;
        flow.synSequence = before.synSequence;
        flow.arrivalInterface = before.arrivalInterface;
        flow.nextHopInterface = before.nextHopInterface;
        return flow;
    }

    /** Remembers that the callout of a context that goes now reports on the flow when that has left the table. */
    public void owesReport(FlowState flow, FlowContext context) {
        flow.reports = FlowContext.with(flow.reports, context);
        touch(flow);
    }

    /** Its bind or connect was redirected before there was a flow. */
    public void redirected(FlowState flow, List<RedirectRecord> redirects) {
        flow.redirects = redirects;
        touch(flow);
    }

    /** The closure of its endpoint was indicated. */
    public void closed(FlowState flow) {
        flow.closed = true;
        touch(flow);
    }

    /**
     * The flow's authorisation, or its refusal.
     *
     * @param standing the filter that decided, null where none did
     * @param revision number of the revision under which it was decided
     * @param digest {@code CompiledLayer.digest()} of the layer under it
     */
    public void authorise(
            FlowState flow,
            boolean blocked,
            String layerKey,
            Standing standing,
            boolean uncertain,
            long revision,
            long digest) {
        flow.authorised = !blocked;
        flow.blocked = blocked;
        flow.authLayerKey = layerKey;
        flow.standing = standing;
        flow.uncertain = uncertain;
        flow.authRevision = revision;
        flow.authDigest = digest;
        flow.cacheVerdict(null);
        touch(flow);
    }

    /** The flow's authorisation holds under the newer revision of this number, which changed nothing at its layer. */
    public void confirm(FlowState flow, long revision) {
        flow.authRevision = revision;
        touch(flow);
    }

    /** A callout's context stands from here on; whether it may is the caller's to know. */
    public void associate(FlowState flow, FlowContext context) {
        flow.contexts = FlowContext.with(flow.contexts, context);
        contextCounts.merge(context.calloutKey(), 1, Integer::sum);
        touch(flow);
    }

    /** Takes a callout's context away; false where the flow does not have it. */
    public boolean dissociate(FlowState flow, FlowContext context) {
        boolean stood = flow.contexts.contains(context);
        if (stood) {
            flow.contexts = FlowContext.without(flow.contexts, context);
            contextCounts.computeIfPresent(context.calloutKey(), (key, count) -> count == 1 ? null : count - 1);
            touch(flow);
        }
        return stood;
    }

    /** Whether a callout has a context on any flow. */
    public boolean hasContexts(String calloutKey) {
        return contextCounts.containsKey(calloutKey);
    }

    /** Ends a flow. The caller dissociates its contexts, so that {@link #hasContexts} counts right. */
    public void remove(FlowState flow) {
        flows.remove(flow.key(), flow);
        flow.gone = true;
        removed.add(flow.key());
    }

    /** The flows of a local endpoint, in the order of their keys' bytes. Looks at every flow. */
    public List<FlowState> ofEndpoint(FlowKey endpoint) {
        List<FlowState> found = new ArrayList<>();
        for (FlowState flow : flows.values()) {
            if (flow.key().isOf(endpoint)) {
                found.add(flow);
            }
        }
        found.sort(IN_ORDER);
        return found;
    }

    /** Removes every flow of a host and hands it over, in the order of their keys' bytes, for its contexts to be dissociated. */
    public void removeHost(String host, Consumer<FlowState> last) {
        removeAll(flow -> flow.key().host().equals(host), last);
    }

    private void removeAll(Predicate<FlowState> which, Consumer<FlowState> last) {
        List<FlowState> found = new ArrayList<>();
        for (FlowState flow : flows.values()) {
            if (which.test(flow)) {
                found.add(flow);
            }
        }
        found.sort(IN_ORDER);
        for (FlowState flow : found) {
            remove(flow);
            last.accept(flow);
        }
    }

    /**
     * Frees flows that have been silent for long, once there are many: hands each over that is {@code forgettable}, in the order of their keys' bytes. Looks
     * at every flow, but not before the table has grown by an eighth since the last time.
     */
    public void sweep(Predicate<FlowState> forgettable, Consumer<FlowState> last) {
        if (flows.size() < sweepAt) {
            return;
        }
        removeAll(forgettable, last);
        sweepAt = Math.max(SWEEP_FROM, flows.size() + flows.size() / 8);
    }

    /** Every flow, in no particular order. */
    public Iterable<FlowState> flows() {
        return flows.values();
    }

    /** Hands over what changed since the last call: key and value as bytes, value null where the flow is gone. */
    public void drainDirty(BiConsumer<byte[], byte[]> store) {
        for (FlowKey key : removed) {
            if (!flows.containsKey(key)) {
                store.accept(FlowCodec.encodeKey(key), null);
            }
        }
        removed.clear();
        for (FlowState flow : dirty) {
            if (!flow.gone) {
                store.accept(FlowCodec.encodeKey(flow.key()), FlowCodec.encode(flow));
            }
            flow.dirty = false;
        }
        dirty.clear();
    }

    /**
     * Puts back what {@link #drainDirty} handed over.
     *
     * @throws IllegalArgumentException if key or value are of no known version, or cut short
     */
    public void restore(byte[] key, byte[] value) {
        FlowState flow = FlowCodec.decode(FlowCodec.decodeKey(key), value);
        flows.put(flow.key(), flow);
        for (FlowContext context : flow.contexts) {
            contextCounts.merge(context.calloutKey(), 1, Integer::sum);
        }
    }

    /** Forgets everything, and hands over nothing of it. */
    public void clear() {
        flows.clear();
        contextCounts.clear();
        dirty.clear();
        removed.clear();
    }

    private void touch(FlowState flow) {
        if (!flow.dirty) {
            flow.dirty = true;
            dirty.add(flow);
        }
    }
}
