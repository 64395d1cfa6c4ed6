// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutObserver;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.callout.FlowContextStatus;
import io.penstock.engine.callout.RegistrationStatus;
import io.penstock.engine.classify.PendDesk.Resumption;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.packet.DecodeResult;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.pend.Completion;
import io.penstock.engine.pend.PendLedger;
import io.penstock.engine.pend.PendOutcome;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.stream.StreamAnswer;
import io.penstock.engine.stream.StreamStatus;
import java.util.function.LongFunction;

/**
 * Runs items through the layers (spec 2.5, 4, 6): the one evaluator of live streams, dry runs and replays. An item that arrives walks to its fate, is pended on
 * the way, or waits behind a pended item of its flow. Reads no clock: {@link #now} tells it the time for deadlines, packets bring their own. One
 * thread.
 */
public final class FilterEngine {
    private final PendLedger ledger;
    private final EngineListener listener;
    private final FlowContextDesk contexts;
    private final FlowDesk flows;
    private final VisitDesk visits;
    private final CaptureDesk captures;
    private final FlowOrder order;
    private final EndpointDesk endpoints;
    private final ArrivalDesk arrivals;
    private final StreamDesk streams;
    private final WalkRunner runner;
    private final PendDesk pends;
    private final CalloutDepartures departures;
    private final FilterNotices notices;

    public FilterEngine(CalloutRegistry registry, EngineState state, PendLedger ledger, EngineListener listener) {
        this.ledger = ledger;
        this.listener = listener;
        contexts = new FlowContextDesk(state.flows(), registry, listener);
        visits = new VisitDesk(registry, ledger, contexts, listener);
        streams = new StreamDesk(visits, state, listener);
        flows = new FlowDesk(state.flows(), contexts, streams, listener);
        EventDesk events = new EventDesk(visits, flows, listener);
        endpoints = new EndpointDesk(state.endpoints(), flows, events);
        runner = new WalkRunner(flows, new FragmentDesk(state.fragments()), visits, events, streams, listener);
        arrivals = new ArrivalDesk(endpoints, state.multicast());
        pends = new PendDesk(ledger, visits, contexts, listener, runner, events, arrivals);
        captures = new CaptureDesk(state, ledger, flows);
        order = new FlowOrder(ledger, pends, captures, visits.discards(), listener);
        notices = new FilterNotices(registry, listener);
        departures = new CalloutDepartures(registry, contexts, ledger);
    }

    /** Tells the wall clock, milliseconds since 1970 UTC; deadlines of pends opened from now on count from it. */
    public void now(long millis) {
        pends.now(millis);
    }

    /** Tells every step to {@code trace} from now on; null tells nobody. */
    public void trace(DecisionTrace trace) {
        runner.trace(trace);
    }

    /** Has {@code observer} stand beside every call of an inline callout from now on (spec 10 G4). */
    public void observe(CalloutObserver observer) {
        visits.observe(observer);
    }

    /** Has pends end as they did in the past from now on (spec 10.1.2). */
    void replay(PendReplay past) {
        visits.replay(past);
    }

    /** A pend ends without an answer, as it did in the past. */
    void unanswered(PendTicket ticket, PendOutcome outcome) {
        order.unanswered(ticket, outcome);
    }

    /** Says where revisions are found again under which restored bytes of streams wait. */
    public void revisions(LongFunction<PolicyRevision> by) {
        streams.revisions(by);
    }

    /**
     * {@code StreamContinue}: a callout takes up the inbound stream that it has deferred (spec 7.3). Not from inside classify (7.7 S6).
     *
     * @param about any item of the flow; no packet, and of no fate
     * @return UNSUCCESSFUL from inside classify or an injection, where the item has no flow or a blocked one, and where the callout has deferred nothing
     */
    public StreamStatus streamContinue(Item about, String calloutKey) {
        if (streams.isBusy()) {
            return StreamStatus.UNSUCCESSFUL;
        }
        Walk event = streamWalk(about);
        StreamStatus status = streams.resume(about, event, calloutKey);
        dropIfAsked(about, event);
        return status;
    }

    /**
     * {@code StreamInject} from outside: while the callout defers the stream, once it has removed the FIN, or where it has removed all data of the
     * direction (spec 7.7 S1). Lighter callouts see the data.
     *
     * @param about any item of the flow; no packet, and of no fate
     * @param flags bits of {@code StreamFlags}, which name the direction
     * @param data the bytes; empty for a FIN alone
     * @return INVALID_PARAMETER where the flags do not fit the data or each other (S3); UNSUCCESSFUL from inside classify, where the item
     *     has no flow or a blocked one, and where the stream is in no state that takes data (S1, S5)
     */
    public StreamStatus streamInject(Item about, String calloutKey, int flags, byte[] data) {
        if (streams.isBusy()) {
            return StreamStatus.UNSUCCESSFUL;
        }
        Walk event = streamWalk(about);
        StreamStatus status = streams.inject(about, event, calloutKey, new StreamAnswer.Injection(flags, data.clone()));
        dropIfAsked(about, event);
        return status;
    }

    private Walk streamWalk(Item about) {
        arrivals.arrive(about);
        Walk event = new Walk();
        event.begin();
        event.outbound = PacketRow.direction(about.rows, about.row) != PacketRow.INBOUND;
        flows.find(about, event);
        visits.newItem();
        return event;
    }

    private void dropIfAsked(Item about, Walk event) {
        if (streams.dropped() != null) {
            runner.dropConnection(about, event, streams.dropped());
        }
    }

    /** Says where clones go whose tuple a callout has changed; without, they stay. */
    public void route(CloneRouter router) {
        pends.route(router);
    }

