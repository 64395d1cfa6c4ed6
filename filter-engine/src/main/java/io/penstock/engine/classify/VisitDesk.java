// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutObserver;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.Injection;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.pend.PendLedger;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.redirect.RedirectRecord;
import java.util.List;

/** Makes one visit: gives the fields their values and arbitrates. One thread. */
final class VisitDesk {
    private final FieldValues values = new FieldValues();
    private final Arbitration arbitration = new Arbitration();
    private final CalloutDesk callouts;
    private final FlowContextDesk contexts;
    private final DiscardDesk discards;
    private final AuthorizationDesk authorizations;
    private DecisionTrace trace;
    /** Whose fields {@link #values} hold: 0 nobody's, else 1 for the packet as it came, 2 for the whole datagram; 2 more from the outbound end. */
    private int filled;

    VisitDesk(CalloutRegistry registry, PendLedger ledger, FlowContextDesk contexts, EngineListener listener) {
        this.contexts = contexts;
        callouts = new CalloutDesk(registry, ledger, contexts, listener, values);
        discards = new DiscardDesk(this, listener);
        authorizations = new AuthorizationDesk(listener);
    }

    /** Where to tell how a visit has ended. */
    AuthorizationDesk authorizations() {
        return authorizations;
    }

    /** Where to take what a visit has dropped. */
    DiscardDesk discards() {
        return discards;
    }

    /** Has {@code observer} stand beside every call of an inline callout from now on. */
    void observe(CalloutObserver observer) {
        callouts.observe(observer);
    }

    /** Has pends end as they did in the past from now on. */
    void replay(PendReplay past) {
        callouts.replay(past);
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

    /** Frames that the callout of the last visit's deciding filter has injected. */
    List<Injection> injections(RuntimeFilter deciding) {
        return callouts.injections(deciding);
    }

    /** The context of a filter's callout on the walk's flow, 0 none. */
    long flowContext(Item item, Walk walk, RuntimeFilter filter) {
        return contexts.context(item, walk, filter);
    }

    /** What callouts of the last visit have applied to a bind or connect. */
    List<RedirectRecord> redirects() {
        return callouts.redirects();
    }

    /** Whether later items of a flow wait behind what the callout pends. */
    boolean isOrdered(String calloutKey) {
        return callouts.runtime().registration(calloutKey).ordered();
    }

    long pendTimeoutMillis(String calloutKey, long ofPolicy) {
        long own = callouts.runtime().registration(calloutKey).pendTimeoutMillis();
        return own == 0 ? ofPolicy : own;
    }

    /** Forgets whose fields the values are; called for each new item. */
    void newItem() {
        filled = 0;
    }

    /** Classifies the item at the visit's layer. */
    void classify(Item item, Walk walk, Visit visit, Layer layer) {
        ask(item, walk, visit, layer, null, arbitration);
    }

    /** Shows a dropped item to the discard twin of its layer. */
    void indicate(
            Item item, Walk walk, Visit visit, Layer twin, ClassifyIn.DiscardMetadata metadata, Arbitration atTwin) {
        ask(item, walk, visit, twin, metadata, atTwin);
    }

    private void ask(
            Item item, Walk walk, Visit visit, Layer layer, ClassifyIn.DiscardMetadata metadata, Arbitration arbiter) {
        int flags = fill(item, walk, visit);
        callouts.visit(item, walk, visit, metadata);
        if (trace != null) {
            trace.visited(layer, flags);
        }
        arbiter.classify(item.revision, layer, values, callouts, trace);
        contexts.classified();
        if (trace != null) {
            trace.ended(layer, arbiter);
        }
    }

    /** Readies a visit of STREAM in one direction, whose waterfall decides bytes (spec 7.6). */
    Arbitration beginStream(Item item, Walk walk, Layer layer, boolean outbound) {
        int flags = fill(item, walk, Visit.STREAM);
        if (outbound != walk.outbound) {
            FieldFiller.direction(values, outbound);
            filled = 0;
        }
        callouts.visit(item, walk, Visit.STREAM, null);
        if (trace != null) {
            trace.visited(layer, flags);
        }
        arbitration.begin(trace);
        return arbitration;
    }

    /** The visit of STREAM is over. */
    void endStream(Layer layer) {
        if (trace != null) {
            trace.ended(layer, arbitration);
        }
    }

    CalloutDesk callouts() {
        return callouts;
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
}
