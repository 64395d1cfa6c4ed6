// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.ContractError;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.Layer;

/** Makes the visits that belong to sockets rather than to packets. They decide no packet, and nothing pends there. One thread. */
final class EventDesk {
    private final VisitDesk visits;
    private final FlowDesk flows;
    private final EngineListener listener;
    private final Walk walk = new Walk();

    EventDesk(VisitDesk visits, FlowDesk flows, EngineListener listener) {
        this.visits = visits;
        this.flows = flows;
        this.listener = listener;
    }

    /** SEQ-BIND. */
    Verdict bound(Item endpoint) {
        begin(true);
        walk.explicitBind = true;
        return of(endpoint, Visit.BIND_REDIRECT, Visit.RESOURCE_ASSIGNMENT);
    }

    /** SEQ-TCP-LISTEN; without SEQ-BIND where an event told of it. */
    Verdict listening(Item endpoint) {
        begin(true);
        walk.explicitBind = true;
        return endpoint.bound
                ? of(endpoint, Visit.LISTEN)
                : of(endpoint, Visit.BIND_REDIRECT, Visit.RESOURCE_ASSIGNMENT, Visit.LISTEN);
    }

    /** A bind, or a listening socket, is looked at again. */
    Verdict optionChanged(Item endpoint, boolean listens) {
        begin(true);
        walk.explicitBind = true;
        return of(endpoint, listens ? Visit.LISTEN_RECLASSIFIED : Visit.ASSIGNMENT_RECLASSIFIED);
    }

    /** Steps 1 to 3 of SEQ-TCP-CONNECT-OUT: no packet is there yet. The flow is entered as authorised, or as blocked. */
    Verdict connecting(Item endpoint) {
        begin(true);
        return flows.isAuthorised(endpoint, walk, true)
                ? passed(endpoint)
                : endpoint.bound
                        ? of(endpoint, Visit.CONNECT_REDIRECT, Visit.CONNECT)
                        : of(
                                endpoint,
                                Visit.BIND_REDIRECT,
                                Visit.RESOURCE_ASSIGNMENT,
                                Visit.CONNECT_REDIRECT,
                                Visit.CONNECT);
    }

    /** The authorisation of an inbound connection whose SYN was not seen. */
    Verdict accepted(Item endpoint) {
        begin(true);
        return flows.isAuthorised(endpoint, walk, false) ? passed(endpoint) : of(endpoint, Visit.RECV_ACCEPT);
    }

    /**
     * SEQ-CLOSE, steps 3 to 5: closure once per connect or accept; then contexts of callouts go; release where the flow's own walk made the assignment.
     * A block there has no effect (spec 2.7).
     *
     * @param outbound which end of the item is the flow's local one
     */
    void closed(Item packet, FlowState flow, boolean outbound) {
        begin(outbound);
        walk.packetless = false;
        ask(packet, Visit.ENDPOINT_CLOSURE);
        flows.endContexts(flow);
        if (flow.isAssigned()) {
            ask(packet, Visit.RESOURCE_RELEASE);
        }
    }

    /** A connection's socket, a listener or a UDP socket was closed, whatever number of flows it had. */
    void socketClosed(Item endpoint) {
        begin(true);
        ask(endpoint, Visit.ENDPOINT_CLOSURE);
    }

    /** The resources of one assignment are free. */
    void released(Item endpoint) {
        begin(true);
        ask(endpoint, Visit.RESOURCE_RELEASE);
    }

    private void begin(boolean outbound) {
        walk.begin();
        walk.outbound = outbound;
        walk.flowOutbound = outbound;
        walk.event = true;
        walk.packetless = true;
        visits.newItem();
    }

    private Verdict of(Item endpoint, Visit... inOrder) {
        for (Visit visit : inOrder) {
            walk.add(visit);
        }
        for (Visit visit : inOrder) {
            Verdict refused = ask(endpoint, visit);
            if (refused != null) {
                return refused;
            }
        }
        return passed(endpoint);
    }

    private Verdict passed(Item endpoint) {
        Verdict permit = walk.permit == null ? endpoint.revision.passed(walk.uncertain) : walk.permit;
        return walk.uncertain && !permit.uncertain() ? Verdicts.uncertain(permit) : permit;
    }

    /** Visits the layer; returns the verdict of a block, else null. */
    private Verdict ask(Item item, Visit visit) {
        Layer layer = visit.layer(PacketRow.kind(item.rows, item.row) == PacketRow.KIND_IPV6);
        if (!item.revision.hasFilters(layer) && visits.trace() == null) {
            return permitted(item, visit, layer, null);
        }
        visits.classify(item, walk, visit, layer);
        Arbitration result = visits.result();
        RuntimeFilter filter = result.deciding();
        walk.uncertain |= result.isUncertain();
        if (!result.isBlock()) {
            walk.permit = filter == null ? walk.permit : filter.permit(walk.uncertain);
            return permitted(item, visit, layer, filter);
        }
        if (visit == Visit.ENDPOINT_CLOSURE || visit == Visit.RESOURCE_RELEASE) {
            listener.contractError(item, layer, filter.calloutKey(), ContractError.BLOCK_OF_EVENT);
            return null;
        }
        if (walk.includes(Visit.CONNECT) || visit == Visit.RECV_ACCEPT) {
            flows.authorised(item, walk, layer, filter, true);
        }
        flows.undone(item);
        if (!result.isAbsorbed()) {
            visits.authorizations().blocked(item, walk, visit, layer, filter, result.detail());
            visits.discards().blocked(item, walk, visit, layer, filter, result.detail(), 0);
        }
        return filter.block(result.detail(), walk.uncertain);
    }

    private Verdict permitted(Item item, Visit visit, Layer layer, RuntimeFilter filter) {
        visits.authorizations().permitted(item, walk, visit, layer, filter);
        if (visit.isAuthorization()) {
            flows.authorised(item, walk, layer, filter, false);
        }
        return null;
    }
}
