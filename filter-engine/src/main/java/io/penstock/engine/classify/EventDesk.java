// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.ContractError;
import io.penstock.engine.classify.WalkRunner.Pending;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;

/**
 * Makes the visits that belong to sockets rather than to packets. They decide no packet. What is pended there is answered later: an operation then
 * comes to its verdict, a closure goes on to its release (spec 6.4, P7). One thread.
 */
final class EventDesk {
    private final VisitDesk visits;
    private final FlowDesk flows;
    private final EngineListener listener;
    private final Walk own = new Walk();
    private Outcomes outcomes;
    private boolean waits;

    /** Told what events come to, at once or when what had pended them is answered. */
    interface Outcomes {
        /** A closure was shown, and its callouts have answered. */
        void closureShown(Item endpoint, Walk walk);

        /** The event is through its visits, or refused. */
        void decided(Item endpoint, Walk walk, Verdict verdict);
    }

    EventDesk(VisitDesk visits, FlowDesk flows, EngineListener listener) {
        this.visits = visits;
        this.flows = flows;
        this.listener = listener;
    }

    void tell(Outcomes to) {
        outcomes = to;
    }

    /** SEQ-BIND; null where it is pended. */
    Verdict bound(Item endpoint, Pending pending) {
        begin(true);
        own.explicitBind = true;
        return of(endpoint, pending, Visit.BIND_REDIRECT, Visit.RESOURCE_ASSIGNMENT);
    }

    /** SEQ-TCP-LISTEN; without SEQ-BIND where an event told of it. */
    Verdict listening(Item endpoint, Pending pending) {
        begin(true);
        own.explicitBind = true;
        return endpoint.bound
                ? of(endpoint, pending, Visit.LISTEN)
                : of(endpoint, pending, Visit.BIND_REDIRECT, Visit.RESOURCE_ASSIGNMENT, Visit.LISTEN);
    }

    /** A bind, or a listening socket, is looked at again. */
    Verdict optionChanged(Item endpoint, boolean listens, Pending pending) {
        begin(true);
        own.explicitBind = true;
        return of(endpoint, pending, listens ? Visit.LISTEN_RECLASSIFIED : Visit.ASSIGNMENT_RECLASSIFIED);
    }

    /** Steps 1 to 3 of SEQ-TCP-CONNECT-OUT: no packet is there yet. The flow is entered as authorised, or as blocked. */
    Verdict connecting(Item endpoint, Pending pending) {
        begin(true);
        own.redirects(endpoint.bindRedirects);
        return flows.isAuthorised(endpoint, own, true)
                ? Verdicts.permit(endpoint, own)
                : endpoint.bound
                        ? of(endpoint, pending, Visit.CONNECT_REDIRECT, Visit.CONNECT)
                        : of(
                                endpoint,
                                pending,
                                Visit.BIND_REDIRECT,
                                Visit.RESOURCE_ASSIGNMENT,
                                Visit.CONNECT_REDIRECT,
                                Visit.CONNECT);
    }

    /** The authorisation of an inbound connection whose SYN was not seen. */
    Verdict accepted(Item endpoint, Pending pending) {
        begin(true);
        own.redirects(endpoint.bindRedirects);
        return flows.isAuthorised(endpoint, own, false)
                ? Verdicts.permit(endpoint, own)
                : of(endpoint, pending, Visit.RECV_ACCEPT);
    }

    /**
     * SEQ-CLOSE, steps 3 to 5: closure once per connect or accept; then contexts of callouts go; release where the flow's own walk made the assignment.
     * A block there has no effect (spec 2.7).
     *
     * @param outbound which end of the item is the flow's local one
     */
    void closed(Item packet, FlowState flow, boolean outbound, Pending pending) {
        begin(outbound);
        own.packetless = false;
        own.flow = flow;
        close(packet, flow.isAssigned() ? 1 : 0, pending);
    }

    /**
     * A connection's socket, a listener or a UDP socket was closed, whatever number of flows it had.
     *
     * @param releases assignments that its flows' own walks had made
     */
    void socketClosed(Item endpoint, int releases, Pending pending) {
        begin(true);
        close(endpoint, releases, pending);
    }

    /** The closure may be pended, and what is to be released waits for it. */
    private void close(Item item, int releases, Pending pending) {
        own.add(Visit.ENDPOINT_CLOSURE);
        for (int i = 0; i < releases; i++) {
            own.add(Visit.RESOURCE_RELEASE);
        }
        run(item, own, pending);
    }

    /** The resources of one assignment are free. */
    void released(Item endpoint, Pending pending) {
        begin(true);
        of(endpoint, pending, Visit.RESOURCE_RELEASE);
    }

    private void begin(boolean outbound) {
        own.begin();
        own.outbound = outbound;
        own.flowOutbound = outbound;
        own.event = true;
        own.packetless = true;
        visits.newItem();
    }

