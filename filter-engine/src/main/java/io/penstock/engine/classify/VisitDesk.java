// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutObserver;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.pend.PendLedger;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;
import java.util.List;

/** Makes one visit: gives the fields their values, arbitrates, and shows what was dropped to the discard twin. One thread. */
final class VisitDesk {
    private final FieldValues values = new FieldValues();
    private final Arbitration arbitration = new Arbitration();
    private final Arbitration atDiscard = new Arbitration();
    private final CalloutDesk callouts;
    private final EngineListener listener;
    private DecisionTrace trace;
    /** Whose fields {@link #values} hold: 0 nobody's, else 1 for the packet as it came, 2 for the whole datagram; 2 more from the outbound end. */
    private int filled;

    VisitDesk(CalloutRegistry registry, PendLedger ledger, EngineListener listener) {
        this.listener = listener;
        callouts = new CalloutDesk(registry, ledger, listener, values);
    }

    /** Has {@code observer} stand beside every call of an inline callout from now on. */
    void observe(CalloutObserver observer) {
        callouts.observe(observer);
    }

    /** Tells every step to {@code trace} from now on; null tells nobody. */
    void trace(DecisionTrace to) {
        trace = to;
    }

    DecisionTrace trace() {
        return trace;
    }

    FieldValues values() {
        return values;
    }

    Arbitration result() {
        return arbitration;
    }

    /** Frames that inline callouts of the last visit have injected. */
    List<byte[]> injections() {
        return callouts.injections();
    }

    long pendTimeoutMillis(String calloutKey, long ofPolicy) {
        long own = callouts.registration(calloutKey).pendTimeoutMillis();
        return own == 0 ? ofPolicy : own;
    }

    /** Forgets whose fields the values are; called for each new item. */
    void newItem() {
        filled = 0;
    }

    /** Classifies the item at the visit's layer. */
    void classify(Item item, Walk walk, Visit visit, Layer layer) {
        int flags = fill(item, walk, visit);
        callouts.visit(item, walk, visit, null);
        if (trace != null) {
            trace.visited(layer, flags);
        }
        arbitration.classify(item.revision, layer, values, callouts, trace);
        if (trace != null) {
            trace.ended(layer, arbitration);
        }
    }

    /** Gives the fields their values for a visit; returns those of FLAGS. */
    private int fill(Item item, Walk walk, Visit visit) {
        boolean outbound = walk.outbound;
        boolean whole = item.whole != null && !visit.isBelowTransport();
        int wanted = (whole ? 2 : 1) + (outbound ? 2 : 0);
        if (filled != wanted) {
            Item about = whole ? item.whole : item;
            FieldFiller.fill(values, about.rows, about.row, about.quoted, outbound);
            FieldFiller.context(values, item.revision.policy().settings().profile(), item.socketAt(outbound));
            filled = wanted;
        }
        int flags = VisitFields.flags(item, walk, visit);
        if (VisitFields.set(values, walk, visit, flags)) {
            filled = 0;
        }
        return flags;
    }

    /** Indicates a dropped item to the discard twin and reports the discard (spec 8.1). */
    void discarded(
            Item item, Walk walk, Visit visit, Layer layer, RuntimeFilter filter, DiscardReason detail, int packets) {
        boolean suppressed = layer.discardTwin()
                .map(twin -> indicate(item, walk, visit, twin, filter, detail))
                .orElse(false);
        long wire = walk.packetless ? 0 : PacketRow.wireLength(item.rows, item.row);
        listener.discard(
                item,
                new Discard(
                        layer,
                        filter.filter().subLayerKey(),
                        filter.filter().filterKey(),
                        filter.calloutKey(),
                        detail,
                        item.visit,
                        packets,
                        Math.max(0, wire - DataOffsets.of(item, visit, walk.outbound)),
                        wire,
                        suppressed));
    }

    /** Indicates what the stack dropped of itself, with its reason, and reports it (spec 8.1). */
    void dropped(Item item, Walk walk, Visit visit, Layer layer, DiscardReason reason) {
        boolean suppressed = layer.discardTwin()
                .map(twin -> indicate(item, walk, visit, twin, null, reason))
                .orElse(false);
        long wire = PacketRow.wireLength(item.rows, item.row);
        int packets = item.injected ? 0 : 1;
        listener.discard(
                item, new Discard(layer, null, null, null, reason, item.visit, packets, wire, wire, suppressed));
    }

    /** Whether a filter of the discard layer blocks, which stops the stack's answer and nothing else. */
    private boolean indicate(
            Item item, Walk walk, Visit visit, Layer twin, RuntimeFilter filter, DiscardReason detail) {
        if (!item.revision.hasFilters(twin) && trace == null) {
            return false;
        }
        int flags = fill(item, walk, visit);
        DiscardReason main = detail.isPenstock() ? DiscardReason.FIREWALL_POLICY : detail;
        callouts.visit(
                item,
                walk,
                visit,
                new ClassifyIn.DiscardMetadata(
                        main.module(),
                        main.key(),
                        detail.isPenstock() ? detail.key() : null,
                        filter == null ? null : filter.filter().filterKey()));
        if (trace != null) {
            trace.visited(twin, flags);
        }
        atDiscard.classify(item.revision, twin, values, callouts, trace);
        if (trace != null) {
            trace.ended(twin, atDiscard);
        }
        return atDiscard.isBlock();
    }
}
