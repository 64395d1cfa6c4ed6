// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.ContractError;
import io.penstock.engine.classify.StreamAnswers.Answer;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.pend.PendedStream;
import io.penstock.engine.pend.StreamPend;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.stream.CalloutState;
import io.penstock.engine.stream.StreamAnswer;
import io.penstock.engine.stream.StreamBytes;
import io.penstock.engine.stream.StreamFlags;
import io.penstock.engine.stream.StreamStateTable;

/**
 * Takes a direction's bytes through the filters of STREAM in the order of arbitration (spec 7.6, R-STREAM): what one permits the next sublayer sees, what
 * one blocks nobody further sees, and a callout may decide leading bytes only, ask for more of them, or put others in front. One thread.
 */
final class StreamWaterfall {
    private static final StreamBytes NOTHING = StreamBytes.nothing();

    private final VisitDesk visits;
    private final StreamPosition position;
    private final StreamAnswers answers;
    private final StreamOutput output;
    private final StreamChain chain;
    private Arbitration arbitration;
    private final StreamAway away;
    private boolean last;
    private Absence absence = Absence.ASK;
    private RuntimeFilter dropped;

    /** What becomes of bytes that come to a callout which is elsewhere. */
    private enum Absence {
        /** They wait until it has been asked. */
        ASK,
        /** The flow is over: they are removed (spec 6.7). */
        REMOVE,
        /** It has had its time: {@code pend.onTimeout} decides (spec 7.7 S7). */
        SETTLE
    }

    StreamWaterfall(VisitDesk visits, StreamStateTable states, StreamOutput output) {
        this.visits = visits;
        position = new StreamPosition(states);
        answers = new StreamAnswers(visits);
        this.output = output;
        chain = new StreamChain(visits);
        away = new StreamAway(position, chain);
    }

    /** Readies a visit: the filters of a revision whose conditions hold. */
    void begin(Arbitration visit, FlowKey flow, boolean outbound, PolicyRevision under, Layer layer) {
        arbitration = visit;
        position.begin(flow, outbound, under.policy().settings());
        last = false;
        absence = Absence.ASK;
        dropped = null;
        chain.begin(under, layer);
    }

    /** The filter whose callout may edit what is shown in this visit, null for none. */
    RuntimeFilter editor() {
        return chain.editor(position.state());
    }

    /** The filter whose callout has dropped the connection, null for none. */
    RuntimeFilter dropped() {
        return dropped;
    }

    /** Bytes arrive; so many before them are missing. */
    void offer(StreamBytes bytes, long missing) {
        if (missing > 0) {
            for (RuntimeFilter filter : chain.filters()) {
                if (filter.calloutKey() != null) {
                    position.of(filter).miss(missing);
                }
            }
        }
        pass(0, bytes);
    }

    /** Nothing comes behind what is offered from here on in this visit: whoever still wants more permits all (spec 7.5). */
    void noMore() {
        last = true;
        absence = Absence.REMOVE;
    }

    /** The stream is over: each callout at which bytes wait is asked once more, lightest first; what one has deferred is dropped (spec 6.7). */
    void end() {
        for (int at = chain.size() - 1; at >= 0; at--) {
            CalloutState callout = position.find(chain.get(at));
            if (callout == null || callout.isIdle()) {
                continue;
            }
            if (callout.isDeferred()) {
                StreamBytes waiting = callout.join(NOTHING);
                callout.release();
                remove(at, waiting, DiscardReason.ENDPOINT_CLOSED);
            } else {
                indicate(at, NOTHING);
            }
        }
        position.takeWaiting().forEach(output::leave);
    }

    /** Asks each callout once more at which bytes wait, lightest first; none may wait on (spec 7.7 S7). */
    void settle() {
        last = true;
        absence = Absence.SETTLE;
        for (int at = chain.size() - 1; at >= 0; at--) {
            CalloutState callout = position.find(chain.get(at));
            if (callout != null && !callout.isIdle()) {
                indicate(at, NOTHING);
            }
        }
        position.takeWaiting().forEach(output::leave);
        position.direction().callouts().forEach(CalloutState::settle);
        last = false;
        absence = Absence.ASK;
    }