    private Verdict of(Item endpoint, Pending pending, Visit... inOrder) {
        for (Visit visit : inOrder) {
            own.add(visit);
        }
        return run(endpoint, own, pending);
    }

    /** Makes the visits that are left; null where one of them is pended. */
    private Verdict run(Item item, Walk walk, Pending pending) {
        waits = false;
        while (walk.hasNext()) {
            Verdict refused = ask(item, walk, walk.visit(), pending);
            if (waits) {
                return null;
            }
            if (refused != null) {
                outcomes.decided(item, walk, refused);
                return refused;
            }
            if (walk.visit() == Visit.ENDPOINT_CLOSURE) {
                outcomes.closureShown(item, walk);
            }
            walk.answered = null;
            walk.next();
        }
        Verdict verdict = Verdicts.permit(item, walk);
        outcomes.decided(item, walk, verdict);
        return verdict;
    }

    /** Takes up what was pended, at its visit or behind it; {@code walk} has its steps. Returns the verdict, or null where it is pended again. */
    Verdict resume(Item item, Walk walk, boolean passed, Pending pending) {
        if (takeUp(item, walk)) {
            return Verdicts.permit(item, walk);
        }
        if (passed) {
            if (walk.visit() == Visit.ENDPOINT_CLOSURE) {
                outcomes.closureShown(item, walk);
            }
            walk.next();
        }
        return run(item, walk, pending);
    }

    /** Ends what was pended: its callout refused it, or could not be heard. A closure cannot be refused and goes on. */
    Verdict refuse(Item item, Walk walk, RuntimeFilter filter, DiscardReason detail, Pending pending) {
        if (walk.visit() == Visit.ENDPOINT_CLOSURE) {
            return resume(item, walk, true, pending);
        }
        takeUp(item, walk);
        Verdict refused = blocked(item, walk, walk.visit(), filter, detail, false);
        outcomes.decided(item, walk, refused);
        return refused;
    }

    /** Finds again which end the walk speaks of; whether its connection was authorised meanwhile. */
    private boolean takeUp(Item item, Walk walk) {
        visits.newItem();
        boolean connects = walk.includes(Visit.CONNECT);
        walk.outbound = walk.packetless || PacketRow.direction(item.rows, item.row) == PacketRow.OUTBOUND;
        walk.flowOutbound = walk.outbound;
        return (connects || walk.includes(Visit.RECV_ACCEPT)) && flows.isAuthorised(item, walk, connects);
    }

    /** Visits the layer; returns the verdict of a block, else null. */
    private Verdict ask(Item item, Walk walk, Visit visit, Pending pending) {
        Layer layer = visit.layer(PacketRow.kind(item.rows, item.row) == PacketRow.KIND_IPV6);
        if (!item.revision.hasFilters(layer) && visits.trace() == null) {
            return permitted(item, walk, visit, layer, null);
        }
        visits.classify(item, walk, visit, layer);
        Arbitration result = visits.result();
        RuntimeFilter filter = result.deciding();
        walk.uncertain |= result.isUncertain();
        if (!result.isBlock()) {
            walk.permit = filter == null ? walk.permit : filter.permit(walk.uncertain);
            if (visit.isRedirect() && RedirectDesk.make(listener, item, walk, layer, visits.redirects())) {
                return ask(item, walk, visit, pending);
            }
            return permitted(item, walk, visit, layer, filter);
        }
        if (result.isPended()) {
            waits = true;
            pending.pend(item, walk, filter);
            return null;
        }
        if (visit == Visit.ENDPOINT_CLOSURE || visit == Visit.RESOURCE_RELEASE) {
            listener.contractError(item, layer, filter.calloutKey(), ContractError.BLOCK_OF_EVENT);
            return null;
        }
        return blocked(item, walk, visit, filter, result.detail(), result.isAbsorbed());
    }

    private Verdict blocked(
            Item item, Walk walk, Visit visit, RuntimeFilter filter, DiscardReason detail, boolean absorbed) {
        Layer layer = filter.filter().layer();
        if (walk.includes(Visit.CONNECT) || visit == Visit.RECV_ACCEPT) {
            flows.authorised(item, walk, layer, filter, true);
        }
        flows.undone(item);
        if (!absorbed) {
            visits.authorizations().blocked(item, walk, visit, layer, filter, detail);
            visits.discards().blocked(item, walk, visit, layer, filter, detail, 0);
        }
        return filter.block(detail, walk.uncertain);
    }

    private Verdict permitted(Item item, Walk walk, Visit visit, Layer layer, RuntimeFilter filter) {
        visits.authorizations().permitted(item, walk, visit, layer, filter);
        if (visit.isAuthorization()) {
            flows.authorised(item, walk, layer, filter, false);
        }
        return null;
    }
}
