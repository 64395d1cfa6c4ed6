// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.classify.DecisionTrace;
import io.penstock.engine.classify.EngineListener;
import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.LocalEvaluation;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.policy.Policy;
import java.util.Collection;

/** One policy over the packets of one part, by the evaluation that {@code evaluate} uses. One thread. */
final class PolicyRun implements EngineListener {
    private final PolicyRevision revision;
    private final LocalEvaluation evaluation;
    private final Item item = new Item();
    private Verdict last;

    /**
     * A run before its first packet.
     *
     * @param code new instances of callouts, for this run alone
     */
    PolicyRun(Policy policy, Collection<Callout> code) {
        revision = new PolicyRevision(policy, 1);
        evaluation = new LocalEvaluation(CalloutRegistry.of(code), this);
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
    Verdict evaluate(PacketFeed packet) {
        last = null;
        packet.point(item, revision);
        evaluation.evaluate(item);
        if (last == null) {
            throw new IllegalStateException("packet " + packet.name().text() + " was evaluated without a verdict");
        }
        return last;
    }

    @Override
    public void verdict(Item decided, Verdict verdict) {
        last = verdict;
    }
}
