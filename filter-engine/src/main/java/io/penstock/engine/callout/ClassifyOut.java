// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.callout;

import io.penstock.engine.policy.Layer;
import io.penstock.engine.redirect.Redirection;
import io.penstock.engine.stream.StreamAnswer;
import io.penstock.engine.stream.StreamIndication;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** What a callout answers (spec 5.2). Reused from call to call; one thread. */
public final class ClassifyOut {
    private CalloutAction action;
    private boolean rightCleared;
    private boolean absorb;
    private boolean mayWrite;
    private CalloutAction current;
    private FlowContexts contexts = FlowContexts.NONE;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Injection> injections = new ArrayList<>();
    private PendOffer offer = PendOffer.NONE;
    private boolean pended;
    private Redirection redirection;
    private final StreamAnswer streamAnswer = new StreamAnswer();
    private StreamAnswer stream;

    /** Readies the object for a call. {@code current} is the layer's action so far, null for none; {@code right} whether it may still be changed. */
    public void begin(CalloutAction currentAction, boolean right) {
        action = null;
        rightCleared = false;
        absorb = false;
        current = currentAction;
        mayWrite = right;
        contexts = FlowContexts.NONE;
        findings.clear();
        injections.clear();
        offer = PendOffer.NONE;
        pended = false;
        redirection = null;
        stream = null;
    }

    /** Readies the object for a call at STREAM, after {@link #begin}. */
    public void beginStream(StreamIndication indication) {
        streamAnswer.begin(indication.flags());
        stream = streamAnswer;
    }

    /** What is answered of the stream besides (spec 7.1); null except at STREAM. */
    public StreamAnswer stream() {
        return stream;
    }

    /** As {@link #begin(CalloutAction, boolean)}, where the item may have a flow. */
    public void begin(CalloutAction currentAction, boolean right, FlowContexts ofFlow) {
        begin(currentAction, right);
        contexts = ofFlow;
    }

    /**
     * Associates a context with the item's flow for a layer, which need not be the one that is being classified (spec 5.6 F1 to F3).
     *
     * @param context any u64 but 0
     */
    public FlowContextStatus associateFlowContext(Layer layer, long context) {
        return contexts.associate(layer, context);
    }

    /** Removes this callout's context of a layer from the item's flow (F4). */
    public FlowContextStatus removeFlowContext(Layer layer) {
        return contexts.remove(layer);
    }

    /** Whether the write right was set on entry (spec 4.4). */
    public boolean hasRight() {
        return mayWrite;
    }

    /** The action on entry, null for none. */
    public CalloutAction currentAction() {
        return current;
    }

    /** Writes the action; heard only with the write right, or where it is a block that vetoes (spec 5.2). */
    public void action(CalloutAction value) {
        action = value;
    }

    /** The answer, null where the callout wrote none. */
    public CalloutAction action() {
        return action;
    }

    /** Permits; the right is cleared where the filter demands it. */
    public void permit(ClassifyIn in) {
        action = CalloutAction.PERMIT;
        rightCleared = in.filter().clearsActionRight();
    }

    /** Blocks and clears the right, as a correct callout does. */
    public void block() {
        action = CalloutAction.BLOCK;
        rightCleared = true;
    }

    /** Blocks, clears the right and drops the item in silence: what comes before a replacement, or instead of the item. */
    public void blockAndAbsorb() {
        block();
        absorb();
    }

    /**
     * Does what comes first in a correct packet callout (spec 5.3, steps 1 to 3): leaves an item without the write right as it is, permits one's own
     * clone, and permits at INBOUND_TRANSPORT what ALE_AUTH_RECV_ACCEPT will be asked about.
     *
     * @return whether that settles it: return without further ado. Whoever wants to veto checks {@link #hasRight()} before
     */
    public boolean isSettled(ClassifyIn in) {
        if (!mayWrite) {
            return true;
        }
        boolean own = in.injectionState() == InjectionState.INJECTED_BY_SELF
                || in.injectionState() == InjectionState.PREVIOUSLY_INJECTED_BY_SELF;
        if (own || in.metadata().aleClassifyRequired()) {
            permit(in);
            return true;
        }
        return false;
    }

    /** Clears the write right, so that the answer is hard (spec 4.2). */
    public void clearRight() {
        rightCleared = true;
    }

    /** Whether the answer clears the write right. */
    public boolean isRightCleared() {
        return rightCleared;
    }

