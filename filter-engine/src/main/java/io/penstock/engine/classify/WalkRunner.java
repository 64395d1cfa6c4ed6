// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.Injection;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.flow.Standing;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.segment.SegmentState;
import io.penstock.engine.segment.Segmenter;
import java.util.List;

/** Takes an item from visit to visit until something ends its walk. One thread. */
final class WalkRunner {
    /** Where an item goes that a callout has pended. */
    interface Pending {
        void pend(Item item, Walk walk, RuntimeFilter filter);

        /** Bytes of a stream wait for a callout elsewhere, and the item with them. */
        void pend(Item item, Walk walk, StreamAsk asked);

        /** The clones that an inline callout has put in the item's place, or null where injecting them fails. */
        List<Item> clones(Item item, RuntimeFilter filter, List<Injection> frames);

        /** Lets clones enter their paths when the walk has returned. */
        void inject(RuntimeFilter filter, List<Item> clones);

        /** Lets segments of an edited stream leave: those that go out through the layers below the stream, those that came in at once. */
        void leave(Item item, Walk walk, String calloutKey, List<Segmenter.Leaving> segments);
    }

    private final FlowDesk flows;
    private final FragmentDesk fragments;
    private final VisitDesk visits;
    private final EngineListener listener;
    private final WalkEnds ends;
    private final WalkPlanner planner;
    private final EventDesk events;
    private final StreamDesk streams;
    private boolean waits;

    WalkRunner(
            FlowDesk flows,
            FragmentDesk fragments,
            VisitDesk visits,
            EventDesk events,
            StreamDesk streams,
            EngineListener listener) {
        this.events = events;
        this.flows = flows;
        this.fragments = fragments;
        this.visits = visits;
        this.listener = listener;
        ends = new WalkEnds(flows, visits, listener);
        this.streams = streams;
        planner = new WalkPlanner(flows, streams);
    }

    void trace(DecisionTrace trace) {
        visits.trace(trace);
    }

    /** Where to end an item outside its walk. */
    WalkEnds ends() {
        return ends;
    }

    /** Walks the item from where it enters its path; what the walk of a clone has come to so far stands for the visits that it passes over. */
    void start(Item item, Walk walk, Pending pending) {
        Verdict permit = item.entry == null ? null : walk.permit;
        boolean uncertain = item.entry != null && walk.uncertain;
        if (visits.trace() != null) {
            visits.trace().begun(item);
        }
        visits.newItem();
        planner.plan(item, walk);
        walk.permit = permit;
        walk.uncertain |= uncertain;
        waits = false;
        run(item, walk, pending);
        close(item, walk, pending);
    }

    /** Takes a walk up again at its position, or, where that visit is passed, behind it; {@code walk} has its steps. */
    void resume(Item item, Walk walk, boolean passed, Pending pending) {
        visits.newItem();
        takeUp(item, walk);
        waits = false;
        if (passed) {
            walk.next();
        }
        run(item, walk, pending);
        close(item, walk, pending);
    }

    /** The visits of SEQ-CLOSE, once the packet that ended the flow has its fate. They are events and decide no packet. */
    private void close(Item item, Walk walk, Pending pending) {
        FlowState flow = walk.flow;
        if (waits || flow == null || !flow.isEnded() || flow.isClosed()) {
            return;
        }
        flows.closed(flow);
        if (flow.owesClosure()) {
            events.closed(item, flow, walk.outbound, pending);
        } else {
            flows.endContexts(flow);
        }
    }

    /** Finds again which end the walk speaks of, and its flow. */
    private void takeUp(Item item, Walk walk) {
        walk.outbound = isOutbound(item, walk);
        if (hasFlow(item)) {
            flows.resolve(item, walk);
        }
    }

    private static boolean isOutbound(Item item, Walk walk) {
        return PacketRow.direction(item.rows, item.row) == PacketRow.OUTBOUND && !hasTurned(walk);
    }

