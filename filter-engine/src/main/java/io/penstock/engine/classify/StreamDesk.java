// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.pend.StreamPend;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.segment.SegmentState;
import io.penstock.engine.segment.Segmenter;
import io.penstock.engine.stream.Delivery;
import io.penstock.engine.stream.DirectionState;
import io.penstock.engine.stream.ReassemblyTable;
import io.penstock.engine.stream.SegmentArrival;
import io.penstock.engine.stream.StreamAnswer;
import io.penstock.engine.stream.StreamBytes;
import io.penstock.engine.stream.StreamFlags;
import io.penstock.engine.stream.StreamRange;
import io.penstock.engine.stream.StreamState;
import io.penstock.engine.stream.StreamStateTable;
import io.penstock.engine.stream.StreamStatus;
import io.penstock.engine.stream.TcpSegment;
import java.util.List;
import java.util.function.LongFunction;

/**
 * The visits of STREAM: puts a packet's segment into its stream and takes what that makes deliverable, of either direction, through the waterfall
 * (spec 7). The packet's fate follows from what becomes of its own bytes in that visit alone; what waits for more bytes decides no packet later. One
 * thread.
 */
final class StreamDesk {
    private final VisitDesk visits;
    private final ReassemblyTable reassembly;
    private final StreamStateTable states;
    private final StreamOutput output;
    private final SegmentDesk segments;
    private final StreamWaterfall waterfall;
    private final TcpSegment segment = new TcpSegment();
    private LongFunction<PolicyRevision> revisions = missing -> null;
    private PolicyRevision inForce;
    private boolean busy;
    private RuntimeFilter changed;
    private List<Segmenter.Leaving> leaving;
    private RuntimeFilter permitted;
    private RuntimeFilter dropped;
    private boolean uncertain;
    private StreamAsk asked;

    StreamDesk(VisitDesk visits, EngineState state, EngineListener listener) {
        this.visits = visits;
        reassembly = state.streams();
        states = state.streamStates();
        output = new StreamOutput(visits, listener);
        segments = new SegmentDesk(state.segments(), reassembly);
        waterfall = new StreamWaterfall(visits, states, output);
    }

    /** Says where revisions are found again under which stored bytes wait. */
    void revisions(LongFunction<PolicyRevision> by) {
        revisions = by;
    }

    /** The filter that changed the packet's own bytes in the last visit, null for none. */
    RuntimeFilter changed() {
        return changed;
    }

    /** Whom bytes of the visit wait for, so that the packet waits with them; null: the visit is over. */
    StreamAsk asked() {
        return asked;
    }

    /** The filter that permitted, null where none did. */
    RuntimeFilter permitted() {
        return permitted;
    }

    /** The filter whose callout has dropped the connection, null for none. */
    RuntimeFilter dropped() {
        return dropped;
    }

    /** Whether a visit is under way: callouts may not call the stream functions from inside classify (spec 7.7 S6). */
    boolean isBusy() {
        return busy;
    }

    boolean isUncertain() {
        return uncertain;
    }

    /** Whether anybody decides the flow's stream: without, it is not even put together. */
    boolean isAsked(Item item, FlowKey flow) {
        if (item.revision.hasFilters(layer(flow))) {
            return true;
        }
        StreamState state = states.size() == 0 ? null : states.find(flow);
        return state != null && state.isBusy() || segments.isEdited(flow);
    }

    /** What leaves in the place of the packet that was visited last, where that is not the packet as it is; else null. */
    List<Segmenter.Leaving> leaving() {
        return leaving;
    }

    /** What is remembered of a flow that is edited, null of others. */
    SegmentState edited(FlowKey flow) {
        return segments.edited(flow);
    }

    private static Layer layer(FlowKey flow) {
        return Visit.STREAM.layer(flow.version() == 6);
    }

    /** A flow begins: the callouts that are there now are attached to it (spec 7.7 S8). */
    void started(FlowState flow, PolicyRevision under) {
        if (flow.key().protocol() != IpProtocol.TCP || flow.isMidStream() || !under.hasFilters(layer(flow.key()))) {
            return;
        }
        var keys = under.calloutFilterKeys(layer(flow.key()));
        if (!keys.isEmpty()) {
            states.of(flow.key()).attach(keys);
        }
    }