    /** The lightest callout elsewhere that is to be asked about what has come to it, or null: nothing is left to be asked in this direction. */
    StreamAsk ask(Item item, PolicyRevision under) {
        for (int at = away.wanted(); at >= 0 && dropped == null; at = away.wanted()) {
            RuntimeFilter filter = chain.get(at);
            if (!chain.isAsked(filter) || position.isAllowed(filter)) {
                pass(at, position.takeAll(filter));
            } else if (visits.callouts().abstains(filter)) {
                arbitration.doubt();
                pass(at + 1, position.takeAll(filter));
            } else if (visits.callouts().hasRoom(item, filter)) {
                PendedStream shown = away.show(filter);
                return new StreamAsk(
                        filter,
                        shown,
                        new StreamPend(
                                position.isOutbound(),
                                under,
                                shown.bufferLimitReached(),
                                shown.noMoreData(),
                                null,
                                null));
            } else {
                PendedStream shown = away.show(filter);
                answered(at, overflow(item), shown.bufferLimitReached(), shown.noMoreData());
            }
        }
        return null;
    }

    private static StreamDecision overflow(Item item) {
        return item.revision.policy().settings().permitOnOverflow()
                ? StreamDecision.permit()
                : StreamDecision.block(DiscardReason.PEND_OVERFLOW);
    }

    /** A callout elsewhere has answered about what it was shown; false where that waits no longer. */
    boolean answered(String filterKey, StreamPend pend, StreamDecision decision) {
        CalloutState asked = position.find(filterKey);
        if (asked == null || !asked.isAsked()) {
            return false;
        }
        for (int at = 0; at < chain.size(); at++) {
            if (chain.get(at).filter().filterKey().equals(filterKey)) {
                answered(at, decision, pend.bufferLimitReached(), pend.noMoreData());
                return true;
            }
        }
        // Its conditions hold no longer: nobody decides.
        output.leave(asked.joinAll(NOTHING));
        asked.release();
        asked.answered();
        return true;
    }

    private void answered(int at, StreamDecision decision, boolean full, boolean noMore) {
        RuntimeFilter filter = chain.get(at);
        CalloutState callout = position.of(filter);
        callout.answered();
        StreamBytes data = callout.join(NOTHING);
        boolean left = true;
        while (left && decision.hasNext()) {
            visits.callouts().given(decision);
            left = decides(at, data, full, noMore);
        }
        if (left) {
            callout.want();
        } else {
            away.next(filter);
        }
    }

    /** Shows a callout that had deferred the stream what waits; false if it had not. */
    boolean resume(String calloutKey) {
        boolean any = false;
        for (int at = chain.size() - 1; at >= 0; at--) {
            CalloutState callout = position.find(chain.get(at));
            if (callout != null
                    && callout.isDeferred()
                    && calloutKey.equals(chain.get(at).calloutKey())) {
                any = true;
                callout.resume();
                if (!callout.isIdle()) {
                    indicate(at, NOTHING);
                }
            }
        }
        return any;
    }

    /** Takes data that a callout injects from outside, where the stream's state allows it (spec 7.7 S1, S5); false if not. */
    boolean inject(String calloutKey, StreamAnswer.Injection injection) {
        for (int at = 0; at < chain.size(); at++) {
            CalloutState callout = calloutKey.equals(chain.get(at).calloutKey()) ? position.find(chain.get(at)) : null;
            if (callout == null || !(callout.isDeferred() || callout.hasRemovedFin() || callout.hasRemovedAll())) {
                continue;
            }
            if (isOwnFin(injection.flags(), callout)) {
                return false;
            }
            if (!callout.isDeferred()) {
                callout.inject(injection.data().length);
            }
            pass(chain.lighter(at), StreamBytes.injected(injection, callout.offset(), calloutKey));
            return true;
        }
        return false;
    }

    private boolean isOwnFin(int flags, CalloutState callout) {
        return position.isOutbound()
                && StreamFlags.isDisconnect(flags)
                && (callout == null || !callout.hasRemovedFin());
    }

