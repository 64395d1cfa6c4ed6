// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.cli.findings.FindingFiles;
import io.penstock.cli.report.FateTally;
import io.penstock.cli.report.FlowText;
import io.penstock.cli.report.RunSummary.TopFlow;
import io.penstock.engine.callout.ClassifyOut.Finding;
import io.penstock.engine.callout.ContractError;
import io.penstock.engine.classify.Discard;
import io.penstock.engine.classify.EngineListener;
import io.penstock.engine.classify.Fate;
import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.flow.FlowContext;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.pend.Completion;
import io.penstock.engine.pend.PendOutcome;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.policy.Layer;
import io.penstock.stream.FindingRecords;

/** Counts what an evaluation tells, and keeps the last verdict. One thread. */
final class TallyingListener implements EngineListener {
    private final FateTally tally = new FateTally();
    private final Egress egress;
    private final FindingFiles findings;
    private Verdict last;

    TallyingListener(Egress egress, FindingFiles findings) {
        this.egress = egress;
        this.findings = findings;
    }

    FateTally tally() {
        return tally;
    }

    /** The verdict of the packet that was just evaluated. */
    Verdict takeVerdict() {
        Verdict verdict = last;
        last = null;
        if (verdict == null) {
            throw new IllegalStateException("a packet was evaluated without a verdict");
        }
        return verdict;
    }

    @Override
    public void verdict(Item item, Verdict verdict) {
        last = verdict;
        if (verdict.uncertain()) {
            tally.uncertain(1);
        }
        switch (verdict.fate()) {
            case PERMIT -> tally.permitted(1);
            case BLOCK -> tally.blocked(1);
            case ABSORB -> tally.absorbed(1);
            case MALFORMED -> tally.malformed(1);
        }
    }

    @Override
    public void pended(Item item, PendTicket ticket) {
        tally.pended(1);
    }

    @Override
    public void held(Item item) {
        // Released before the evaluation of the packet that it waits for returns.
    }

    @Override
    public void settled(PendTicket ticket, PendOutcome outcome) {
        tally.completed(-1);
    }

    @Override
    public void orphan(Completion completion, boolean mismatch) {
        throw new IllegalStateException("an answer to " + completion.pendId() + ", which is not pended");
    }

    @Override
    public void discard(Item item, Discard discard) {
        String layer = discard.layer() == null ? null : discard.layer().key();
        tally.discarded(discard.detail().key(), layer, discard.filterKey(), discard.calloutKey(), discard.packets());
    }

    @Override
    public void finding(Item item, Layer layer, String calloutKey, Finding finding) {
        tally.found(calloutKey, finding.key());
        if (findings.isWanted()) {
            findings.write(FindingRecords.of(item, calloutKey, finding));
        }
    }

    @Override
    public void flowFinding(Item at, FlowState flow, Layer layer, String calloutKey, Finding finding) {
        tally.found(calloutKey, finding.key());
        if (findings.isWanted()) {
            findings.write(FindingRecords.of(at, flow, calloutKey, finding));
        }
    }

    @Override
    public void contractError(Item item, Layer layer, String calloutKey, ContractError error) {}

    @Override
    public void injected(Item clone, Verdict verdict) {
        if (verdict.fate() != Fate.PERMIT) {
            return;
        }
        tally.injected(1);
        if (egress.isWanted()) {
            egress.write(
                    clone.frames(),
                    clone.frameOffset(),
                    clone.frameLength(),
                    PacketRow.wireLength(clone.rows(), clone.row()),
                    PacketRow.linkType(clone.rows(), clone.row()),
                    PacketRow.interfaceId(clone.rows(), clone.row()),
                    PacketRow.captureTimeNanos(clone.rows(), clone.row()));
        }
    }

    @Override
    public void flowStarted(FlowState flow) {
        tally.flowStarted();
    }

    @Override
    public void flowEnded(FlowState flow, FlowEnd end) {
        long packets = flow.packetsIn() + flow.packetsOut();
        long bytes = flow.bytesIn() + flow.bytesOut();
        String filter = flow.standing() == null ? null : flow.standing().filterKey();
        tally.flowEnded(new TopFlow(FlowText.of(flow), packets, bytes, flow.isBlocked(), filter));
    }

    @Override
    public void flowContextDeleted(FlowKey flow, FlowContext context) {}
}
