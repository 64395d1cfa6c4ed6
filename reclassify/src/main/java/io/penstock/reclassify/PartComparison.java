// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.classify.DecisionTrace;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.packet.PacketRow;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Runs both sides over the packets of one part, packet by packet. One thread. */
final class PartComparison {
    private static final int TELL_EVERY = 1_024;

    private final PolicyRun before;
    private final PolicyRun after;
    private final AnswerablePolicy oldPolicy;
    private final AnswerablePolicy newPolicy;
    private final TimeRange range;
    private final PacketExplainer explainer;

    /** Why each side said what it said. */
    record Traces(List<TraceLine> before, List<TraceLine> after) {}

    /**
     * A comparison before its first packet.
     *
     * @param oldPolicy null where recorded verdicts count
     */
    PartComparison(
            AnswerablePolicy oldPolicy,
            AnswerablePolicy newPolicy,
            TimeRange range,
            Supplier<Collection<Callout>> code,
            PacketExplainer explainer) {
        this.oldPolicy = oldPolicy;
        this.newPolicy = newPolicy;
        this.range = range;
        this.explainer = explainer;
        before = oldPolicy == null ? null : new PolicyRun(oldPolicy, code.get());
        after = new PolicyRun(newPolicy, code.get());
    }

    /** Compares all packets of the part. */
    ChangeTally compare(int part, PacketFeed feed, ChangeSink sink, ReadProgress progress) throws IOException {
        ChangeTally tally = new ChangeTally();
        long ordinal = 0;
        while (feed.next()) {
            if (++ordinal % TELL_EVERY == 0) {
                progress.read(TELL_EVERY);
            }
            end(feed.endedHosts());
            long time = PacketRow.captureTimeNanos(feed.rows(), feed.row());
            if (!range.isEvaluated(time)) {
                continue;
            }
            Optional<Verdict> from = before == null ? feed.recorded() : Optional.of(before.evaluate(feed));
            Verdict to = after.evaluate(feed);
            if (!range.isReported(time)) {
                continue;
            }
            // What a packet that was lost in a crowd would have come to hangs on the crowd.
            Comparison comparison = isLost() ? Comparison.UNKNOWN : Comparing.of(from, to);
            tally.count(comparison, feed);
            if (before != null) {
                tally.oldAnswers.add(before.answers());
            }
            tally.newAnswers.add(after.answers());
            if (comparison != Comparison.UNCHANGED) {
                tally.group(comparison, feed, from, to, part, ordinal, explainer);
            }
            if (comparison == Comparison.CHANGED || comparison == Comparison.MOVED) {
                sink.change(comparison, feed, from.orElseThrow(), to);
            }
        }
        return tally;
    }

    /** Goes over the part once more, as far as the last of these packets, and writes down why. */
    NavigableMap<Long, Traces> trace(PacketFeed feed, NavigableSet<Long> wanted) throws IOException {
        NavigableMap<Long, Traces> traces = new TreeMap<>();
        DecisionTrace beforeSteps = new DecisionTrace();
        DecisionTrace afterSteps = new DecisionTrace();
        long ordinal = 0;
        while (traces.size() < wanted.size() && feed.next()) {
            ordinal++;
            end(feed.endedHosts());
            if (!range.isEvaluated(PacketRow.captureTimeNanos(feed.rows(), feed.row()))) {
                continue;
            }
            boolean isWanted = wanted.contains(ordinal);
            if (before != null) {
                evaluate(before, feed, isWanted ? beforeSteps : null);
            }
            evaluate(after, feed, isWanted ? afterSteps : null);
            if (isWanted) {
                traces.put(
                        ordinal,
                        new Traces(
                                before == null ? List.of() : explainer.trace(oldPolicy.policy(), beforeSteps.steps()),
                                explainer.trace(newPolicy.policy(), afterSteps.steps())));
                beforeSteps.clear();
                afterSteps.clear();
            }
        }
        return traces;
    }

    private boolean isLost() {
        return after.isLost() || before != null && before.isLost();
    }

    private void end(List<String> hosts) {
        for (String host : hosts) {
            if (before != null) {
                before.end(host);
            }
            after.end(host);
        }
    }

    private static void evaluate(PolicyRun run, PacketFeed feed, DecisionTrace steps) {
        run.trace(steps);
        run.evaluate(feed);
    }
}
