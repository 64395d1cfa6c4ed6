// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.callout.CalloutRegistration;
import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.callout.ClassifyOut;
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
import io.penstock.engine.pend.PendedStream;
import io.penstock.engine.policy.Layer;
import io.penstock.schemas.FlowEnded;
import io.penstock.schemas.Injection;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.Topics;
import io.penstock.schemas.VerdictBatch;
import io.penstock.schemas.WireWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * Turns what the engine tells into records, each below a broker's limit of 1 MiB. On the stream thread only.
 *
 * <p>Verdicts of the batch being classified gather in its {@link VerdictBatch}; those of items that waited gather over the record, and follow it.
 */
final class EngineOutput implements EngineListener {
    /** Kafka's default {@code max.request.size}, less what a record's own frame takes. */
    static final int MOST_BYTES = (1 << 20) - (16 << 10);

    private static final int MOST_ASKING = 10_000;

    private final RecordOutput output;
    private final CalloutRegistry registry;
    private final byte[] originKey;
    private final RecordCounts counts;
    private final StageClock clock;
    private final PendBook pends;
    private final WireWriter writer = new WireWriter();
    private final BatchVerdicts verdicts = new BatchVerdicts();
    private final PendedBatches pended = new PendedBatches((callout, asked) -> ask(callout, writer.write(asked)));
    private final LateBatches late = new LateBatches(ended -> emit(Output.VERDICTS, ended));
    private final DiscardBatches discards = new DiscardBatches(batch -> emit(Output.DISCARDS, batch));
    private final FlowBatches flows = new FlowBatches(batch -> emit(Output.FLOWS, batch));
    private final Map<FilterPlace, AskingFilter> asking = new HashMap<>();
    private final List<Completion> failures = new ArrayList<>();
    private PendRecords.Settling settling = new PendRecords.Settling(-1, -1, 0);
    private Origin batch;

    EngineOutput(
            int partition,
            RecordOutput output,
            RecordCounts counts,
            StageClock clock,
            PendBook pends,
            CalloutRegistry registry) {
        this.pends = pends;
        this.clock = clock;
        this.output = output;
        this.registry = registry;
        this.counts = counts;
        originKey = OriginKey.of(partition);
    }

    /** Verdicts that come from here on belong to a batch of so many packets. */
    BatchVerdicts beginBatch(Origin origin, int packets) {
        batch = origin;
        verdicts.begin(packets);
        return verdicts;
    }

    /** Says what ends waits from here on. */
    void settling(PendRecords.Settling by) {
        settling = by;
    }

    /** Names the agent whose flows start and end from here on. */
    void agent(String agent, String host, long incarnation) {
        flows.agent(agent, host, incarnation);
    }

    /** Adds the batch's verdicts, its identity already filled in. */
    void endBatch(VerdictBatch record) {
        // Workers wait for it, and the producer sends what it has as soon as it has it.
        pended.finish();
        // Whoever was decided on the way was there before.
        late.finish();
        if (verdicts.hasNews()) {
            verdicts.fill(record);
            emit(Output.VERDICTS, record);
        }
        batch = null;
    }

    /** Adds what gathered over the record. */
    void finish() {
        pended.finish();
        late.finish();
        discards.finish();
        flows.finish();
    }

    /** Pends that could not leave because their record would be too large, as answers: the callout failed. */
    List<Completion> takeFailures() {
        List<Completion> taken = List.copyOf(failures);
        failures.clear();
        return taken;
    }

    @Override
    public void verdict(Item item, Verdict verdict) {
        counts.add(fateCounter(verdict.fate()), 1);
        absorbed(verdict);
        if (isOfBatch(item)) {
            verdicts.decided(item.index(), verdict);
        } else {
            clock.reached(ClassifyStage.VERDICT, item.publishTimeMillis());
            late.add(PendRecords.late(item, verdict, settling));
        }
    }

    /** A block of bytes at STREAM has the same fate, but no callout. */
    private void absorbed(Verdict verdict) {
        if (verdict.fate() == Fate.ABSORB && verdict.calloutKey() != null) {
            counts.absorbed(verdict.calloutKey());
        }
    }

    @Override
    public void pended(Item item, PendTicket ticket) {
        pended(item, ticket, null);
    }

    @Override
    public void pended(Item item, PendTicket ticket, PendedStream stream) {
        counts.add(ClassifyMeter.PENDED, 1);
        pends.pended(ticket.id().calloutKey());
        clock.reached(ClassifyStage.PENDED, item.publishTimeMillis());
        // An event decides no packet, nor does a clone: that has its verdict, or has none.
        if (!ticket.isEvent() && !item.isInjected() && isOfBatch(item)) {
            verdicts.pended(item.index());
        }
        PendedPacket record = PendRecords.pended(ticket, asking(ticket), stream);
        if (PendedBatches.isSmall(record)) {
            pended.add(record);
        } else {
            large(ticket, record);
        }
    }

    private void large(PendTicket ticket, PendedPacket record) {
        byte[] value = writer.write(record);
        if (value.length > MOST_BYTES) {
            counts.add(ClassifyMeter.OVERSIZED_OUTPUTS, 1);
            failures.add(new Completion.Failed(ticket.id().text(), ticket.digest(), List.of()));
            return;
        }
        pended.finish(record.getCalloutKey());
        ask(record.getCalloutKey(), value);
    }

    private void ask(String calloutKey, byte[] value) {
        output.add(Output.PENDED, originKey, value, PendedTopicName.header(Topics.pended(calloutKey)));
    }

