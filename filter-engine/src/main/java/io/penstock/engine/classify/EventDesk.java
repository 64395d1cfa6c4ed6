// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.flow.FlowState;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.Layer;

/** Makes the visits that belong to sockets rather than to packets. They decide no packet, and nothing pends there. One thread. */
final class EventDesk {
    private final VisitDesk visits;
    private final Walk walk = new Walk();

    EventDesk(VisitDesk visits) {
        this.visits = visits;
    }

    /** SEQ-BIND. */
    Verdict bound(Item endpoint) {
        begin(true);
        Verdict refused = ask(endpoint, Visit.BIND_REDIRECT);
        if (refused == null) {
            refused = ask(endpoint, Visit.RESOURCE_ASSIGNMENT);
        }
        return refused == null ? passed(endpoint) : refused;
    }

    /** The visit that SEQ-TCP-LISTEN adds to SEQ-BIND. */
    Verdict listening(Item endpoint) {
        begin(true);
        Verdict refused = ask(endpoint, Visit.LISTEN);
        return refused == null ? passed(endpoint) : refused;
    }

    /**
     * SEQ-CLOSE, steps 3 and 5: closure once per connect or accept, release once per RESOURCE_ASSIGNMENT. A block there has no effect (spec 2.7).
     *
     * @param outbound which end of the item is the flow's local one
     */
    void closed(Item item, FlowState flow, boolean outbound) {
        begin(outbound);
        ask(item, Visit.ENDPOINT_CLOSURE);
        if (flow.isOutbound() && !flow.isMidStream()) {
            ask(item, Visit.RESOURCE_RELEASE);
        }
    }

    private void begin(boolean outbound) {
        walk.begin();
        walk.outbound = outbound;
        walk.event = true;
        visits.newItem();
    }

    private Verdict passed(Item endpoint) {
        Verdict permit = walk.permit == null ? endpoint.revision.passed(walk.uncertain) : walk.permit;
        return walk.uncertain && !permit.uncertain() ? Verdicts.uncertain(permit) : permit;
    }

    /** Visits the layer; returns the verdict of a block, else null. */
    private Verdict ask(Item item, Visit visit) {
        Layer layer = visit.layer(PacketRow.kind(item.rows, item.row) == PacketRow.KIND_IPV6);
        if (!item.revision.hasFilters(layer) && visits.trace() == null) {
            return null;
        }
        visits.classify(item, walk, visit, layer);
        Arbitration result = visits.result();
        RuntimeFilter filter = result.deciding();
        walk.uncertain |= result.isUncertain();
        if (!result.isBlock()) {
            walk.permit = filter == null ? walk.permit : filter.permit(walk.uncertain);
            return null;
        }
        if (visit != Visit.ENDPOINT_CLOSURE && visit != Visit.RESOURCE_RELEASE && !result.isAbsorbed()) {
            visits.discarded(item, walk, visit, layer, filter, result.detail(), 0);
        }
        return filter.block(result.detail(), walk.uncertain);
    }
}