    private void pass(int from, StreamBytes come) {
        StreamBytes bytes = come;
        int at = from;
        while (at < chain.size()) {
            RuntimeFilter filter = chain.get(at);
            chain.reached(at);
            if (chain.isAsked(filter)) {
                if (!chain.isShown(filter, position.state(), bytes)) {
                    at++;
                } else if (position.isAllowed(filter)) {
                    at = permitted(at);
                } else {
                    indicate(at, bytes);
                    return;
                }
                continue;
            }
            bytes = position.reclaim(filter, bytes);
            Arbitration.FilterResult result = arbitration.candidate(filter, visits.callouts());
            if (result.action == CalloutAction.BLOCK) {
                remove(at, bytes, result.detail);
                return;
            }
            at = result.action == CalloutAction.PERMIT ? permitted(at) : at + 1;
        }
        chain.reached(at);
        output.leave(bytes);
    }

    /** The filter permits; returns where the bytes go on. An inspection decides nothing. */
    private int permitted(int at) {
        RuntimeFilter filter = chain.get(at);
        if (filter.filter().action().isInspection()) {
            return at + 1;
        }
        arbitration.streamDecided(filter, CalloutAction.PERMIT, DiscardReason.FIREWALL_POLICY);
        return chain.lighter(at);
    }

    private void remove(int at, StreamBytes bytes, DiscardReason detail) {
        RuntimeFilter filter = chain.get(at);
        arbitration.streamDecided(filter, CalloutAction.BLOCK, detail);
        position.removed(filter, bytes);
        for (int below = at + 1; below < chain.size(); below++) {
            if (chain.get(below).calloutKey() != null) {
                position.of(chain.get(below)).miss(bytes.length());
            }
        }
        output.remove(bytes, filter, detail);
    }

    /** Shows a callout bytes, behind those that wait for it, until it has decided them all or waits for more. */
    private void indicate(int at, StreamBytes come) {
        RuntimeFilter filter = chain.get(at);
        if (visits.callouts().defers(filter)) {
            absent(at, come);
            return;
        }
        CalloutState callout = position.find(filter);
        boolean waited = callout != null && !callout.isIdle();
        StreamBytes data = waited ? callout.join(come) : come;
        boolean full = position.isFull(waited ? 0 : data.length());
        boolean over = StreamFlags.isDisconnect(data.flags()) || StreamFlags.isAbort(data.flags());
        boolean mustAsk = last || full || over && !(waited && callout.isDeferred());
        if (waited && !mustAsk && callout.wantsMoreThan(data.length())) {
            return;
        }
        boolean again = true;
        while (again) {
            again = decides(at, data, full, over || last);
        }
    }

    /** Bytes come to a callout that is elsewhere. */
    private void absent(int at, StreamBytes come) {
        RuntimeFilter filter = chain.get(at);
        if (absence == Absence.ASK) {
            away.collect(filter, come);
            return;
        }
        StreamBytes data = position.of(filter).joinAll(come);
        position.of(filter).answered();
        position.release(filter);
        if (absence == Absence.REMOVE) {
            remove(at, data, DiscardReason.ENDPOINT_CLOSED);
        } else if (position.permitsOnTimeout()) {
            pass(permitted(at), data);
        } else {
            remove(at, data, DiscardReason.PEND_TIMEOUT);
        }
    }

    /** Asks once; true where bytes are left that must be shown again. */
    private boolean decides(int at, StreamBytes data, boolean full, boolean noMore) {
        RuntimeFilter filter = chain.get(at);
        Answer answer = answers.ask(arbitration, filter, position.find(filter), data, full, noMore);
        // What was given is taken: callouts further down are asked for themselves.
        visits.callouts().given(null);
        inject(at, answer, data);
        return switch (answer.stream()) {
            case NEED_MORE_DATA -> {
                long needs = (long) data.length() + Math.max(1, answer.required());
                yield waits(at, data, full || noMore, (int) Math.min(needs, Integer.MAX_VALUE), false);
            }
            case DEFER -> waits(at, data, full || last, 0, true);
            case ALLOW_CONNECTION -> {
                position.allow(filter);
                yield passAll(at, data);
            }
            case DROP_CONNECTION -> drop(at, data);
            case NONE -> apply(at, data, answer);
        };
    }

