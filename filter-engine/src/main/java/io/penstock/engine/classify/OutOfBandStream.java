// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.callout.ClassifyOut;
import io.penstock.engine.callout.ClassifyOut.Finding;
import io.penstock.engine.pend.PendedStream;
import io.penstock.engine.pend.StreamStep;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.stream.StreamAction;
import io.penstock.engine.stream.StreamAnswer;
import io.penstock.engine.stream.StreamBytes;
import io.penstock.engine.stream.StreamIndication;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Asks a callout about pended bytes of a stream until it has decided them all or wants more, as the engine would inside classify (spec 7.4): what it leaves is shown to
 * it again. One pend; one thread.
 */
final class OutOfBandStream {
    private final Filter filter;
    private final ClassifyOut out;
    private final AwayContext away;
    private final List<StreamStep> steps = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private long injected;

    OutOfBandStream(Filter filter, ClassifyOut out, AwayContext away) {
        this.filter = filter;
        this.out = out;
        this.away = away;
    }

    List<StreamStep> steps() {
        return steps;
    }

    /** What was found in all steps, first to last. */
    List<Finding> findings() {
        return findings;
    }

    /**
     * Asks.
     *
     * @param callout shows the callout an indication and has it write its answer
     * @throws IllegalStateException if it injects more at once than a completion holds
     */
    void ask(PendedStream shown, Consumer<StreamIndication> callout) {
        StreamBytes data = shown.bytes();
        long missed = shown.missedBytes();
        boolean left = true;
        while (left && steps.size() < StreamStep.MOST) {
            StreamIndication indication =
                    StreamIndication.of(data, missed, shown.bufferLimitReached(), shown.noMoreData());
            out.begin(null, true, away);
            out.beginStream(indication);
            callout.accept(indication);
            StreamStep step = step();
            injected += step.injectedBytes();
            if (injected > StreamStep.MOST_INJECTED) {
                left = false;
                refuseFirst(step);
            } else {
                steps.add(step);
                findings.addAll(out.findings());
                left = leaves(step, data);
            }
            missed = 0;
        }
    }

    /** What does not fit into this completion is asked again for the next one. */
    private void refuseFirst(StreamStep step) {
        if (steps.isEmpty()) {
            throw new IllegalStateException("injects " + step.injectedBytes() + " bytes at once, more than "
                    + StreamStep.MOST_INJECTED + " fit into a completion");
        }
    }

    private StreamStep step() {
        StreamAnswer said = out.stream();
        return new StreamStep(
                said.action(), out.action(), said.countBytesRequired(), said.countBytesEnforced(), said.injections());
    }

    /** Takes what the step decides off the bytes; whether some are left to be shown again. */
    private boolean leaves(StreamStep step, StreamBytes data) {
        if (step.stream() != StreamAction.NONE && step.stream() != StreamAction.DEFER) {
            return false;
        }
        int count = StreamWaterfall.enforced(step.enforced(), data);
        if (StreamWaterfall.isAll(action(step), count, data)) {
            return false;
        }
        data.cut(count);
        return true;
    }

    /** What the action evaluates to (spec 4.3). */
    private CalloutAction action(StreamStep step) {
        if (step.action() == CalloutAction.PERMIT || step.action() == CalloutAction.BLOCK) {
            return step.action();
        }
        return filter.action().isTerminating() ? CalloutAction.BLOCK : CalloutAction.CONTINUE;
    }
}