    /**
     * A flow has ended: no more of its streams can come. What is held behind gaps is shown now, callouts that wait for more are asked once more, and what
     * a callout has deferred never leaves (spec 6.7, 7.5).
     *
     * @param at where that was noticed
     */
    void ended(FlowState flow, Item at) {
        Delivery rest = reassembly.close(flow.key());
        StreamState state = states.find(flow.key());
        if (rest.size() > 0 || state != null && state.waits()) {
            begin();
            visits.newItem();
            Item about = FlowItem.of(flow, at);
            Walk walk = FlowItem.walk(flow);
            segments.beginEvent(walk);
            end(about, walk, rest, true);
            end(about, walk, rest, false);
            at.visit = about.visit;
            visits.newItem();
            busy = false;
        }
        states.remove(flow.key());
        segments.ended(flow.key());
    }

    private void end(Item about, Walk walk, Delivery rest, boolean outbound) {
        open(about, walk, outbound, under(about, walk, outbound));
        waterfall.noMore();
        for (int i = 0; i < rest.size(); i++) {
            if (rest.range(i).outbound() == outbound) {
                offer(rest.range(i));
            }
        }
        waterfall.end();
        close(about, walk, outbound);
    }

    /** A flow was torn down by a filter: what waits of its streams goes with it, and nobody is asked. */
    void tornDown(FlowState flow, Item at, RuntimeFilter filter) {
        Delivery rest = reassembly.close(flow.key());
        StreamState state = states.find(flow.key());
        if (rest.size() > 0 || state != null && state.waits()) {
            tornDown(flow, at, filter, rest, state, true);
            tornDown(flow, at, filter, rest, state, false);
        }
        states.remove(flow.key());
        segments.ended(flow.key());
    }

    private void tornDown(
            FlowState flow, Item at, RuntimeFilter filter, Delivery rest, StreamState state, boolean outbound) {
        output.begin(flow);
        if (state != null) {
            for (StreamBytes waiting : state.direction(outbound).takeWaiting()) {
                output.remove(waiting, filter, DiscardReason.FLOW_BLOCKED);
            }
        }
        for (int i = 0; i < rest.size(); i++) {
            StreamRange range = rest.range(i);
            if (range.outbound() == outbound) {
                output.missing(range.offset() - range.missedBefore(), range.missedBefore());
                output.remove(StreamBytes.of(range), filter, DiscardReason.FLOW_BLOCKED);
            }
        }
        output.endTornDown(at, outbound);
    }

    /** The visit of a packet. */
    void visit(Item item, Walk walk) {
        begin();
        segments.begin(item, walk);
        Item upper = item.upper();
        segment.set(upper.rows, upper.row, upper.frames, item.sequence());
        Delivery delivery = reassembly.accept(
                walk.key, walk.outbound, segment, item.revision.policy().settings());
        if (delivery.size() == 0 && delivery.arrival() == SegmentArrival.HELD && !segments.isEdited(walk.key)) {
            // Whoever may edit these bytes keeps them from leaving before the ones that are missing.
            open(item, walk, walk.outbound, under(item, walk, walk.outbound));
            close(item, walk, walk.outbound);
        }
        for (int next = 0; next < delivery.size(); ) {
            next = deliver(item, walk, delivery, next);
        }
        if (changed == null && delivery.arrival() != SegmentArrival.KEEP_ALIVE) {
            changed = remover(item, walk, upper);
        }
        rest(item, walk);
        busy = false;
    }

    /**
     * A callout elsewhere has answered about bytes that the packet waits with: its visit goes on (spec 7.7).
     *
     * @param ticket the packet's
     */
    void answered(Item item, Walk walk, PendTicket ticket, StreamDecision decision) {
        begin();
        StreamPend pend = ticket.stream();
        if (walk.flow != null && !walk.flow.isBlocked() && states.find(walk.key) != null) {
            segments.begin(item, walk);
            changed = filter(item, pend, pend.changedFilterKey());
            permitted = filter(item, pend, pend.permittedFilterKey());
            open(item, walk, pend.outbound(), pend.revision());
            boolean waited = waterfall.answered(ticket.id().filterKey(), pend, decision);
            close(item, walk, pend.outbound());
            if (waited) {
                rest(item, walk);
            }
        }
        busy = false;
    }