    /** Drops the item silently; heard only with a block that decides (spec 5.4). */
    public void absorb() {
        absorb = true;
    }

    /** Whether the answer absorbs. */
    public boolean isAbsorb() {
        return absorb;
    }

    /** Reports something found in the item. */
    public void finding(String key, String message) {
        findings.add(new Finding(key, message));
    }

    /** Reports something found in the item, with numbers or a sample of the packet. */
    public void finding(Finding found) {
        findings.add(found);
    }

    /** What was found, first to last. */
    public List<Finding> findings() {
        return findings;
    }

    /** Puts a frame (link header included, of the item's link type) into the path in the item's place. */
    public void inject(byte[] frame) {
        inject(null, frame);
    }

    /**
     * Puts a frame into a path, in the item's place (spec 6.5). It enters when this visit is over: inside it nothing is injected, as WFP demands of TCP
     * at the transport layers (spec 10 G7).
     *
     * @param function where it enters; null: where the item came from
     * @param frame link header included, of the item's link type; not to be written any more. What is malformed, or not what the function takes, is dropped
     *     and told as {@link ContractError#INJECTION_FAILED}
     */
    public void inject(InjectFunction function, byte[] frame) {
        injections.add(new Injection(function, frame));
    }

    /** Frames that were put into paths, first to last. */
    public List<Injection> injections() {
        return injections;
    }

    /** Offers a bind or connect to be redirected, after {@link #begin}. */
    public void offer(Redirection redirect) {
        redirection = redirect;
    }

    /** The bind or connect at the redirect layers, and at ALE_AUTH_CONNECT of one that was redirected; null elsewhere. */
    public Redirection redirection() {
        return redirection;
    }

    /** Says what can be pended, after {@link #begin}. */
    public void offer(PendOffer pend) {
        offer = pend;
    }

    /** What a completion must name: the metadata COMPLETION_HANDLE, or a classify handle. Null where the layer has none. */
    public CompletionHandle completionHandle() {
        return offer.handle();
    }

    /**
     * {@code FwpsPendOperation0}: lets the authorisation wait until the handle is completed. The answer must block, clear the right and absorb besides
     * (spec 6.4 P4).
     */
    public PendStatus pendOperation(CompletionHandle handle) {
        return pend(PendFunction.PEND_OPERATION, handle);
    }

    /** {@code FwpsPendClassify0}: lets the classification wait. The answer must block and clear the right besides. */
    public PendStatus pendClassify(CompletionHandle handle) {
        return pend(PendFunction.PEND_CLASSIFY, handle);
    }

    /** Puts a clone of the item down where WFP has no pend function. The answer must block, clear the right and absorb besides (spec 6.6). */
    public PendStatus pendClone(CompletionHandle handle) {
        return pend(PendFunction.CLONE, handle);
    }

    private PendStatus pend(PendFunction function, CompletionHandle handle) {
        if (handle == null) {
            return PendStatus.NULL_POINTER;
        }
        PendStatus status = offer.status(function);
        pended |= status == PendStatus.SUCCESS;
        return status;
    }

    /** Whether the item was pended. */
    public boolean isPended() {
        return pended;
    }

    /**
     * Something a callout found.
     *
     * @param key what, from a set the callout documents
     * @param message one line for a person
     * @param measures values by name, in bytes, packets, nanoseconds or what else the callout documents of the name; in this order
     * @param sampleBytes bytes of the packet, from the first, that go with it; 0 none, more than were captured: all of those
     */
    public record Finding(String key, String message, SequencedMap<String, Long> measures, int sampleBytes) {
        private static final SequencedMap<String, Long> NO_MEASURES =
                Collections.unmodifiableSequencedMap(new LinkedHashMap<>());

        /**
         * Checks the sample.
         *
         * @throws IllegalArgumentException if it is of less than 0 bytes
         */
        public Finding {
            if (sampleBytes < 0) {
                throw new IllegalArgumentException("a sample of " + sampleBytes + " bytes");
            }
        }

        /** Without numbers or a sample. */
        public Finding(String key, String message) {
            this(key, message, NO_MEASURES, 0);
        }

        /** The same with these values, in bytes, packets, nanoseconds or what else the callout documents of each name. */
        public Finding withMeasures(SequencedMap<String, Long> numbers) {
            return new Finding(key, message, numbers, sampleBytes);
        }

        /** The same with the packet's first bytes. */
        public Finding withSample(int bytes) {
            return new Finding(key, message, measures, bytes);
        }
    }
}
