// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.ContractError;
import io.penstock.engine.callout.InjectFunction;
import io.penstock.engine.callout.Injection;
import io.penstock.engine.callout.PendFunction;
import io.penstock.engine.inject.CloneBuilder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.pend.Completion;
import io.penstock.engine.pend.PendId;
import io.penstock.engine.pend.PendLedger;
import io.penstock.engine.pend.PendOutcome;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.pend.StreamPend;
import io.penstock.engine.pend.StreamStep;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.LayerFamily;
import io.penstock.engine.policy.PolicySettings;
import io.penstock.engine.redirect.Redirect;
import io.penstock.engine.redirect.RedirectRecord;
import io.penstock.engine.segment.Segmenter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Opens tickets for items that are pended and takes their walks up again as spec 6.4 says for the layer. One thread. */
final class PendDesk implements WalkRunner.Pending {
    private final PendLedger ledger;
    private final VisitDesk visits;
    private final FlowContextDesk contexts;
    private final EngineListener listener;
    private final WalkRunner runner;
    private final EventDesk events;
    private final ArrivalDesk arrivals;
    private final CloneDesk clones;
    private CloneRouter router = CloneRouter.HERE;
    private long nowMillis;

    PendDesk(
            PendLedger ledger,
            VisitDesk visits,
            FlowContextDesk contexts,
            EngineListener listener,
            WalkRunner runner,
            EventDesk events,
            ArrivalDesk arrivals) {
        this.ledger = ledger;
        this.contexts = contexts;
        this.visits = visits;
        this.listener = listener;
        this.runner = runner;
        this.events = events;
        this.arrivals = arrivals;
        clones = new CloneDesk(listener);
    }

    void route(CloneRouter by) {
        router = by;
    }

    /** What becomes of a pended item. */
    sealed interface Resumption {
        PendOutcome outcome();

        /** It goes on. */
        record GoOn(PendOutcome outcome) implements Resumption {}

        /** It goes on with another tuple. */
        record Redirected(PendOutcome outcome, Redirect change) implements Resumption {}

        /** The layer is asked again. */
        record Again(PendOutcome outcome) implements Resumption {}

        /** The filter that pended it blocks it. */
        record Refuse(PendOutcome outcome, DiscardReason detail) implements Resumption {}

        /** Clones take its place. */
        record Replace(PendOutcome outcome, List<Injection> clones) implements Resumption {}

        /** Its bytes of a stream are decided. */
        record Streamed(PendOutcome outcome, List<StreamStep> steps) implements Resumption {}
    }

    void now(long millis) {
        nowMillis = millis;
    }

    /** Walks an item from the start of its path, and then what was injected on the way. */
    void start(Item item, Walk walk) {
        walk.begin();
        runner.start(item, walk, this);
        enter();
    }

    @Override
    public void pend(Item item, Walk walk, RuntimeFilter filter) {
        listener.pended(item, open(item, walk, filter, visits.isOrdered(filter.calloutKey()), null));
    }

    /** A stream is in order, whatever its callout says of items. */
    @Override
    public void pend(Item item, Walk walk, StreamAsk asked) {
        listener.pended(item, open(item, walk, asked.filter(), true, asked.pend()), asked.shown());
    }

    private PendTicket open(Item item, Walk walk, RuntimeFilter filter, boolean ordered, StreamPend stream) {
        Item own = item.copy();
        own.waited = !walk.event;
        PendId id = PendHandles.next(ledger, own, filter);
        own.visit = id.visit() + 1;
        long timeout = visits.pendTimeoutMillis(
                filter.calloutKey(),
                item.revision.policy().settings().pendTimeout().toMillis());
        PendTicket ticket = new PendTicket(
                id,
                own,
                walk.steps(),
                walk.position(),
                walk.permit == null ? null : walk.permit.filterKey(),
                walk.marks(),
                ordered,
                walk.redirects(),
                walk.uncertain,
                nowMillis,
                nowMillis + timeout,
                PendHandles.digest(own, id),
                visits.flowContext(item, walk, filter),
                stream);
        ledger.open(ticket);
        return ticket;
    }

