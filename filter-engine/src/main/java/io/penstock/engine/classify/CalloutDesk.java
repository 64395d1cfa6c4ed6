// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.CalloutObserver;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.callout.ClassifyIn;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.ClassifyOut.Finding;
import io.penstock.engine.callout.ContractError;
import io.penstock.engine.callout.Injection;
import io.penstock.engine.callout.PendFunction;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.pend.PendLedger;
import io.penstock.engine.pend.StreamStep;
import io.penstock.engine.policy.LayerFamily;
import io.penstock.engine.policy.PolicySettings;
import io.penstock.engine.redirect.RedirectRecord;
import io.penstock.engine.stream.StreamAction;
import io.penstock.engine.stream.StreamAnswer;
import io.penstock.engine.stream.StreamIndication;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks callouts for a visit. Inline ones are invoked. For out-of-band ones the desk itself is the callout of spec 6.2: it abstains without the
 * right, passes its own clones, does not pend where that is forbidden, and otherwise blocks and absorbs while the item waits. One thread.
 */
final class CalloutDesk implements Arbitration.Desk {
    private final RuntimeCallouts runtime;
    private final PendLedger ledger;
    private final FlowContextDesk contexts;
    private final EngineListener listener;
    private final ClassifyOut out = new ClassifyOut();
    private final List<Injected> injections = new ArrayList<>();
    private CalloutObserver observer = CalloutObserver.NONE;
    private Item item;
    private Walk walk;
    private Visit visit;
    private boolean discarded;
    private StreamIndication stream;
    private StreamDecision given;
    private PendReplay replay;
    private final PendRules rules;
    private final Indications indications;
    private final List<RedirectRecord> redirects = new ArrayList<>();

    private record Injected(RuntimeFilter filter, List<Injection> frames) {}

    CalloutDesk(
            CalloutRegistry registry,
            PendLedger ledger,
            FlowContextDesk contexts,
            EngineListener listener,
            FieldValues values) {
        runtime = new RuntimeCallouts(registry);
        this.ledger = ledger;
        this.contexts = contexts;
        this.listener = listener;
        rules = new PendRules(ledger);
        indications = new Indications(contexts, rules, values);
    }

    void observe(CalloutObserver by) {
        observer = by;
    }

    /** Has pends end as they did in the past from now on. */
    void replay(PendReplay past) {
        replay = past;
    }

    /** Names what callouts are asked about next; {@code metadata} null except at discard layers. */
    void visit(Item of, Walk in, Visit at, ClassifyIn.DiscardMetadata metadata) {
        item = of;
        walk = in;
        visit = at;
        discarded = metadata != null;
        stream = null;
        rules.visit(of, in, at, discarded);
        indications.visit(of, in, at, metadata);
        injections.clear();
        redirects.clear();
    }

    /** What callouts of this visit have applied to a bind or connect. */
    List<RedirectRecord> redirects() {
        return redirects;
    }

    /** Names the bytes of the stream that callouts are asked about next, after {@link #visit}. */
    void stream(StreamIndication bytes) {
        stream = bytes;
        indications.stream(bytes);
    }

    /** What the callout that is asked next has answered elsewhere; null: it is asked here. */
    void given(StreamDecision decision) {
        given = decision;
    }

    /** Whether the filter's callout is elsewhere, so that bytes of a stream wait for its answer (spec 7.7 S4). */
    boolean defers(RuntimeFilter filter) {
        return !filter.filter().action().isInspection()
                && runtime.of(filter.calloutKey()).mode() == CalloutMode.OUT_OF_BAND
                && rules.of(filter).mayDefer();
    }

    /** Whether one more item may be pended for the filter's callout. */
    boolean hasRoom(Item of, RuntimeFilter filter) {
        if (replay != null && replay.isRefused(of, filter.calloutKey())) {
            return false;
        }
        PolicySettings settings = of.revision.policy().settings();
        return ledger.hasRoom(
                filter.calloutKey(), of.retainedBytes(), settings.pendMaxBytes(), settings.pendMaxPackets());
    }

    /** The run-time objects of callouts. */
    RuntimeCallouts runtime() {
        return runtime;
    }

    /** What the last callout that was asked about a stream answered besides its action. */
    StreamAnswer streamAnswer() {
        return out.stream();
    }