    private static boolean hasFlow(Item item) {
        return item.key != null
                && PacketRow.direction(item.rows, item.row) != PacketRow.FORWARD
                && !PacketRow.has(item.rows, item.row, PacketRow.FLAG_ICMP_ERROR);
    }

    /** The flow that a walk that was put down speaks of, as it stands; null where there is none. */
    FlowState flowOf(Item item, Walk walk) {
        return hasFlow(item) ? flows.find(item, isOutbound(item, walk)) : null;
    }

    private static boolean hasTurned(Walk walk) {
        byte[] steps = walk.steps();
        for (int i = 0; i < walk.position(); i++) {
            if (steps[i] == Visit.TURN.ordinal()) {
                return true;
            }
        }
        return false;
    }

    private void run(Item item, Walk walk, Pending pending) {
        while (walk.hasNext()) {
            Visit visit = walk.visit();
            boolean goesOn = switch (visit) {
                case STANDING -> standing(item, walk);
                case TURN -> turn(item, walk, pending);
                case REASSEMBLE -> reassemble(item, walk);
                case NO_ENDPOINT -> {
                    ends.noEndpoint(item, walk);
                    yield false;
                }
                case STREAM -> stream(item, walk, pending);
                default -> visit(item, walk, visit, pending);
            };
            if (!goesOn) {
                if (visits.trace() != null && !waits) {
                    visits.trace().unvisited(walk, PacketRow.kind(item.rows, item.row) == PacketRow.KIND_IPV6);
                }
                return;
            }
            walk.answered = null;
            walk.next();
        }
        ends.end(item, Verdicts.permit(item, walk));
    }

    private boolean turn(Item item, Walk walk, Pending pending) {
        close(item, walk, pending);
        planner.turn(item, walk);
        visits.newItem();
        return true;
    }

    private boolean reassemble(Item item, Walk walk) {
        planner.reassembled(item, walk, fragments.completes(item));
        return true;
    }

    /** The flow's authorisation stands in for the AUTH visit. */
    private boolean standing(Item item, Walk walk) {
        FlowState flow = walk.flow;
        Standing filter = flow.standing();
        if (visits.trace() != null) {
            visits.trace().standing(flow);
        }
        walk.uncertain |= flow.isUncertain();
        if (!flow.isBlocked()) {
            if (filter != null) {
                walk.permit = Verdicts.standing(flow, item.revision, Fate.PERMIT);
            }
            return true;
        }
        Verdict verdict = Verdicts.standing(flow, item.revision, Fate.BLOCK);
        visits.discards().ofBlockedFlow(item, walk, verdict);
        item.visit++;
        ends.end(item, verdict);
        return false;
    }

    /** STREAM decides bytes: a packet of whose bytes any were taken out, or among which others were put, is absorbed. */
    private boolean stream(Item item, Walk walk, Pending pending) {
        if (walk.flow == null || !streams.isAsked(item, walk.key)) {
            return visit(item, walk, Visit.STREAM, pending);
        }
        item.streamDone = true;
        streams.visit(item, walk);
        return streamed(item, walk, pending);
    }

    /** A callout elsewhere has answered about bytes that the item waits with: its visit of STREAM goes on, and behind it its walk. */
    void answered(Item item, Walk walk, PendTicket ticket, StreamDecision decision, Pending pending) {
        visits.newItem();
        takeUp(item, walk);
        waits = false;
        streams.answered(item, walk, ticket, decision);
        if (streamed(item, walk, pending)) {
            walk.next();
            run(item, walk, pending);
        }
        close(item, walk, pending);
    }