    private static RuntimeFilter filter(Item item, StreamPend pend, String filterKey) {
        if (filterKey == null) {
            return null;
        }
        RuntimeFilter filter = pend.revision().filter(filterKey);
        return filter == null ? item.revision.filter(filterKey) : filter;
    }

    /** Nothing moves any more: the lightest callout elsewhere that bytes have come to is asked, or the visit is over. */
    private void rest(Item item, Walk walk) {
        StreamState state = states.size() == 0 ? null : states.find(walk.key);
        if (state != null) {
            ask(item, walk, state, true);
            ask(item, walk, state, false);
        }
        if (asked == null) {
            leaving = segments.end(item);
            if (state != null) {
                state.disown();
            }
        } else {
            segments.putDown();
        }
    }

    private void ask(Item item, Walk walk, StreamState state, boolean outbound) {
        if (asked != null || dropped != null || !state.direction(outbound).isWanted()) {
            return;
        }
        PolicyRevision under = under(item, walk, outbound);
        open(item, walk, outbound, under);
        StreamAsk next = waterfall.ask(item, under);
        close(item, walk, outbound);
        if (next != null) {
            asked = next.of(key(changed), key(permitted));
        }
    }

    private static String key(RuntimeFilter filter) {
        return filter == null ? null : filter.filter().filterKey();
    }

    private void begin() {
        busy = true;
        asked = null;
        changed = null;
        leaving = null;
        permitted = null;
        dropped = null;
        uncertain = false;
    }

    /** Takes ranges of one direction through the waterfall; returns the first that is not of it. */
    private int deliver(Item item, Walk walk, Delivery delivery, int first) {
        boolean outbound = delivery.range(first).outbound();
        open(item, walk, outbound, under(item, walk, outbound));
        int next = first;
        while (next < delivery.size() && delivery.range(next).outbound() == outbound) {
            StreamRange range = delivery.range(next++);
            offer(range);
            place(item, walk, range);
        }
        close(item, walk, outbound);
        return next;
    }

    /** Shows the bytes of a range; behind a drop of the connection they go with it, and nobody is asked. */
    private void offer(StreamRange range) {
        output.missing(range.offset() - range.missedBefore(), range.missedBefore());
        if (range.length() == 0 && range.flags() == 0) {
            return;
        }
        RuntimeFilter by = dropped == null ? waterfall.dropped() : dropped;
        if (by == null) {
            waterfall.offer(StreamBytes.of(range), range.missedBefore());
        } else {
            output.remove(StreamBytes.of(range), by, DiscardReason.FLOW_BLOCKED);
        }
    }

    /** Learns which sequence number the stream's first byte has. */
    private void place(Item item, Walk walk, StreamRange range) {
        StreamState state = states.size() == 0 ? null : states.find(walk.key);
        if (state == null || !range.own() || range.length() == 0) {
            return;
        }
        Item upper = item.upper();
        int payload = Math.clamp(PacketRow.payloadOffset(upper.rows, upper.row), 0, upper.frameLength());
        int within = range.from() - (upper.frameOffset() + payload);
        state.direction(range.outbound()).place(sequence(upper) + within - (int) range.offset());
    }

    private static int sequence(Item upper) {
        int syn = (PacketRow.tcpFlags(upper.rows, upper.row) & TcpFlag.SYN) == 0 ? 0 : 1;
        return PacketRow.tcpSequence(upper.rows, upper.row) + syn;
    }

    /** The filter that removed what this packet sends again, null for none. */
    private RuntimeFilter remover(Item item, Walk walk, Item upper) {
        StreamState state = states.size() == 0 ? null : states.find(walk.key);
        if (state == null || !state.direction(walk.outbound).hasRemoved()) {
            return null;
        }
        int fin = (PacketRow.tcpFlags(upper.rows, upper.row) & TcpFlag.FIN) == 0 ? 0 : 1;
        int length = (int) Math.min(PacketRow.payloadLength(upper.rows, upper.row), 1 << 24) + fin;
        String filterKey = length == 0 ? null : state.direction(walk.outbound).removerOf(sequence(upper), length);
        return filterKey == null ? null : item.revision.filter(filterKey);
    }