    /** Puts the answer's injections in front of the bytes it is about. */
    private void inject(int at, Answer answer, StreamBytes data) {
        RuntimeFilter filter = chain.get(at);
        boolean takesFin = answer.action() == CalloutAction.BLOCK
                && answer.enforced() == 0
                && StreamFlags.isDisconnect(data.flags());
        for (StreamAnswer.Injection injection : answer.injections()) {
            boolean ownFin = !takesFin && isOwnFin(injection.flags(), position.find(filter));
            if (filter.filter().action().isInspection() || ownFin) {
                visits.callouts().contractError(filter, ContractError.STREAM_INJECTION_REFUSED);
            } else {
                output.changes(data, filter);
                long place = data.runs().getFirst().offset();
                pass(chain.lighter(at), StreamBytes.injected(injection, place, filter.calloutKey()));
            }
        }
    }

    private boolean waits(int at, StreamBytes data, boolean refused, int needs, boolean defers) {
        RuntimeFilter filter = chain.get(at);
        if (refused) {
            visits.callouts().contractError(filter, ContractError.STREAM_NEED_MORE_REFUSED);
            return passAll(at, data);
        }
        position.of(filter).keep(data, needs, defers);
        return false;
    }

    private boolean drop(int at, StreamBytes data) {
        RuntimeFilter filter = chain.get(at);
        if (filter.filter().action().isInspection()) {
            visits.callouts().contractError(filter, ContractError.STREAM_DROP_REFUSED);
            return passAll(at, data);
        }
        position.release(filter);
        remove(at, data, DiscardReason.FIREWALL_POLICY);
        dropped = dropped == null ? filter : dropped;
        return false;
    }

    private boolean passAll(int at, StreamBytes data) {
        position.release(chain.get(at));
        passes(chain.get(at), data);
        pass(permitted(at), data);
        return false;
    }

    /** The action applies to the leading bytes that the answer enforces, 0 for all (spec 7.4, P14). */
    private boolean apply(int at, StreamBytes data, Answer answer) {
        RuntimeFilter filter = chain.get(at);
        CalloutAction action = answer.action();
        int count = enforced(answer.enforced(), data);
        if (count != answer.enforced()) {
            visits.callouts().contractError(filter, ContractError.STREAM_ENFORCED_TOO_MUCH);
        }
        boolean inspects = filter.filter().action().isInspection();
        boolean all = inspects || isAll(action, count, data);
        StreamBytes part = all ? data : data.cut(count);
        if (all) {
            position.release(filter);
        } else {
            position.keep(filter, data);
        }
        if (inspects) {
            pass(at + 1, part);
        } else if (action == CalloutAction.BLOCK) {
            remove(at, part, answer.detail());
        } else if (action == CalloutAction.PERMIT) {
            passes(filter, part);
            pass(permitted(at), part);
        } else {
            pass(at + 1, part);
        }
        return !all;
    }

    /** The leading bytes that an answer is about: more than there are counts as all, 0 as well (spec 7.4). */
    static int enforced(int answered, StreamBytes data) {
        return answered < 0 || answered > data.length() ? data.length() : answered;
    }

    /** Whether nothing is left to be shown again. Bytes that are removed by number leave the FIN behind them, which is shown again without bytes. */
    static boolean isAll(CalloutAction action, int count, StreamBytes data) {
        boolean finStays =
                action == CalloutAction.BLOCK && data.runs().getLast().length() == 0;
        return count == 0 || count == data.length() && !finStays;
    }

    private void passes(RuntimeFilter filter, StreamBytes bytes) {
        if (bytes.length() == 0 || filter.filter().action().isInspection()) {
            return;
        }
        CalloutState callout = position.of(filter);
        if (callout.isOutOfBand()) {
            visits.callouts().contractError(filter, ContractError.STREAM_MODE_SWITCHED);
        }
        callout.pass();
    }
}
