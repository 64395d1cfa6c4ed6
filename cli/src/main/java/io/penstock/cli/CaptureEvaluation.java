// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.findings.FindingFiles;
import io.penstock.cli.pipeline.CalloutCode;
import io.penstock.cli.reclassify.CapturedItem;
import io.penstock.cli.report.FateTally;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.classify.DecisionTrace;
import io.penstock.engine.classify.Fate;
import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.LocalEvaluation;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.policy.Policy;
import io.penstock.ingest.capture.CapturedPacket;
import io.penstock.ingest.rows.RowSource;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes captures through a policy, packet by packet, and writes down what becomes of each. One thread. */
final class CaptureEvaluation {
    private final PolicyRevision revision;
    private final VerdictLines lines;
    private final Egress egress;
    private final TallyingListener listener;
    private final LocalEvaluation evaluation;
    private final DecisionTrace trace;
    private final Item item = new Item();
    private int agents;
    private Consumer<Verdict> told = verdict -> {};

    /**
     * @param lines where verdicts go, or null
     * @param findings where what callouts found goes
     * @param explain whether their traces go there too
     */
    CaptureEvaluation(Policy policy, VerdictLines lines, Egress egress, FindingFiles findings, boolean explain) {
        this.revision = new PolicyRevision(policy, 1);
        this.lines = lines;
        this.egress = egress;
        this.listener = new TallyingListener(egress, findings);
        this.evaluation =
                new LocalEvaluation(CalloutRegistry.of(CalloutCode.instances().values()), listener);
        this.trace = explain ? new DecisionTrace() : null;
        evaluation.trace(trace);
    }

    FateTally tally() {
        return listener.tally();
    }

    /** Has each packet's verdict told to somebody, from the next packet on. */
    void tellVerdicts(Consumer<Verdict> somebody) {
        told = somebody;
    }

    /** Evaluates all packets of an agent. */
    void evaluate(RowSource source, Progress progress) throws IOException {
        item.agent(source.agent(), source.host(), 1);
        while (source.next()) {
            Verdict verdict = evaluate(source.row(), source.packet(), source.sequence());
            if (verdict.fate() == Fate.PERMIT) {
                egress.write(source.packet());
            }
            told.accept(verdict);
            if (lines != null) {
                String file = source.files().get(source.fileIndex());
                lines.write(file, source.packet().number(), source.rows(), 0, verdict, trace);
            }
            progress.step();
        }
        evaluation.endOfCapture(source.host());
        agents++;
    }

    /**
     * Evaluates an agent's packets up to one of them.
     *
     * @param number the packet's, from 1
     * @param steps told the steps of that packet alone
     * @return its fate; empty where the agent has fewer packets
     */
    Optional<Verdict> upTo(RowSource source, long number, DecisionTrace steps) {
        item.agent(source.agent(), source.host(), 1);
        while (source.next()) {
            boolean wanted = source.sequence() == number;
            evaluation.trace(wanted ? steps : null);
            Verdict verdict = evaluate(source.row(), source.packet(), source.sequence());
            if (wanted) {
                return Optional.of(verdict);
            }
        }
        return Optional.empty();
    }

    /** The packet's fate. */
    private Verdict evaluate(RowBuffer row, CapturedPacket packet, long sequence) {
        CapturedItem.point(item, agents, row, packet, sequence, revision);
        if (trace != null) {
            trace.clear();
        }
        evaluation.evaluate(item);
        return listener.takeVerdict();
    }
}
