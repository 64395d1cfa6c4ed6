// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CompletionHandle;
import io.penstock.engine.callout.PendFunction;
import io.penstock.engine.callout.PendOffer;
import io.penstock.engine.callout.PendStatus;
import io.penstock.engine.pend.PendLedger;

/** Whether a callout may put down what it is asked about (spec 6.4, P1 to P3), and the loop guard of 6.5. One thread. */
final class PendRules implements PendOffer {
    private final PendLedger ledger;
    private Item item;
    private Walk walk;
    private Visit visit;
    private boolean discarded;
    private RuntimeFilter filter;

    PendRules(PendLedger ledger) {
        this.ledger = ledger;
    }

    /** Names what callouts are asked about next. */
    void visit(Item of, Walk in, Visit at, boolean atDiscardLayer) {
        item = of;
        walk = in;
        visit = at;
        discarded = atDiscardLayer;
    }

    /** Names who is asked. */
    PendRules of(RuntimeFilter asking) {
        filter = asking;
        return this;
    }

    /** The function of the layer; none for a packet that goes on to RECV_ACCEPT, where it is to be looked at. */
    PendFunction function() {
        boolean none = discarded || visit == Visit.IN_TRANSPORT_ALE;
        return none ? PendFunction.NONE : PendFunction.of(filter.filter().layer());
    }

    /** Whether the item may be put down. */
    boolean mayPend() {
        return function() != PendFunction.DEFER && status(function()) == PendStatus.SUCCESS;
    }

    /** Whether bytes of a stream may be. */
    boolean mayDefer() {
        return function() == PendFunction.DEFER && status(PendFunction.DEFER) == PendStatus.SUCCESS;
    }

    @Override
    public PendStatus status(PendFunction function) {
        boolean again = walk.answered != null || visit.isReauthorization();
        boolean passed = item.injectionChain.contains(filter.calloutKey()) || visit.isRedirect() && hasRedirected();
        if (function == PendFunction.NONE || function != function() || again || passed) {
            return PendStatus.CANNOT_PEND;
        }
        // No policy was activated: the stack is there, the filter engine is not.
        return item.revision.revision() == 0 ? PendStatus.TCPIP_NOT_READY : PendStatus.SUCCESS;
    }

    private boolean hasRedirected() {
        boolean connect = visit == Visit.CONNECT_REDIRECT;
        return walk.redirects().stream()
                .anyMatch(made -> made.connect() == connect && made.calloutKey().equals(filter.calloutKey()));
    }

    @Override
    public CompletionHandle handle() {
        PendFunction function = function();
        boolean none = function == PendFunction.NONE || function == PendFunction.DEFER;
        return none ? null : PendHandles.of(ledger, item, filter);
    }
}
