// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutObserver;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.callout.ClassifyOut.Finding;
import io.penstock.engine.callout.ContractError;
import io.penstock.engine.flow.FlowContext;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.pend.Completion;
import io.penstock.engine.pend.InMemoryPendLedger;
import io.penstock.engine.pend.PendHistory;
import io.penstock.engine.pend.PendOutcome;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.pend.PendedStream;
import io.penstock.engine.pend.RecordedEnd;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.ProviderContext;
import io.penstock.engine.redirect.RedirectRecord;
import io.penstock.engine.stream.StreamPiece;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Evaluates packets here and now (spec 10.1): out-of-band callouts pend and are answered at once, by their own code or as it is recorded, so nothing waits. One
 * verdict a packet, in order. One thread.
 */
public final class LocalEvaluation {
    private static final int FORGET_EVERY = 4_096;

    private final CalloutRegistry registry;
    private final EngineState state = new EngineState();
    private final Queue<Pended> pended = new ArrayDeque<>();
    private final OutOfBand outOfBand = new OutOfBand();
    private final FilterEngine engine;
    private final PendReplay replay;
    private PolicyRevision active = new PolicyRevision(Policy.NONE, 0);
    private Item last = new Item();
    private int sinceForgotten;
    private DecisionTrace trace;

    /** What waits for an answer; {@code stream} null except at STREAM. */
    private record Pended(PendTicket ticket, PendedStream stream) {}

    /** One that has each answer from the callout's code. */
    public LocalEvaluation(CalloutRegistry registry, EngineListener listener) {
        this(registry, listener, null);
    }

    /**
     * One that replays (spec 10.1.2): a pend ends as it is recorded to have ended; where nothing is recorded the callout's code is run; without code the callout
     * abstains, and the verdict is uncertain.
     *
     * @param history what is recorded; null: nothing, and a callout without code fails
     */
    public LocalEvaluation(CalloutRegistry registry, EngineListener listener, PendHistory history) {
        this.registry = registry;
        engine = new FilterEngine(registry, state, new InMemoryPendLedger(), new Queueing(listener));
        replay = history == null ? null : new PendReplay(history);
        engine.replay(replay);
    }

    /** Tells every step to {@code to} from now on; null tells nobody. */
    public void trace(DecisionTrace to) {
        trace = to;
        engine.trace(to);
    }

    /** Has {@code observer} stand beside every call of an inline callout from now on. */
    public void observe(CalloutObserver observer) {
        engine.observe(observer);
    }

    /** Takes the packet to its fate. */
    public void evaluate(Item item) {
        if (item.revision() != active) {
            engine.activated(active, item.revision());
            active = item.revision();
        }
        last = item;
        if (replay != null) {
            replay.next();
        }
        engine.classify(item);
        for (Pended next = pended.poll(); next != null; next = pended.poll()) {
            end(next);
        }
        if (++sinceForgotten == FORGET_EVERY) {
            sinceForgotten = 0;
            engine.sweep(record(item.host()), PacketRow.captureTimeNanos(item.rows(), item.row()));
            state.forgetChanges();
        }
    }

    private void end(Pended next) {
        PendTicket ticket = next.ticket();
        RecordedEnd past = replay == null ? null : replay.take(ticket).orElse(null);
        switch (past) {
            case null -> complete(ticket, answer(ticket, next.stream()));
            case RecordedEnd.Answered(Completion completion) -> complete(ticket, completion);
            case RecordedEnd.Unanswered(PendOutcome outcome) -> {
                if (trace != null) {
                    trace.unanswered(ticket, outcome);
                }
                engine.unanswered(ticket, outcome);
            }
        }
    }

    private void complete(PendTicket ticket, Completion answer) {
        if (trace != null) {
            trace.answered(ticket, answer);
        }
        engine.complete(answer);
    }

    /** The host's capture has ended: its flows get their last record. */
    public void endOfCapture(String host) {
        engine.endOfCapture(record(host));
    }

