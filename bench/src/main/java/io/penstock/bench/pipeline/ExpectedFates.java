// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pipeline;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.callout.ClassifyOut.Finding;
import io.penstock.engine.callout.ContractError;
import io.penstock.engine.classify.Discard;
import io.penstock.engine.classify.EngineListener;
import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.LocalEvaluation;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.flow.FlowContext;
import io.penstock.engine.flow.FlowKey;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.engine.pend.Completion;
import io.penstock.engine.pend.PendOutcome;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.policy.Layer;
import io.penstock.ingest.capture.CapturedPacket;
import io.penstock.ingest.rows.RowSource;
import io.penstock.schemas.DecisionAction;

/** Evaluates the packets here and counts their fates: what the pipeline must come to. */
final class ExpectedFates implements EngineListener {
    private final long[] byAction = new long[DecisionAction.values().length];
    private long counted;

    ExpectedFates() {}

    /** Takes every packet of the source through the engine, frames cut as an agent would. */
    static Fates of(RowSource source, PolicyRevision revision, int snapBytes) {
        ExpectedFates expected = new ExpectedFates();
        LocalEvaluation evaluation = expected.evaluation();
        Item item = new Item().origin("local", 0, 0, 0).agent(source.agent(), source.host(), 1);
        RowBuffer one = new RowBuffer();
        while (source.next()) {
            CapturedPacket packet = source.packet();
            one.clear();
            one.copyRow(source.row(), 0);
            one.appendFrame(packet.buffer(), packet.offset(), Math.min(snapBytes, packet.capturedLengthBytes()));
            evaluation.evaluate(item.packet(0, one.rows(), 0, one.quoted(), one.frames(), revision));
        }
        evaluation.endOfCapture(source.host());
        return Fates.of(expected.byAction);
    }

    /** An evaluation with the inline callouts that tells its verdicts to this. */
    LocalEvaluation evaluation() {
        CalloutRegistry registry = new CalloutRegistry();
        for (Callout callout : BenchPolicy.inline().values()) {
            registry.register(CalloutRegistration.of(callout));
        }
        return new LocalEvaluation(registry, this);
    }

    /** Verdicts so far. */
    long counted() {
        return counted;
    }

    @Override
    public void verdict(Item item, Verdict verdict) {
        DecisionAction action = switch (verdict.fate()) {
            case PERMIT -> DecisionAction.PERMIT;
            case BLOCK -> DecisionAction.BLOCK;
            case ABSORB -> DecisionAction.ABSORB;
            case MALFORMED -> DecisionAction.MALFORMED;
        };
        byAction[action.ordinal()]++;
        counted++;
    }

    @Override
    public void pended(Item item, PendTicket ticket) {}

    @Override
    public void held(Item item) {}

    @Override
    public void settled(PendTicket ticket, PendOutcome outcome) {}

    @Override
    public void orphan(Completion completion, boolean mismatch) {}

    @Override
    public void discard(Item item, Discard discard) {}

    @Override
    public void finding(Item item, Layer layer, String calloutKey, Finding finding) {}

    @Override
    public void contractError(Item item, Layer layer, String calloutKey, ContractError error) {}

    @Override
    public void injected(Item clone, Verdict verdict) {}

    @Override
    public void flowStarted(FlowState flow) {}

    @Override
    public void flowEnded(FlowState flow, FlowEnd end) {}

    @Override
    public void flowContextDeleted(FlowKey flow, FlowContext context) {}
}