    /** Applies what a completion says of its callout's context on the flow, before the item goes on (spec 5.6). */
    void associate(PendTicket ticket, long flowContext, Walk walk) {
        walk.resume(ticket.steps(), ticket.position());
        RuntimeFilter filter = filter(ticket);
        contexts.completed(
                runner.flowOf(ticket.item(), walk),
                ticket.item(),
                filter.filter().layer(),
                filter.calloutKey(),
                flowContext);
    }

    /** Consumes the ticket by a completion and says what follows. */
    Resumption answered(PendTicket ticket, Completion completion) {
        RuntimeFilter filter = filter(ticket);
        for (var finding : completion.findings()) {
            listener.finding(ticket.item(), filter.filter().layer(), filter.calloutKey(), finding);
        }
        return switch (completion) {
            case Completion.Permit permit -> new Resumption.GoOn(PendOutcome.COMPLETED);
            case Completion.Redirected redirected ->
                new Resumption.Redirected(PendOutcome.COMPLETED, redirected.change());
            case Completion.ClassifyAgain again -> new Resumption.Again(PendOutcome.COMPLETED);
            case Completion.Block block -> new Resumption.Refuse(PendOutcome.COMPLETED, DiscardReason.FIREWALL_POLICY);
            case Completion.Replace replace -> new Resumption.Replace(PendOutcome.COMPLETED, replace.clones());
            case Completion.Stream stream
            when ticket.stream() != null -> new Resumption.Streamed(PendOutcome.COMPLETED, stream.steps());
            // Bytes of a stream are answered where none were asked about.
            case Completion.Stream stream -> unanswered(ticket, PendOutcome.FAILED, DiscardReason.FIREWALL_POLICY);
            case Completion.Failed failed -> unanswered(ticket, PendOutcome.FAILED, DiscardReason.FIREWALL_POLICY);
        };
    }

    /** Says what follows from a deadline that has passed. */
    Resumption expired(PendTicket ticket) {
        return unanswered(ticket, PendOutcome.EXPIRED, DiscardReason.PEND_TIMEOUT);
    }

    /** Says what follows where the callout goes without answering (spec 6.7, forced unregister). */
    Resumption abandoned(PendTicket ticket) {
        return unanswered(ticket, PendOutcome.FAILED, DiscardReason.CALLOUT_UNREGISTERED);
    }

    /** Says what follows from the end that a pend had in the past, when nobody answered. */
    Resumption ended(PendTicket ticket, PendOutcome outcome) {
        return switch (outcome) {
            case EXPIRED -> expired(ticket);
            case ENDPOINT_CLOSED -> new Resumption.Refuse(outcome, DiscardReason.ENDPOINT_CLOSED);
            case NONE, HELD, COMPLETED, FAILED, OVERFLOW ->
                unanswered(ticket, PendOutcome.FAILED, DiscardReason.FIREWALL_POLICY);
        };
    }

    private static Resumption unanswered(PendTicket ticket, PendOutcome outcome, DiscardReason detail) {
        PolicySettings settings = ticket.revision().policy().settings();
        return settings.permitOnTimeout() ? new Resumption.GoOn(outcome) : new Resumption.Refuse(outcome, detail);
    }

    /** Consumes the ticket and takes the item on. */
    void resume(PendTicket ticket, Resumption resumption, Walk walk) {
        if (!ledger.close(ticket)) {
            return;
        }
        listener.settled(ticket, resumption.outcome());
        Item item = ticket.item();
        item.outcome = resumption.outcome();
        RuntimeFilter filter = filter(ticket);
        walk.resume(ticket.steps(), ticket.position());
        walk.marks(ticket.marks());
        walk.uncertain = ticket.uncertain();
        walk.redirects(ticket.redirects());
        if (ticket.decidedFilterKey() != null) {
            RuntimeFilter decided = item.revision.filter(ticket.decidedFilterKey());
            walk.permit = decided == null ? null : decided.permit(walk.uncertain);
        }
        if (ticket.stream() == null) {
            takeUp(item, walk, filter, resumption);
        } else {
            runner.answered(item, walk, ticket, decision(item, filter, resumption), this);
        }
        enter();
    }

