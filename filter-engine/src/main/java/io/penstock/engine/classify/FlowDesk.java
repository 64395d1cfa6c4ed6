// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.classify.EngineListener.FlowEnd;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.flow.FlowTable;
import io.penstock.engine.flow.MulticastIndex;
import io.penstock.engine.flow.Standing;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.PolicySettings;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Keeps the flows of a walk's items (spec 2.6): finds an item's flow, judges idleness by the packet's own time, tells which AUTH visit is due,
 * records what an authorisation came to. One thread.
 */
final class FlowDesk {
    /** Longer than packets of one host are out of order. */
    private static final long SWEEP_MARGIN_NANOS = Duration.ofHours(1).toNanos();

    private final FlowTable table;
    private final FlowContextDesk contexts;
    private final ConnectionDesk connections;
    private final EngineListener listener;
    private final StreamDesk streams;

    FlowDesk(FlowTable table, FlowContextDesk contexts, StreamDesk streams, EngineListener listener) {
        this.table = table;
        this.contexts = contexts;
        this.streams = streams;
        connections = new ConnectionDesk(table);
        this.listener = listener;
    }

    /** Finds the flow of the walk's end, null in the walk where it must be authorised first, and counts the packet in it. */
    void resolve(Item item, Walk walk) {
        Item upper = item.upper();
        byte[] rows = upper.rows;
        int row = upper.row;
        if (PacketRow.has(item.rows, item.row, PacketRow.FLAG_LOOPBACK)) {
            Tuples.of(walk.key, item.host, rows, row, walk.outbound);
        } else {
            copyInto(walk.key, item.key);
        }
        FlowState flow = table.find(walk.key);
        if (flow != null && isOver(flow, item, rows, row, walk.outbound)) {
            flow = null;
        }
        walk.flow = flow;
        if (flow == null) {
            connections.direct(item, walk, rows, row);
        } else {
            walk.flowOutbound = flow.isOutbound();
            observe(item, walk, flow);
        }
    }

    /** Finds the flow of an event that is no packet of it, null in the walk where there is none. */
    void find(Item about, Walk walk) {
        copyInto(walk.key, about.key);
        walk.flow = table.find(walk.key);
        walk.flowOutbound = walk.flow != null && walk.flow.isOutbound();
    }

    private static void copyInto(FlowKey key, FlowKey from) {
        key.set(
                from.host(),
                from.version(),
                from.protocol(),
                from.localHigh(),
                from.localLow(),
                from.remoteHigh(),
                from.remoteLow(),
                from.localPort(),
                from.remotePort());
    }

    /** Ends a flow that this packet does not belong to any more: idle, or followed by a new connection. Clones never end one. */
    private boolean isOver(FlowState flow, Item item, byte[] rows, int row, boolean outbound) {
        if (item.isCounted(outbound)) {
            return false;
        }
        FlowEnd end = null;
        if (PacketRow.captureTimeNanos(item.rows, item.row) - flow.lastNanos()
                > idleNanos(flow, item.revision.policy().settings())) {
            end = flow.isEnded() ? FlowEnd.ENDED : FlowEnd.IDLE;
        } else if (flow.key().protocol() == IpProtocol.TCP && connections.isNew(flow, rows, row, outbound)) {
            end = FlowEnd.ENDED;
        }
        if (end != null) {
            end(flow, end, item);
        }
        return end != null;
    }

    private void end(FlowState flow, FlowEnd end, Item at) {
        table.remove(flow);
        gone(flow, end, at);
    }

    /** What waits of the flow's streams goes before its contexts do (spec 6.7). */
    private void gone(FlowState flow, FlowEnd end, Item at) {
        streams.ended(flow, at);
        told(flow, end, at);
    }

    private void told(FlowState flow, FlowEnd end, Item at) {
        contexts.flowEnded(flow);
        contexts.report(flow, at);
        listener.flowEnded(flow, end);
    }

    private static long idleNanos(FlowState flow, PolicySettings settings) {
        if (flow.key().protocol() == IpProtocol.TCP) {
            return settings.tcpIdle().toNanos();
        }
        boolean outGroup = flow.isMulticast() && flow.isOutbound();
        return outGroup ? MulticastIndex.IDLE_NANOS : settings.datagramIdle().toNanos();
    }

    private void observe(Item item, Walk walk, FlowState flow) {
        if (item.isCounted(walk.outbound)) {
            return;
        }
        Item upper = item.upper();
        boolean tcp = flow.key().protocol() == IpProtocol.TCP;
        table.count(
                flow,
                walk.outbound,
                PacketRow.wireLength(item.rows, item.row),
                PacketRow.captureTimeNanos(item.rows, item.row),
                tcp ? PacketRow.tcpFlags(upper.rows, upper.row) : 0);
        if (tcp) {
            connections.observe(flow, upper.rows, upper.row, walk.outbound);
        }
        item.counted(walk.outbound);
    }

