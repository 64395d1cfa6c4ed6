// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.classify.DecisionTrace;
import io.penstock.engine.classify.EngineListener;
import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.LocalEvaluation;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.pend.AnswerOrigin;
import io.penstock.engine.pend.PendHistory;
import io.penstock.engine.pend.PendId;
import io.penstock.engine.pend.RecordedEnd;
import java.util.Collection;
import java.util.Optional;

/**
 * One policy over the packets of one part, by the evaluation that {@code evaluate} uses, with the answers of callouts that are recorded beside the packets. One
 * thread.
 */
final class PolicyRun implements EngineListener, PendHistory {
    private final PolicyRevision revision;
    private final LocalEvaluation evaluation;
    private final Item item = new Item();
    private final AnswerTally answers = new AnswerTally();
    private PacketFeed packet;
    private boolean overflowed;
    private Verdict last;

    /**
     * A run before its first packet.
     *
     * @param code new instances of callouts, for this run alone
     */
    PolicyRun(AnswerablePolicy policy, Collection<Callout> code) {
        revision = new PolicyRevision(policy.policy(), 1);
        CalloutRegistry registry = CalloutRegistry.of(code);
        for (String away : policy.away()) {
            registry.register(new CalloutRegistration(away, CalloutMode.OUT_OF_BAND, true, 0, null));
        }
        evaluation = new LocalEvaluation(registry, this, this);
    }

    /** Tells every step to {@code to} from now on; null tells nobody. */
    void trace(DecisionTrace to) {
        evaluation.trace(to);
    }

    /** The host's capture has ended, and its flows with it. */
    void end(String host) {
        evaluation.endOfCapture(host);
    }

    /** The verdict of the feed's packet. */
    Verdict evaluate(PacketFeed from) {
        last = null;
        packet = from;
        overflowed = false;
        answers.clear();
        packet.point(item, revision);
        evaluation.evaluate(item);
        if (last == null) {
            throw new IllegalStateException("packet " + packet.name().text() + " was evaluated without a verdict");
        }
        return last;
    }

    /** Where the answers about the packet that was evaluated last are from. */
    AnswerTally answers() {
        return answers;
    }

    /** Whether that packet found no room behind one that waited, when it was live: nobody knows what would have become of it here. */
    boolean isLost() {
        return !overflowed && packet.history().refusedBy(item).isPresent();
    }

    @Override
    public void verdict(Item decided, Verdict verdict) {
        last = verdict;
    }

    @Override
    public Optional<RecordedEnd> end(PendId id, int nth, boolean decidesPacket) {
        // A capture that ends before its first packet.
        return packet == null ? Optional.empty() : packet.history().end(id, nth, decidesPacket);
    }

    @Override
    public Optional<String> refusedBy(Item refused) {
        return packet == null ? Optional.empty() : packet.history().refusedBy(refused);
    }

    @Override
    public void told(String calloutKey, AnswerOrigin origin) {
        answers.add(calloutKey, origin);
        overflowed |= origin == AnswerOrigin.RECORDED_OVERFLOW;
    }
}