    /** Frames that the deciding filter's callout has put in the item's place. */
    List<Injection> injections(RuntimeFilter deciding) {
        for (Injected injected : injections) {
            if (injected.filter == deciding) {
                return injected.frames;
            }
        }
        return List.of();
    }

    @Override
    public boolean isRegistered(RuntimeFilter filter) {
        return given != null || runtime.isRegistered(filter.calloutKey(), item, walk);
    }

    @Override
    public boolean isSkipped(RuntimeFilter filter) {
        return given == null
                && runtime.of(filter.calloutKey()).isConditionalOnFlow()
                && contexts.context(item, walk, filter) == 0;
    }

    @Override
    public void ask(RuntimeFilter filter, CalloutAction current, boolean right, Arbitration.FilterResult answer) {
        answer.action = null;
        if (given != null) {
            begin(filter, current, right);
            take(given.next(), filter, answer);
            return;
        }
        CalloutRegistration registration = runtime.of(filter.calloutKey());
        if (isHidden(registration)) {
            StandInAnswer.pass(filter, answer);
        } else if (registration.mode() == CalloutMode.INLINE) {
            inline(registration, filter, current, right, answer);
        } else {
            begin(filter, current, right);
            outOfBand(filter, right, answer);
        }
    }

    /** Whether the callout is about content that IPsec hides where the item is shown (spec 10 G14). */
    private boolean isHidden(CalloutRegistration registration) {
        return (visit.family() == LayerFamily.INBOUND_IPPACKET
                        || visit.family() == LayerFamily.OUTBOUND_IPPACKET
                        || visit.family() == LayerFamily.IPFORWARD)
                && PacketRow.has(item.rows, item.row, PacketRow.FLAG_IPSEC)
                && registration.readsContent();
    }

    private void begin(RuntimeFilter filter, CalloutAction current, boolean right) {
        contexts.asks(item, walk, visit, filter);
        out.begin(current, right, contexts);
        if (stream != null) {
            out.beginStream(stream);
        }
    }

    private void inline(
            CalloutRegistration registration,
            RuntimeFilter filter,
            CalloutAction current,
            boolean right,
            Arbitration.FilterResult answer) {
        begin(filter, current, right);
        out.offer(rules.of(filter));
        if (visit.isRedirect() || visit.family() == LayerFamily.ALE_AUTH_CONNECT) {
            out.offer(RedirectDesk.offer(item, walk, visit, filter.calloutKey(), redirects));
        }
        ClassifyIn in = indications.of(filter);
        observer.before(filter.calloutKey());
        try {
            registration.code().classify(in, out);
        } catch (RuntimeException e) {
            StandInAnswer.failed(item.revision.policy().settings(), answer);
            begin(filter, current, right);
            contractError(filter, ContractError.FAILED);
            listener.finding(
                    item, filter.filter().layer(), filter.calloutKey(), new Finding("callout-failed", e.toString()));
            return;
        } finally {
            observer.after(filter.calloutKey());
        }
        answer.action = out.action();
        answer.hard = out.isRightCleared();
        answer.absorb = out.isAbsorb();
        for (Finding finding : out.findings()) {
            listener.finding(item, filter.filter().layer(), filter.calloutKey(), finding);
        }
        inject(filter, answer);
        if (stream != null) {
            streamed(filter, answer);
        }
        if (out.isPended()) {
            pend(filter, answer);
        }
        if (out.redirection() != null && out.redirection().applied() != null) {
            redirect(filter, right, answer);
        }
    }

    /** A redirect is made by a terminating callout that returns PERMIT (spec 11, C07), and has the right to. */
    private void redirect(RuntimeFilter filter, boolean right, Arbitration.FilterResult answer) {
        if (right
                && answer.action == CalloutAction.PERMIT
                && filter.filter().action().isTerminating()) {
            redirects.add(RedirectDesk.record(
                    item, visit, filter.calloutKey(), out.redirection().applied()));
        } else {
            contractError(filter, ContractError.REDIRECT_REFUSED);
        }
    }