    /** An answer that is none of a stream's speaks of all that was shown; frames have no place in a stream. */
    private StreamDecision decision(Item item, RuntimeFilter filter, Resumption resumption) {
        return switch (resumption) {
            case Resumption.Streamed(var outcome, var steps) ->
                new StreamDecision(steps, DiscardReason.FIREWALL_POLICY);
            case Resumption.Refuse(var outcome, var detail) -> StreamDecision.block(detail);
            case Resumption.Replace(var outcome, var frames) -> {
                listener.contractError(
                        item, filter.filter().layer(), filter.calloutKey(), ContractError.INJECTION_REFUSED);
                yield StreamDecision.block(DiscardReason.FIREWALL_POLICY);
            }
            case Resumption.GoOn goOn -> StreamDecision.permit();
            case Resumption.Redirected redirected -> StreamDecision.permit();
            case Resumption.Again again -> StreamDecision.permit();
        };
    }

    private void takeUp(Item item, Walk walk, RuntimeFilter filter, Resumption resumption) {
        switch (resumption) {
            case Resumption.GoOn(var outcome) -> goOn(item, walk, filter);
            case Resumption.Streamed(var outcome, var steps) -> goOn(item, walk, filter);
            case Resumption.Redirected(var outcome, var change) -> redirect(item, walk, filter, change);
            case Resumption.Again(var outcome) -> again(item, walk, filter);
            case Resumption.Refuse(var outcome, var detail) -> refuse(item, walk, filter, detail);
            case Resumption.Replace(var outcome, var frames) -> replace(item, walk, filter, frames);
        }
    }

    private static RuntimeFilter filter(PendTicket ticket) {
        return ticket.revision().filter(ticket.id().filterKey());
    }

    static boolean isClosure(PendTicket ticket) {
        return filter(ticket).filter().layer().family().equals(LayerFamily.ALE_ENDPOINT_CLOSURE.name());
    }

    /** P5 to P7 of spec 6.4, PEND_CLASSIFY, and clone-absorb-reinject for all other layers. */
    private void goOn(Item item, Walk walk, RuntimeFilter filter) {
        switch (PendFunction.of(filter.filter().layer())) {
            case PEND_CLASSIFY -> {
                walk.permit = filter.permit(walk.uncertain);
                takeOn(item, walk, true);
            }
            case PEND_OPERATION -> complete(item, walk, filter);
            case CLONE, DEFER, NONE -> reinject(item, walk, filter);
        }
    }

    /** The verdict is final with its change, unless another callout wants to see that. */
    private void redirect(Item item, Walk walk, RuntimeFilter filter, Redirect change) {
        if (!walk.visit().isRedirect()) {
            goOn(item, walk, filter);
            return;
        }
        walk.permit = filter.permit(walk.uncertain);
        RedirectRecord made = RedirectDesk.record(item, walk.visit(), filter.calloutKey(), change);
        boolean again = RedirectDesk.make(listener, item, walk, filter.filter().layer(), List.of(made));
        takeOn(item, walk, !again);
    }

    private void again(Item item, Walk walk, RuntimeFilter filter) {
        if (PendFunction.of(filter.filter().layer()) == PendFunction.PEND_CLASSIFY) {
            takeOn(item, walk, false);
        } else {
            goOn(item, walk, filter);
        }
    }

    /** The visit is made again, marked as reauthorisation; at RECV_ACCEPT the clone visits the receive path again instead. */
    private void complete(Item item, Walk walk, RuntimeFilter filter) {
        boolean inbound = PacketRow.direction(item.rows, item.row) == PacketRow.INBOUND;
        if (walk.visit() == Visit.RECV_ACCEPT && inbound && !walk.event) {
            reinject(item, walk, filter);
            return;
        }
        walk.answered = filter;
        takeOn(item, walk, false);
    }

