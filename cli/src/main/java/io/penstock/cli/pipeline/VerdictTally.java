// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import io.penstock.cli.findings.FindingFiles;
import io.penstock.cli.report.FateTally;
import io.penstock.cli.report.FlowText;
import io.penstock.cli.report.RunSummary.TopFlow;
import io.penstock.schemas.CaptureClosing;
import io.penstock.schemas.Decision;
import io.penstock.schemas.DecisionAction;
import io.penstock.schemas.Discard;
import io.penstock.schemas.DiscardBatch;
import io.penstock.schemas.DiscardCause;
import io.penstock.schemas.Finding;
import io.penstock.schemas.FlowBatch;
import io.penstock.schemas.FlowRecord;
import io.penstock.schemas.FlowState;
import io.penstock.schemas.Injection;
import io.penstock.schemas.LateOutcome;
import io.penstock.schemas.LateVerdict;
import io.penstock.schemas.LateVerdictBatch;
import io.penstock.schemas.PendSettled;
import io.penstock.schemas.PendedBatch;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.Reinjection;
import io.penstock.schemas.VerdictBatch;
import org.apache.avro.specific.SpecificRecord;

/** Keeps the books of a run from the records that the topology leaves, those of this run's agents only. One thread. */
final class VerdictTally {
    private final OwnRecords own;
    private final FateTally tally = new FateTally();
    private final FateLog log;
    private final FindingFiles findings;
    private String policyVersion = "";
    private long moved;

    /**
     * @param log which packets leave, or null where nobody wants to know
     * @param findings where what callouts found is written
     */
    VerdictTally(OwnRecords own, FateLog log, FindingFiles findings) {
        this.own = own;
        this.log = log;
        this.findings = findings;
    }

    FateTally tally() {
        return tally;
    }

    /** How many records partitions have sent to one another. */
    long moved() {
        return moved;
    }

    /** Version of the policy that gave the latest verdict; empty before one did. */
    String policyVersion() {
        return policyVersion;
    }

    void note(SpecificRecord record) {
        switch (record) {
            case VerdictBatch batch when own.covers(batch.getAgent(), batch.getIncarnation()) -> verdicts(batch);
            case LateVerdictBatch late -> {
                late.getVerdicts().forEach(this::note);
                late.getSettled().forEach(this::note);
            }
            case LateVerdict late
            when own.covers(late.getAgent(), late.getIncarnation()) ->
                decided(late.getAgent(), late.getSequence(), late.getDecision());
            case PendSettled settled when own.covers(settled.getAgent(), settled.getIncarnation()) -> settled(settled);
            case PendedBatch pended -> pended.getPackets().forEach(this::note);
            case PendedPacket pended when own.covers(pended.getAgent(), pended.getIncarnation()) -> tally.pended(1);
            case DiscardBatch batch when own.covers(batch.getAgent(), batch.getIncarnation()) -> discards(batch);
            case Finding finding when own.covers(finding.getAgent(), finding.getIncarnation()) -> found(finding);
            case FlowBatch batch
            when own.covers(batch.getAgent(), batch.getIncarnation()) ->
                batch.getFlows().forEach(this::flow);
            case Reinjection clone when own.covers(clone.getAgent(), clone.getIncarnation()) -> moved++;
            case CaptureClosing closing when own.covers(closing.getAgent(), closing.getIncarnation()) -> moved++;
            case Injection injection
            when own.covers(injection.getAgent(), injection.getIncarnation()) -> injected(injection);
            default -> {
                // Another run's, or a kind of record that no book speaks of.
            }
        }
    }

    private void verdicts(VerdictBatch batch) {
        policyVersion = batch.getPolicyVersion();
        for (int i = 0; i < batch.getOutcomes().size(); i++) {
            int decision = batch.getOutcomes().get(i);
            // Less than 0: the packet had come before, and had its verdict then.
            if (decision >= 0) {
                decided(
                        batch.getAgent(),
                        batch.getSequences().get(i),
                        batch.getDecisions().get(decision));
            }
        }
    }

    private void decided(String agent, long sequence, Decision decision) {
        switch (decision.getAction()) {
            case PERMIT -> tally.permitted(1);
            case BLOCK -> tally.blocked(1);
            case ABSORB -> tally.absorbed(1);
            case MALFORMED -> tally.malformed(1);
            case PENDED, HELD -> {
                // The final verdict comes later.
            }
        }
        boolean isFinal = decision.getAction() != DecisionAction.PENDED && decision.getAction() != DecisionAction.HELD;
        if (isFinal && decision.getUncertain()) {
            tally.uncertain(1);
        }
        if (log != null && decision.getAction() == DecisionAction.PERMIT) {
            log.permitted(agent, sequence);
        }
    }

    private void settled(PendSettled settled) {
        if (settled.getOutcome() == LateOutcome.EXPIRED) {
            tally.expired();
        } else {
            tally.completed(settled.getLatencyMicros());
        }
    }

    private void discards(DiscardBatch batch) {
        for (Discard discard : batch.getDiscards()) {
            DiscardCause cause = batch.getCauses().get(discard.getCause());
            tally.discarded(
                    cause.getDetail().isEmpty() ? cause.getReason() : cause.getDetail(),
                    cause.getLayer().isEmpty() ? null : cause.getLayer(),
                    cause.getFilter(),
                    cause.getCallout(),
                    discard.getPackets());
        }
    }

    private void found(Finding finding) {
        tally.found(finding.getCalloutKey(), finding.getKey());
        findings.write(finding);
    }

    private void injected(Injection injection) {
        tally.injected(1);
        if (log != null) {
            log.injected(injection);
        }
    }

    private void flow(FlowRecord flow) {
        if (flow.getState() == FlowState.STARTED) {
            tally.flowStarted();
            return;
        }
        long packets = flow.getPacketsIn() + flow.getPacketsOut();
        long bytes = flow.getBytesIn() + flow.getBytesOut();
        tally.flowEnded(new TopFlow(FlowText.of(flow), packets, bytes, flow.getBlocked(), flow.getFilter()));
    }
}