    /** A clone arrives from the partition of its packet, on which it has no fate of its own: what becomes of it the listener is told as of any clone. */
    public void reinject(Item clone) {
        arrivals.arrive(clone);
        order.start(clone);
    }

    /**
     * A captured packet arrives. Ends in one fate, at once or later. Whatever is thrown is a bug, here or in the listener: the caller then hands the item to
     * {@link #failed}, so that it has a fate all the same.
     */
    public void classify(Item item) {
        if (PacketRow.kind(item.rows, item.row) == PacketRow.KIND_MALFORMED) {
            String text = DecodeResult.malformed(item.rows, item.row).text();
            listener.verdict(item, Verdicts.malformed(item.revision, text));
            return;
        }
        arrivals.arrive(item);
        order.start(item);
    }

    /**
     * A socket event, or a packet that the stack itself dealt with. The visits of an event decide no packet; its verdict tells whether the operation
     * was refused. Where it is pended null is returned, and the verdict comes to the listener later. A packet's verdict goes to the listener as any
     * other's, and null is returned.
     */
    public Verdict event(EndpointEvent event) {
        return switch (event) {
            case EndpointEvent.Bound(Item about) -> endpoints.bound(about, pends);
            case EndpointEvent.Listening(Item about) -> endpoints.listening(about, pends);
            case EndpointEvent.Connecting(Item about) -> endpoints.connecting(inOrder(about), pends);
            case EndpointEvent.Accepted(Item about) -> endpoints.accepted(inOrder(about), pends);
            case EndpointEvent.OptionChanged(Item about) -> endpoints.optionChanged(about, pends);
            case EndpointEvent.Closed(Item about) -> closed(about);
            case EndpointEvent.Released(Item about) -> endpoints.released(about, pends);
            case EndpointEvent.NoEndpoint(Item about) -> byStack(about);
            case EndpointEvent.StackReply(Item about) -> byStack(about);
        };
    }

    /** Packets of a connection wait for its authorisation where that is pended. */
    private Item inOrder(Item connection) {
        arrivals.arrive(connection);
        return connection;
    }

    private Verdict byStack(Item packet) {
        packet.byStack = true;
        classify(packet);
        return null;
    }

    /** SEQ-CLOSE: what is pended of its flows goes with a socket (spec 6.7), what was held behind follows as packets of no flow yet. */
    private Verdict closed(Item endpoint) {
        Resumption refused = new Resumption.Refuse(PendOutcome.ENDPOINT_CLOSED, DiscardReason.ENDPOINT_CLOSED);
        if (EndpointDesk.isConnection(endpoint)) {
            arrivals.arrive(endpoint);
            order.drop(() -> ledger.open(endpoint.key), refused);
            endpoints.connectionClosed(endpoint, pends);
        } else {
            order.drop(() -> ledger.open(ticket -> endpoints.isOf(endpoint, ticket)), refused);
            endpoints.socketClosed(endpoint, pends);
        }
        return endpoint.revision.passed(false);
    }

    /** A callout has answered, or a worker has given up. What finds no ticket, or one of another digest, is told the listener and dropped. */
    public void complete(Completion completion) {
        order.complete(completion);
    }

    /** Items that arrive are classified under another revision from here on: callouts here are told of the filters that come and go (spec 5.5). */
    public void activated(PolicyRevision before, PolicyRevision now) {
        notices.activated(before.policy(), now.policy());
    }

    /**
     * Unregisters a callout (spec 5.7). Busy while it has contexts on flows or pends are open; the callout is asked about nothing new from the first
     * call on, and its filters are those of an unregistered one (spec 4.6). Remove the contexts, let the pends end, then call again.
     */
    public RegistrationStatus unregister(String calloutKey) {
        return departures.unregister(calloutKey);
    }

    /** Unregisters a callout by force: its pends end by {@code pend.onTimeout} (spec 6.7), its contexts are removed. */
    public RegistrationStatus unregisterByForce(String calloutKey) {
        return departures.unregister(calloutKey, order::abandon);
    }

    /**
     * Associates a context with a flow for a layer, from outside any classification (spec 5.6 F1 to F3).
     *
     * @param context any u64 but 0
     */
    public FlowContextStatus associateFlowContext(FlowKey flow, Layer layer, String calloutKey, long context) {
        return contexts.associate(flow, layer, calloutKey, context);
    }

    /** Removes a callout's context, from outside any classification: the callout is told before this returns (spec 5.6 F4). */
    public FlowContextStatus removeFlowContext(FlowKey flow, Layer layer, String calloutKey) {
        return contexts.remove(flow, layer, calloutKey);
    }

    /**
     * Settles what nobody answered in time.
     *
     * @param nowMillis the wall clock, milliseconds since 1970 UTC; tickets expire whose deadline is not after it
     */
    public void expire(long nowMillis) {
        now(nowMillis);
        order.expire(nowMillis);
    }

    /**
     * An agent's capture has ended: its host's flows get their last record, and what was kept for it is freed, once nothing of it waits.
     *
     * @param record what tells it ({@link Item#record})
     */
    public void endOfCapture(Item record) {
        captures.ended(record);
    }

    /**
     * Frees memory of flows that are over: silent for more than twice their idle time and an hour besides. Changes no verdict, since such a flow would
     * be found idle at its next packet, unless a later policy more than doubles the idle time, or packets of one host are hours out of order.
     *
     * @param record what gives the occasion ({@link Item#record}), and names the host whose flows
     * @param packetTimeNanos how far that host's packets have come, nanoseconds since 1970 UTC
     */
    public void sweep(Item record, long packetTimeNanos) {
        captures.sweep(record, packetTimeNanos);
    }

    /** Blocks an item whose evaluation has failed: it has one fate all the same, and spoils nothing for those behind it. */
    public void failed(Item item) {
        order.failed(item);
    }
}