    private void takeOn(Item item, Walk walk, boolean passed) {
        if (walk.event) {
            told(item, walk, events.resume(item, walk, passed, this));
        } else {
            runner.resume(item, walk, passed, this);
        }
    }

    /** An operation comes to its verdict late; a closure has none. */
    private void told(Item item, Walk walk, Verdict verdict) {
        if (verdict != null && !walk.includes(Visit.ENDPOINT_CLOSURE)) {
            listener.endpointDecided(item, verdict);
        }
    }

    /** The clone goes in unchanged but for its checksums, which nothing tells to be right (spec 10 G5). */
    private void reinject(Item item, Walk walk, RuntimeFilter filter) {
        boolean outbound = PacketRow.direction(item.rows, item.row) == PacketRow.OUTBOUND;
        Layer layer = filter.filter().layer();
        item.entry = InjectFunction.of(layer, outbound);
        item.injectionChain = CloneDesk.chain(item, filter.calloutKey());
        if (CloneDesk.isLoop(item)) {
            refuse(item, walk, filter, DiscardReason.REINJECT_LOOP);
            return;
        }
        if (item.entry.isReceive() && item.frameLength() > 0) {
            item.frames =
                    CloneBuilder.checksummed(item.rows, item.row, item.frames, item.frameOffset(), item.frameLength());
            PacketRow.frameOffset(item.rows, item.row, 0);
        }
        runner.start(item, walk, this);
    }

    private void refuse(Item item, Walk walk, RuntimeFilter filter, DiscardReason detail) {
        if (walk.event) {
            told(item, walk, events.refuse(item, walk, filter, detail, this));
        } else {
            runner.refuse(item, walk, filter, detail, this);
        }
    }

    private void replace(Item item, Walk walk, RuntimeFilter filter, List<Injection> frames) {
        if (walk.event) {
            refuse(item, walk, filter, DiscardReason.FIREWALL_POLICY);
            return;
        }
        runner.ends().replaced(item, filter, walk.uncertain);
        inject(filter, clones.buildFit(item, filter, frames));
    }

    @Override
    public List<Item> clones(Item item, RuntimeFilter filter, List<Injection> frames) {
        return clones.build(item, filter, frames);
    }

    @Override
    public void inject(RuntimeFilter filter, List<Item> built) {
        for (Item clone : built) {
            if (CloneDesk.isLoop(clone)) {
                runner.ends().drop(clone, filter, DiscardReason.REINJECT_LOOP);
            } else if (!clone.renamed) {
                clones.queue(clone);
            } else if (!router.takes(clone)) {
                arrivals.arrive(clone);
                clones.queue(clone);
            }
        }
    }

    @Override
    public void leave(Item item, Walk walk, String calloutKey, List<Segmenter.Leaving> segments) {
        Verdict permit = Verdicts.permit(item, walk);
        for (Item clone : clones.segments(item, Visit.STREAM.layer(walk.key.version() == 6), calloutKey, segments)) {
            if (PacketRow.direction(clone.rows, clone.row) == PacketRow.OUTBOUND) {
                clones.queue(clone);
            } else {
                runner.ends().end(clone, permit);
            }
        }
    }

    /** Clones go one after the other: one that finds an earlier one of its flow pended waits for it, before the packets that came later. */
    private void enter() {
        Deque<Item> behind = new ArrayDeque<>(0);
        for (Item clone = clones.next(); clone != null; clone = clones.next()) {
            if (clone.key != null && ledger.waitsFor(clone.key) != null) {
                behind.push(clone);
                continue;
            }
            try {
                runner.start(clone, new Walk(), this);
            } catch (RuntimeException bug) {
                clones.failed(clone);
            }
        }
        behind.forEach(clone -> ledger.holdFirst(clone.key, clone));
    }

    /** Blocks, or permits, an item that found no room behind a pended one. */
    void overflow(Item item, PendTicket first) {
        item.outcome = PendOutcome.OVERFLOW;
        runner.ends()
                .overflow(item, filter(first), item.revision.policy().settings().permitOnOverflow());
    }
}