    /** The revision that decides: the item's, or as long as bytes wait that of those bytes (spec 6.7, 7.7 S7). */
    private PolicyRevision under(Item item, Walk walk, boolean outbound) {
        StreamState state = states.size() == 0 ? null : states.find(walk.key);
        DirectionState direction = state == null ? null : state.direction(outbound);
        if (direction == null || direction.revision() == item.revision.revision() || !direction.isBusy()) {
            return item.revision;
        }
        PolicyRevision old = direction.revisionInForce() instanceof PolicyRevision known
                ? known
                : revisions.apply(direction.revision());
        if (old == null) {
            return item.revision;
        }
        long now = PacketRow.captureTimeNanos(item.rows, item.row);
        long waitsNanos = old.policy().settings().pendTimeout().toNanos();
        if (now - direction.supersededSince(now) <= waitsNanos) {
            return old;
        }
        open(item, walk, outbound, old);
        waterfall.settle();
        close(item, walk, outbound);
        return item.revision;
    }

    private void open(Item item, Walk walk, boolean outbound, PolicyRevision under) {
        Layer layer = layer(walk.key);
        output.begin(walk.flow);
        Arbitration visit = visits.beginStream(item, walk, layer, outbound);
        waterfall.begin(visit, walk.key, outbound, under, layer);
        if (segments.opens(waterfall.editor())) {
            output.gather();
        }
        inForce = under;
    }

    private void close(Item item, Walk walk, boolean outbound) {
        Layer layer = layer(walk.key);
        Arbitration visit = visits.result();
        visits.endStream(layer);
        uncertain |= visit.isUncertain();
        if (visit.action() == CalloutAction.PERMIT) {
            permitted = visit.deciding();
        }
        changed = changed == null ? output.changedBy() : changed;
        dropped = dropped == null ? waterfall.dropped() : dropped;
        StreamState state = states.find(walk.key);
        if (state != null && state.direction(outbound).isBusy()) {
            state.direction(outbound).hold(inForce.revision(), inForce);
        }
        segments.left(outbound, output.pieces());
        output.end(item, walk, layer, outbound);
    }

    /** {@code StreamContinue}: a callout that has deferred the inbound stream takes it up again (spec 7.3, 7.7 S6). */
    StreamStatus resume(Item about, Walk walk, String calloutKey) {
        begin();
        if (walk.flow == null || walk.flow.isBlocked() || states.find(walk.key) == null) {
            busy = false;
            return StreamStatus.UNSUCCESSFUL;
        }
        segments.beginEvent(walk);
        open(about, walk, false, under(about, walk, false));
        boolean resumed = waterfall.resume(calloutKey);
        close(about, walk, false);
        busy = false;
        return resumed ? StreamStatus.SUCCESS : StreamStatus.UNSUCCESSFUL;
    }

    /** {@code StreamInject} from outside, into the direction of the flags (spec 7.7 S1, S3, S5). */
    StreamStatus inject(Item about, Walk walk, String calloutKey, StreamAnswer.Injection injection) {
        boolean outbound = (injection.flags() & StreamFlags.SEND) != 0;
        if (!StreamFlags.mayInject(injection.flags(), outbound, injection.data().length)) {
            return StreamStatus.INVALID_PARAMETER;
        }
        begin();
        if (walk.flow == null || walk.flow.isBlocked() || states.find(walk.key) == null) {
            busy = false;
            return StreamStatus.UNSUCCESSFUL;
        }
        segments.beginEvent(walk);
        open(about, walk, outbound, under(about, walk, outbound));
        boolean taken = waterfall.inject(calloutKey, injection);
        close(about, walk, outbound);
        busy = false;
        return taken ? StreamStatus.SUCCESS : StreamStatus.UNSUCCESSFUL;
    }
}
