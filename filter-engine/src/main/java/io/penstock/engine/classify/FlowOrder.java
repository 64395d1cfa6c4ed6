// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.classify.PendDesk.Resumption;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.pend.Completion;
import io.penstock.engine.pend.PendLedger;
import io.penstock.engine.pend.PendOutcome;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.policy.PolicySettings;
import java.util.List;
import java.util.function.Supplier;

/**
 * Keeps items of a flow in order (spec 6.7, ARCHITECTURE 3): what comes behind a pended item is held, and follows once that is answered, has expired or is dropped. One
 * thread.
 */
final class FlowOrder {
    private final PendLedger ledger;
    private final PendDesk pends;
    private final CaptureDesk captures;
    private final DiscardDesk discards;
    private final EngineListener listener;
    private final Walk walk = new Walk();

    FlowOrder(PendLedger ledger, PendDesk pends, CaptureDesk captures, DiscardDesk discards, EngineListener listener) {
        this.ledger = ledger;
        this.pends = pends;
        this.captures = captures;
        this.discards = discards;
        this.listener = listener;
    }

    /** An item whose place is known starts its walk, or is held. */
    void start(Item item) {
        if (item.key != null && ledger.mustWait(item.key)) {
            hold(item);
        } else {
            pends.start(item, walk);
        }
    }

    private void hold(Item item) {
        PendTicket first = ledger.waitsFor(item.key);
        Item own = item.copy();
        own.waited = true;
        PolicySettings settings = item.revision.policy().settings();
        if (first != null && !hasRoom(own, first, settings)) {
            pends.overflow(item, first);
            return;
        }
        own.outcome = PendOutcome.HELD;
        ledger.hold(own.key, own);
        listener.held(item);
    }

    /** What is held from the wire is bounded by flow besides (spec 6.7). */
    private boolean hasRoom(Item own, PendTicket first, PolicySettings settings) {
        boolean fits = ledger.hasRoom(
                first.id().calloutKey(), own.retainedBytes(), settings.pendMaxBytes(), settings.pendMaxPackets());
        return fits && (!own.enforced || ledger.heldBehind(own.key) < settings.pendPerFlowLimit());
    }

    /** A callout has answered, or a worker has given up. What finds no ticket, or not its own, is reported and dropped. */
    void complete(Completion completion) {
        PendTicket ticket = ledger.find(completion.pendId());
        if (ticket == null || ticket.digest() != completion.digest()) {
            listener.orphan(completion, ticket != null);
            return;
        }
        if (completion.flowContext() != null) {
            pends.associate(ticket, completion.flowContext(), walk);
        }
        apply(ticket, pends.answered(ticket, completion));
    }

    /** Settles what nobody answered in time. */
    void expire(long nowMillis) {
        for (PendTicket ticket : ledger.expired(nowMillis)) {
            apply(ticket, pends.expired(ticket));
        }
    }

    /** Settles a pend as it ended in the past, without an answer. */
    void unanswered(PendTicket ticket, PendOutcome outcome) {
        apply(ticket, pends.ended(ticket, outcome));
    }

    /** Settles what a callout leaves behind that goes without answering. */
    void abandon(PendTicket ticket) {
        apply(ticket, pends.abandoned(ticket));
    }

    /** Ends all that is pended, and what is pended next of those that waited behind; a closure that waits is left to its callout. */
    void drop(Supplier<List<PendTicket>> pended, Resumption as) {
        while (true) {
            List<PendTicket> open = pended.get().stream()
                    .filter(ticket -> !PendDesk.isClosure(ticket))
                    .toList();
            if (open.isEmpty()) {
                return;
            }
            open.forEach(ticket -> apply(ticket, as));
        }
    }

    private void apply(PendTicket ticket, Resumption resumption) {
        try {
            pends.resume(ticket, resumption, walk);
        } catch (RuntimeException bug) {
            failed(ticket);
        }
        FlowKey key = ticket.item().key;
        if (key != null) {
            drain(key);
        }
        captures.settled(ticket.item());
    }

    /** Lets held items of a flow follow, in order, until one of them is pended. */
    private void drain(FlowKey key) {
        while (ledger.waitsFor(key) == null) {
            Item next = ledger.release(key);
            if (next == null) {
                return;
            }
            try {
                pends.start(next, walk);
            } catch (RuntimeException bug) {
                failed(next);
            }
        }
    }

    /** What a packet gave rise to besides, its closure among it, decides no packet: that has its fate. */
    private void failed(PendTicket ticket) {
        if (!ticket.isEvent()) {
            failed(ticket.item());
        } else if (!PendDesk.isClosure(ticket)) {
            listener.endpointDecided(ticket.item(), Verdicts.failed(ticket.item().revision));
        }
    }

    /** Blocks an item whose evaluation has failed: a packet, or a clone in the place of one that has its fate. */
    void failed(Item item) {
        if (item.decided) {
            return;
        }
        item.decided = true;
        Verdict blocked = Verdicts.failed(item.revision);
        if (item.injected) {
            listener.injected(item, blocked);
        } else {
            discards.failed(item);
            listener.verdict(item, blocked);
        }
    }
}