    /** The AUTH visit that is due, or {@link Visit#STANDING}. */
    Visit authorization(Item item, Walk walk) {
        FlowState flow = walk.flow;
        if (flow == null) {
            return walk.flowOutbound ? Visit.CONNECT : Visit.RECV_ACCEPT;
        }
        if (flow.key().protocol() == FlowKey.GROUP_PROTOCOL) {
            walk.reason = ConditionFlag.REASON_NEW_INBOUND_MCAST_BCAST_PACKET;
            return Visit.RECV_ACCEPT_AGAIN;
        }
        int reason = flow.isBlocked() ? 0 : newInterface(item, walk, flow);
        if (flow.authRevision() != item.revision.revision()) {
            Layer layer = (flow.isOutbound() ? Visit.CONNECT : Visit.RECV_ACCEPT)
                    .layer(flow.key().version() == 6);
            if (item.revision.digest(layer) == flow.authDigest()) {
                table.confirm(flow, item.revision.revision());
            } else if (flow.isBlocked()) {
                walk.midStream = true;
                return flow.isOutbound() ? Visit.CONNECT : Visit.RECV_ACCEPT;
            } else {
                reason |= ConditionFlag.REASON_POLICY_CHANGE;
            }
        }
        if (reason == 0) {
            return Visit.STANDING;
        }
        walk.reason = reason;
        return flow.isOutbound() ? Visit.CONNECT_AGAIN : Visit.RECV_ACCEPT_AGAIN;
    }

    /**
     * The reason of a packet on another interface than those before it the same way, 0 for none. What speaks to a group is answered from anywhere, and
     * a host speaks to itself on one interface.
     */
    private int newInterface(Item item, Walk walk, FlowState flow) {
        int known = walk.outbound ? flow.nextHopInterface() : flow.arrivalInterface();
        int now = PacketRow.interfaceId(item.rows, item.row);
        if (now == known || flow.isMulticast() || PacketRow.has(item.rows, item.row, PacketRow.FLAG_LOOPBACK)) {
            return 0;
        }
        if (known == FlowState.NO_INTERFACE) {
            table.onInterface(flow, walk.outbound, now);
            return 0;
        }
        return walk.outbound ? ConditionFlag.REASON_NEW_NEXTHOP_INTERFACE : ConditionFlag.REASON_NEW_ARRIVAL_INTERFACE;
    }

    /** Records what the AUTH visit came to. A block at a visit before it (bind, redirect) refuses the flow at that layer. */
    void authorised(Item item, Walk walk, Layer layer, RuntimeFilter filter, boolean blocked) {
        FlowState flow = walk.flow;
        boolean group = walk.key.protocol() == FlowKey.GROUP_PROTOCOL;
        if (flow == null) {
            start(item, walk, layer, filter, blocked && !group);
        } else if (!group) {
            record(item, walk, layer, filter, blocked);
            if (blocked) {
                contexts.flowEnded(flow);
            }
            if (!walk.packetless) {
                table.onInterface(flow, walk.outbound, PacketRow.interfaceId(item.rows, item.row));
            }
        }
    }

    /** A flow that another takes the place of, such as one that a clone has made meanwhile, keeps no contexts. */
    private void replaced(FlowKey key, Item by) {
        FlowState before = table.find(key);
        if (before != null) {
            contexts.flowEnded(before);
            contexts.report(before, by);
        }
    }

    private void start(Item item, Walk walk, Layer layer, RuntimeFilter filter, boolean blocked) {
        replaced(walk.key, item);
        boolean toGroup = Tuples.isGroup(PacketRow.destinationAddressType(item.rows, item.row));
        FlowState flow =
                table.start(walk.key, walk.flowOutbound, toGroup, PacketRow.captureTimeNanos(item.rows, item.row));
        if (!walk.redirects().isEmpty()) {
            table.redirected(flow, walk.redirects());
        }
        walk.flow = flow;
        if (PacketRow.has(item.rows, item.row, PacketRow.FLAG_LOOPBACK)) {
            table.loopback(flow);
        }
        if (walk.midStream) {
            table.midStream(flow);
        }
        if (walk.includes(Visit.RESOURCE_ASSIGNMENT)) {
            table.assigned(flow);
        }
        record(item, walk, layer, filter, blocked);
        if (!blocked) {
            contexts.authorised(item, flow);
        }
        streams.started(flow, item.revision);
        listener.flowStarted(flow);
        if (!walk.packetless) {
            table.onInterface(flow, walk.outbound, PacketRow.interfaceId(item.rows, item.row));
            observe(item, walk, flow);
        }
    }