    private Item record(String host) {
        return new Item()
                .origin(last.topic(), last.partition(), last.offset(), last.publishTimeMillis())
                .agent(last.agent(), host, last.incarnation())
                .record(active);
    }

    private Completion answer(PendTicket ticket, PendedStream stream) {
        String pendId = ticket.id().text();
        CalloutRegistration registration = registry.lookup(ticket.id().calloutKey());
        if (registration == null || registration.code() == null) {
            return new Completion.Failed(pendId, ticket.digest(), List.of());
        }
        Policy policy = ticket.revision().policy();
        Filter filter = ticket.revision().filter(ticket.id().filterKey()).filter();
        ProviderContext context = filter.providerContextKey() == null
                ? null
                : policy.providerContext(filter.providerContextKey()).orElse(null);
        return outOfBand.decide(
                registration.code(),
                ticket.item(),
                filter,
                context,
                pendId,
                ticket.digest(),
                ticket.flowContext(),
                stream);
    }

    /** Passes everything on and keeps the tickets, which are answered when the engine has returned. */
    private final class Queueing implements EngineListener {
        private final EngineListener to;

        Queueing(EngineListener to) {
            this.to = to;
        }

        private void told(PendTicket ticket) {
            if (trace != null) {
                trace.pended(ticket);
            }
        }

        @Override
        public void pended(Item item, PendTicket ticket) {
            told(ticket);
            pended.add(new Pended(ticket, null));
            to.pended(item, ticket);
        }

        @Override
        public void pended(Item item, PendTicket ticket, PendedStream shown) {
            told(ticket);
            pended.add(new Pended(ticket, shown));
            to.pended(item, ticket, shown);
        }

        @Override
        public void verdict(Item item, Verdict verdict) {
            to.verdict(item, verdict);
        }

        @Override
        public void held(Item item) {
            to.held(item);
        }

        @Override
        public void settled(PendTicket ticket, PendOutcome outcome) {
            to.settled(ticket, outcome);
        }

        @Override
        public void orphan(Completion completion, boolean mismatch) {
            to.orphan(completion, mismatch);
        }

        @Override
        public void discard(Item item, Discard discard) {
            to.discard(item, discard);
        }

        @Override
        public boolean wantsAuthorizations() {
            return to.wantsAuthorizations();
        }

        @Override
        public void authorized(Item item, Authorization ended) {
            to.authorized(item, ended);
        }

        @Override
        public void finding(Item item, Layer layer, String calloutKey, Finding finding) {
            to.finding(item, layer, calloutKey, finding);
        }

        @Override
        public void flowFinding(Item at, FlowState flow, Layer layer, String calloutKey, Finding finding) {
            to.flowFinding(at, flow, layer, calloutKey, finding);
        }

        @Override
        public void contractError(Item item, Layer layer, String calloutKey, ContractError error) {
            to.contractError(item, layer, calloutKey, error);
        }

        @Override
        public void redirected(Item item, Layer layer, RedirectRecord redirect) {
            to.redirected(item, layer, redirect);
        }

        @Override
        public void endpointDecided(Item endpoint, Verdict verdict) {
            to.endpointDecided(endpoint, verdict);
        }

        @Override
        public void injected(Item clone, Verdict verdict) {
            to.injected(clone, verdict);
        }

        @Override
        public boolean readsStreams() {
            return to.readsStreams();
        }

        @Override
        public void streamed(Item item, FlowState flow, boolean outbound, List<StreamPiece> pieces) {
            to.streamed(item, flow, outbound, pieces);
        }

        @Override
        public void flowStarted(FlowState flow) {
            to.flowStarted(flow);
        }

        @Override
        public void flowEnded(FlowState flow, FlowEnd end) {
            to.flowEnded(flow, end);
        }

        @Override
        public void flowContextDeleted(FlowKey flow, FlowContext context) {
            to.flowContextDeleted(flow, context);
        }
    }
}