    /** P4: what was pended waits only if the answer blocks, clears the right and, but for PEND_CLASSIFY, absorbs. */
    private void pend(RuntimeFilter filter, Arbitration.FilterResult answer) {
        boolean absorbs = answer.absorb || rules.function() == PendFunction.PEND_CLASSIFY;
        if (answer.action != CalloutAction.BLOCK || !answer.hard || !absorbs) {
            contractError(filter, ContractError.PEND_INCOMPLETE);
            answer.absorb &= rules.function() == PendFunction.CLONE;
        } else {
            putDown(filter, answer);
        }
    }

    /** The original is dropped hard and in silence (spec 6.6), or refused where there is no room. */
    private void putDown(RuntimeFilter filter, Arbitration.FilterResult answer) {
        if (!hasRoom(item, filter)) {
            StandInAnswer.overflow(item.revision.policy().settings(), answer);
            return;
        }
        answer.action = CalloutAction.BLOCK;
        answer.hard = true;
        answer.absorb = true;
        answer.pend = true;
    }

    /** Has an answer that was given elsewhere stand for one that is given here. */
    private void take(StreamStep step, RuntimeFilter filter, Arbitration.FilterResult answer) {
        StreamAnswer said = out.stream();
        said.action(step.stream());
        said.countBytesRequired(step.required());
        said.countBytesEnforced(step.enforced());
        for (StreamAnswer.Injection injection : step.injections()) {
            said.inject(injection.flags(), injection.data());
        }
        answer.action = step.action();
        answer.detail = given.detail();
        if (said.action() == StreamAction.DEFER) {
            said.action(StreamAction.NONE);
            contractError(filter, ContractError.STREAM_DEFER_OUT_OF_BAND);
        }
        streamed(filter, answer);
    }

    /** With a stream action the callout's action is ignored (spec 7.3). */
    private void streamed(RuntimeFilter filter, Arbitration.FilterResult answer) {
        StreamAnswer asked = out.stream();
        if (asked.action() == StreamAction.DEFER && stream.isOutbound()) {
            asked.action(StreamAction.NONE);
            contractError(filter, ContractError.STREAM_DEFER_OUTBOUND);
        }
        switch (asked.action()) {
            case NONE -> {
                if (answer.action == null && !filter.filter().action().isInspection()) {
                    contractError(filter, ContractError.STREAM_ACTION_MISSING);
                }
            }
            case ALLOW_CONNECTION -> answer.action = CalloutAction.PERMIT;
            case DROP_CONNECTION -> answer.action = CalloutAction.BLOCK;
            case NEED_MORE_DATA, DEFER -> answer.waits = true;
        }
        if (asked.isInjectionRefused()) {
            contractError(filter, ContractError.STREAM_INJECTION_REFUSED);
        }
    }

    /** A replacement goes out only in the place of an item that is taken away in silence (spec 6.2, inline modification). */
    private void inject(RuntimeFilter filter, Arbitration.FilterResult answer) {
        if (out.injections().isEmpty()) {
            return;
        }
        if (answer.absorb && answer.action == CalloutAction.BLOCK && !discarded) {
            injections.add(new Injected(filter, List.copyOf(out.injections())));
        } else {
            contractError(filter, ContractError.INJECTION_REFUSED);
        }
    }

    @Override
    public void contractError(RuntimeFilter filter, ContractError error) {
        listener.contractError(item, filter.filter().layer(), filter.calloutKey(), error);
    }

    private void outOfBand(RuntimeFilter filter, boolean right, Arbitration.FilterResult answer) {
        if (!right) {
            return;
        }
        boolean answered = walk.answered != null && walk.answered.calloutKey().equals(filter.calloutKey());
        if (!answered && rules.of(filter).mayPend()) {
            if (abstains(filter)) {
                answer.unknown = true;
            } else {
                putDown(filter, answer);
            }
            return;
        }
        StandInAnswer.pass(filter, answer);
        if (answered) {
            answer.action = CalloutAction.PERMIT;
        }
    }

    /** Whether a replay has neither code nor a recorded outcome for what the callout would be asked now (spec 10.1.2). */
    boolean abstains(RuntimeFilter filter) {
        return replay != null
                && !filter.filter().action().isInspection()
                && runtime.of(filter.calloutKey()).code() == null
                && replay.abstains(item, walk, filter, ledger);
    }
}