    /**
     * Tears down the flow of a walk whose reauthorisation failed, or whose establishment was refused (spec 2.6, 2.7): it ends, and what the host goes on
     * to send of it belongs to a blocked flow in its place.
     */
    void tearDown(Item item, Walk walk, Layer layer, RuntimeFilter filter) {
        FlowState before = walk.flow;
        table.remove(before);
        streams.tornDown(before, item, filter);
        told(before, FlowEnd.ENDED, item);
        walk.flow = table.succeed(before, PacketRow.captureTimeNanos(item.rows, item.row));
        record(item, walk, layer, filter, true);
        listener.flowStarted(walk.flow);
    }

    private static Standing standing(Layer layer, RuntimeFilter filter) {
        return filter == null
                ? null
                : new Standing(
                        layer.key(),
                        filter.filter().subLayerKey(),
                        filter.filter().filterKey(),
                        filter.calloutKey(),
                        filter.filter().action().isTerminating());
    }

    private void record(Item item, Walk walk, Layer layer, RuntimeFilter filter, boolean blocked) {
        Layer auth = (walk.flowOutbound ? Visit.CONNECT : Visit.RECV_ACCEPT).layer(walk.key.version() == 6);
        table.authorise(
                walk.flow,
                blocked,
                layer.key(),
                standing(layer, filter),
                walk.uncertain,
                item.revision.revision(),
                item.revision.digest(auth));
    }

    void closed(FlowState flow) {
        table.closed(flow);
    }

    /**
     * Finds the flow of a socket event. A flow that was blocked or is over is a former attempt's and ends.
     *
     * @return whether the connection needs no authorisation any more
     */
    boolean isAuthorised(Item endpoint, Walk walk, boolean outbound) {
        Tuples.of(walk.key, endpoint.host, endpoint.rows, endpoint.row, true);
        walk.flowOutbound = outbound;
        FlowState flow = table.find(walk.key);
        if (flow != null && (flow.isBlocked() || flow.isEnded())) {
            end(flow, FlowEnd.ENDED, endpoint);
            flow = null;
        }
        return flow != null;
    }

    /** The flows of a socket. */
    List<FlowState> ofEndpoint(FlowKey endpoint) {
        return table.ofEndpoint(endpoint);
    }

    /** The flow of that key, or null. */
    FlowState find(FlowKey key) {
        return table.find(key);
    }

    /** The flow at one end of an item's walk as it stands, or null. */
    FlowState find(Item item, boolean outbound) {
        if (!PacketRow.has(item.rows, item.row, PacketRow.FLAG_LOOPBACK)) {
            return table.find(item.key);
        }
        Item upper = item.upper();
        FlowKey key = new FlowKey();
        Tuples.of(key, item.host, upper.rows, upper.row, outbound);
        return table.find(key);
    }

    /** Ends a flow of a closed socket. */
    void close(FlowState flow, Item endpoint) {
        end(flow, FlowEnd.ENDED, endpoint);
    }

    /** The flow's end was indicated, or needs not be: contexts of callouts go (SEQ-CLOSE, step 4). */
    void endContexts(FlowState flow) {
        contexts.flowEnded(flow);
    }

    /** The item has its fate without having made a flow: what callouts wanted to keep on it goes. */
    void undone(Item item) {
        contexts.decided(item);
    }

    void established(Walk walk) {
        if (walk.flow != null && !walk.flow.isEstablished()) {
            table.established(walk.flow);
        }
    }

    /** Frees the flows of the record's host that are idle by any measure; {@code waits} tells those that may not go yet. */
    void sweep(Item record, long timeNanos, Predicate<FlowKey> waits) {
        String host = record.host;
        PolicySettings settings = record.revision.policy().settings();
        table.sweep(
                flow -> flow.key().host().equals(host)
                        && timeNanos - flow.lastNanos() > 2 * idleNanos(flow, settings) + SWEEP_MARGIN_NANOS
                        && !waits.test(flow.key()),
                flow -> gone(flow, flow.isEnded() ? FlowEnd.ENDED : FlowEnd.IDLE, record));
    }

    /** Ends every flow of a host whose capture has ended. */
    void endOfCapture(String host, Item at) {
        table.removeHost(host, flow -> gone(flow, flow.isEnded() ? FlowEnd.ENDED : FlowEnd.END_OF_CAPTURE, at));
    }
}
