// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.pend.StreamStep;
import io.penstock.engine.policy.DiscardReason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What is answered, or stands for an answer, about bytes that a callout elsewhere was shown: its steps are taken one after the other. One decision. */
final class StreamDecision {
    private final Deque<StreamStep> steps;
    private final DiscardReason detail;

    /**
     * An answer.
     *
     * @param detail reason of what it removes
     */
    StreamDecision(List<StreamStep> steps, DiscardReason detail) {
        this.steps = new ArrayDeque<>(steps);
        this.detail = detail;
    }

    /** All bytes go on. */
    static StreamDecision permit() {
        return all(CalloutAction.PERMIT, DiscardReason.FIREWALL_POLICY);
    }

    /** All bytes are removed. */
    static StreamDecision block(DiscardReason detail) {
        return all(CalloutAction.BLOCK, detail);
    }

    private static StreamDecision all(CalloutAction action, DiscardReason detail) {
        return new StreamDecision(List.of(StreamStep.all(action)), detail);
    }

    boolean hasNext() {
        return !steps.isEmpty();
    }

    StreamStep next() {
        return steps.removeFirst();
    }

    DiscardReason detail() {
        return detail;
    }
}