    @Override
    public void held(Item item) {
        if (!item.isInjected() && isOfBatch(item)) {
            verdicts.held(item.index());
        }
    }

    @Override
    public void settled(PendTicket ticket, PendOutcome outcome) {
        // What follows, flows that start among it, is this item's doing.
        Item item = ticket.item();
        flows.agent(item.agent(), item.host(), item.incarnation());
        counts.add(outcome == PendOutcome.EXPIRED ? ClassifyMeter.EXPIRED : ClassifyMeter.COMPLETED, 1);
        pends.ended(ticket, outcome, settling.nowMs());
        if (outcome != PendOutcome.EXPIRED) {
            clock.reached(ClassifyStage.COMPLETED, ticket.openedMillis());
        }
        late.add(PendRecords.settled(ticket, outcome, settling));
    }

    @Override
    public void orphan(Completion completion, boolean mismatch) {
        counts.add(mismatch ? ClassifyMeter.MISMATCHED_COMPLETIONS : ClassifyMeter.ORPHAN_COMPLETIONS, 1);
    }

    @Override
    public void discard(Item item, Discard discard) {
        counts.discarded(discard);
        discards.add(item, discard);
    }

    @Override
    public void finding(Item item, Layer layer, String calloutKey, ClassifyOut.Finding found) {
        emit(Output.FINDINGS, FindingRecords.of(item, calloutKey, found));
    }

    @Override
    public void flowFinding(Item at, FlowState flow, Layer layer, String calloutKey, ClassifyOut.Finding found) {
        emit(Output.FINDINGS, FindingRecords.of(at, flow, calloutKey, found));
    }

    @Override
    public void contractError(Item item, Layer layer, String calloutKey, ContractError error) {
        counts.contractError(calloutKey, error);
    }

    @Override
    public void injected(Item clone, Verdict verdict) {
        absorbed(verdict);
        if (verdict.fate() != Fate.PERMIT) {
            return;
        }
        byte[] frame =
                Arrays.copyOfRange(clone.frames(), clone.frameOffset(), clone.frameOffset() + clone.frameLength());
        // Clones of one packet count their visits apart, whenever and in whatever order they pass.
        String id = clone.topic() + "/" + clone.partition() + "/" + clone.offset() + "/" + clone.index() + "/"
                + clone.visit();
        Injection record = new Injection(
                id,
                clone.agent(),
                clone.host(),
                clone.incarnation(),
                clone.topic(),
                clone.partition(),
                clone.offset(),
                clone.index(),
                clone.sequence(),
                PacketEndsText.of(clone).direction(),
                PacketRow.linkType(clone.rows(), clone.row()),
                (long) PacketRow.interfaceId(clone.rows(), clone.row()),
                ByteBuffer.wrap(frame),
                PacketRow.wireLength(clone.rows(), clone.row()));
        emit(Output.INJECTIONS, clone.agent().getBytes(StandardCharsets.UTF_8), record);
    }

    /** Sends a clone to the partition that keeps its flow; false if it does not fit into a record. */
    boolean reinject(Item clone, int to) {
        byte[] value = writer.write(PendRecords.reinjection(clone));
        if (value.length > MOST_BYTES) {
            counts.add(ClassifyMeter.OVERSIZED_OUTPUTS, 1);
            return false;
        }
        counts.add(ClassifyMeter.REINJECTED, 1);
        output.add(Output.REINJECTIONS, OriginKey.of(to), value);
        return true;
    }

    @Override
    public void flowStarted(FlowState flow) {
        flows.started(flow);
    }

    @Override
    public void flowEnded(FlowState flow, FlowEnd end) {
        flows.ended(flow, end);
    }

    /** Tells the workers of an out-of-band callout; an inline one was told by the engine. */
    @Override
    public void flowContextDeleted(FlowKey flow, FlowContext context) {
        CalloutRegistration registration = registry.find(context.calloutKey());
        if (registration == null || registration.mode() == CalloutMode.INLINE) {
            return;
        }
        FlowEnded record = flows.contextEnded(flow, context);
        pended.finish(context.calloutKey());
        ask(context.calloutKey(), writer.write(record));
    }

    /** Adds a record beside its origin. */
    void emit(Output sink, SpecificRecord record) {
        emit(sink, originKey, record);
    }

    /** Adds a record under a key of its own; one that would not fit is counted and left out. */
    void emit(Output sink, byte[] key, SpecificRecord record) {
        byte[] value = writer.write(record);
        if (value.length > MOST_BYTES) {
            counts.add(ClassifyMeter.OVERSIZED_OUTPUTS, 1);
            return;
        }
        output.add(sink, key, value);
    }

    private boolean isOfBatch(Item item) {
        return batch != null
                && item.offset() == batch.offset()
                && item.partition() == batch.partition()
                && item.topic().equals(batch.topic());
    }

    private AskingFilter asking(PendTicket ticket) {
        if (asking.size() > MOST_ASKING) {
            asking.clear();
        }
        FilterPlace place =
                new FilterPlace(ticket.revision().revision(), ticket.id().filterKey());
        return asking.computeIfAbsent(place, missing -> AskingFilter.of(ticket));
    }

    private static ClassifyMeter fateCounter(Fate fate) {
        return switch (fate) {
            case PERMIT -> ClassifyMeter.PERMITTED;
            case BLOCK -> ClassifyMeter.BLOCKED;
            case ABSORB -> ClassifyMeter.ABSORBED;
            case MALFORMED -> ClassifyMeter.MALFORMED;
        };
    }

    private record FilterPlace(long revision, String filterKey) {}
}
