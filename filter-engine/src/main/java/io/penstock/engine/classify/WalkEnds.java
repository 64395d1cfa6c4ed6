// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.ContractError;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.packet.IpProtocol;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;

/** Ends walks: gives items their fate, and does what goes with it. One thread. */
final class WalkEnds {
    private final FlowDesk flows;
    private final VisitDesk visits;
    private final EngineListener listener;

    WalkEnds(FlowDesk flows, VisitDesk visits, EngineListener listener) {
        this.flows = flows;
        this.visits = visits;
        this.listener = listener;
    }

    /** Tells the item's fate. */
    void end(Item item, Verdict verdict) {
        if (!item.contexts.isEmpty()) {
            flows.undone(item);
        }
        item.decided = true;
        if (item.injected) {
            listener.injected(item, verdict);
        } else {
            listener.verdict(item, verdict);
        }
    }

    /** The stack has no taker for the packet: no filter can bring it back (spec 8.1). */
    void noEndpoint(Item item, Walk walk) {
        boolean tcp = PacketRow.ipProtocol(item.rows, item.row) == IpProtocol.TCP;
        Visit visit = tcp ? Visit.IN_TRANSPORT : Visit.IN_IPPACKET;
        DiscardReason reason = tcp ? DiscardReason.ENDPOINT_NOT_FOUND : DiscardReason.PORT_UNREACHABLE;
        Layer layer = visit.layer(PacketRow.kind(item.rows, item.row) == PacketRow.KIND_IPV6);
        visits.discards().dropped(item, walk, visit, layer, reason);
        item.visit++;
        end(item, item.revision.dropped(layer, reason, walk.uncertain));
    }

    /** Ends the item's walk with a block by {@code filter} at this visit. */
    void block(Item item, Walk walk, Visit visit, Layer layer, RuntimeFilter filter, DiscardReason detail) {
        if (visit == Visit.FLOW_ESTABLISHED) {
            listener.contractError(item, layer, filter.calloutKey(), ContractError.DECISION_AT_FLOW_ESTABLISHED);
        }
        if (walk.flow != null && isTearDown(walk, visit)) {
            flows.tearDown(item, walk, layer, filter);
        } else if (visit.isAuthorization() || visit.isConnectOrBind() || visit == Visit.FLOW_ESTABLISHED) {
            flows.authorised(item, walk, layer, filter, true);
        }
        visits.authorizations().blocked(item, walk, visit, layer, filter, detail);
        visits.discards().blocked(item, walk, visit, layer, filter, detail, item.injected ? 0 : 1);
        item.visit++;
        end(item, filter.block(detail, walk.uncertain));
    }

    /** Whether a block there ends a flow that was authorised: a failed reauthorisation, or a refused establishment (G3). */
    private static boolean isTearDown(Walk walk, Visit visit) {
        return walk.flow.key().protocol() != FlowKey.GROUP_PROTOCOL
                && !walk.flow.isBlocked()
                && (visit.isReauthorization() || visit == Visit.FLOW_ESTABLISHED);
    }

    /** Ends an item that clones take the place of. */
    void replaced(Item item, RuntimeFilter filter, boolean uncertain) {
        end(item, filter.absorb(uncertain));
    }

    /** Ends an item that could not be held behind a pended one. */
    void overflow(Item item, RuntimeFilter filter, boolean permit) {
        if (permit) {
            end(item, filter.permit(false));
        } else {
            drop(item, filter, DiscardReason.PEND_OVERFLOW);
        }
    }

    /** Drops an item outside any visit, on the account of a filter's callout. */
    void drop(Item item, RuntimeFilter filter, DiscardReason detail) {
        visits.discards().refused(item, filter, detail);
        end(item, filter.block(detail, false));
    }
}