    /** What follows from what the visit of STREAM has come to. */
    private boolean streamed(Item item, Walk walk, Pending pending) {
        walk.uncertain |= streams.isUncertain();
        RuntimeFilter dropped = streams.dropped();
        if (dropped != null) {
            dropConnection(item, walk, dropped);
        }
        if (streams.asked() != null) {
            waits = true;
            pending.pend(item, walk, streams.asked());
            return false;
        }
        RuntimeFilter changed = streams.changed();
        SegmentState edited = streams.edited(walk.key);
        if (edited != null && streams.leaving() != null) {
            leave(item, walk, changed, edited, pending);
            return false;
        }
        // What leaves of an edited stream in this packet's place may be just what it is.
        if (changed != null && edited == null) {
            item.visit++;
            ends.end(item, changed.absorb(walk.uncertain));
            return false;
        }
        if (streams.permitted() != null) {
            walk.permit = streams.permitted().permit(walk.uncertain);
        }
        item.visit++;
        return true;
    }

    /** Segments of the edited stream take the packet's place; none do where all its bytes wait. */
    private void leave(Item item, Walk walk, RuntimeFilter changed, SegmentState edited, Pending pending) {
        RuntimeFilter by = changed == null ? item.revision.filter(edited.filterKey()) : changed;
        item.visit++;
        ends.end(item, by == null ? Verdicts.absorbed(item.revision) : by.absorb(walk.uncertain));
        pending.leave(item, walk, edited.calloutKey(), streams.leaving());
    }

    /** A stream callout has dropped the connection: its flow is blocked from now on. */
    void dropConnection(Item item, Walk walk, RuntimeFilter filter) {
        flows.tearDown(item, walk, filter.filter().layer(), filter);
    }

    private boolean visit(Item item, Walk walk, Visit visit, Pending pending) {
        Layer layer = visit.layer(PacketRow.kind(item.rows, item.row) == PacketRow.KIND_IPV6);
        if (!item.revision.hasFilters(layer) && visits.trace() == null) {
            passed(item, walk, visit, layer, null);
            return true;
        }
        visits.classify(item, walk, visit, layer);
        Arbitration result = visits.result();
        walk.uncertain |= result.isUncertain();
        if (!result.isBlock()) {
            RuntimeFilter filter = result.deciding();
            if (filter != null) {
                walk.permit = filter.permit(walk.uncertain);
            }
            item.visit++;
            if (visit.isRedirect() && RedirectDesk.make(listener, item, walk, layer, visits.redirects())) {
                return visit(item, walk, visit, pending);
            }
            passed(item, walk, visit, layer, filter);
            return true;
        }
        stop(item, walk, visit, layer, result, pending);
        return false;
    }

    /** What follows from passing a visit. */
    private void passed(Item item, Walk walk, Visit visit, Layer layer, RuntimeFilter filter) {
        visits.authorizations().permitted(item, walk, visit, layer, filter);
        if (visit.isAuthorization()) {
            flows.authorised(item, walk, layer, filter, false);
        } else if (visit == Visit.FLOW_ESTABLISHED) {
            flows.established(walk);
        } else if (visit == Visit.STREAM) {
            item.streamDone = true;
        }
    }

    private void stop(Item item, Walk walk, Visit visit, Layer layer, Arbitration result, Pending pending) {
        RuntimeFilter filter = result.deciding();
        if (result.isPended()) {
            waits = true;
            pending.pend(item, walk, filter);
            return;
        }
        List<Item> clones = result.isAbsorbed() ? pending.clones(item, filter, visits.injections(filter)) : null;
        if (clones != null) {
            item.visit++;
            ends.end(item, filter.absorb(walk.uncertain));
            pending.inject(filter, clones);
            return;
        }
        ends.block(item, walk, visit, layer, filter, result.detail());
    }

    /** Ends a pended item's walk: its callout refused it, or could not be heard. */
    void refuse(Item item, Walk walk, RuntimeFilter filter, DiscardReason detail, Pending pending) {
        visits.newItem();
        takeUp(item, walk);
        ends.block(item, walk, walk.visit(), filter.filter().layer(), filter, detail);
        waits = false;
        close(item, walk, pending);
    }
}
