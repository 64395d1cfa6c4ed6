// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.cli.pipeline.PipelineException;
import io.penstock.engine.classify.Fate;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;
import io.penstock.schemas.Decision;
import io.penstock.schemas.LateVerdict;
import io.penstock.schemas.LateVerdictBatch;
import io.penstock.schemas.VerdictBatch;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireReader;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The verdicts that the topology gave the packets of one partition, read beside the packets: as far ahead as the packets that waited need, and forgotten
 * behind them. One thread.
 */
final class RecordedVerdicts implements AutoCloseable {
    /** Batches that are read ahead at most; a packet whose verdict is further away counts as without one. */
    private static final int MOST_AHEAD = 20_000;

    private final PartitionReader reader;
    private final WireReader wire = new WireReader();
    private final TreeMap<Long, Batch> ahead = new TreeMap<>();
    private boolean atEnd;

    /** The verdicts of one batch; those of packets that wait are null until they come. */
    private static final class Batch {
        private final Verdict[] verdicts;
        private int waiting;

        private Batch(VerdictBatch of) {
            List<Decision> decisions = of.getDecisions();
            Verdict[] distinct = new Verdict[decisions.size()];
            for (int i = 0; i < distinct.length; i++) {
                distinct[i] = verdict(decisions.get(i), of.getPolicyVersion(), of.getRevision());
            }
            verdicts = new Verdict[of.getOutcomes().size()];
            for (int i = 0; i < verdicts.length; i++) {
                int outcome = of.getOutcomes().get(i);
                verdicts[i] = outcome < 0 ? null : distinct[outcome];
                waiting += outcome >= 0 && distinct[outcome] == null ? 1 : 0;
            }
        }
    }

    RecordedVerdicts(PartitionReader reader) {
        this.reader = reader;
    }

    /**
     * The verdict of a packet. Asked in the order of the packets.
     *
     * @param offset of the packet's batch, 0 and up
     * @param index of the packet in it, from 0
     */
    Optional<Verdict> of(long offset, int index) {
        ahead.headMap(offset).clear();
        while (!atEnd && !isKnown(offset) && ahead.size() < MOST_AHEAD) {
            readOne();
        }
        Batch batch = ahead.get(offset);
        return batch == null || index >= batch.verdicts.length
                ? Optional.empty()
                : Optional.ofNullable(batch.verdicts[index]);
    }

    private boolean isKnown(long offset) {
        Batch batch = ahead.get(offset);
        return batch != null && batch.waiting == 0;
    }

    private void readOne() {
        ConsumerRecord<byte[], byte[]> record = reader.next();
        if (record == null) {
            atEnd = true;
            return;
        }
        switch (read(record)) {
            case VerdictBatch batch -> ahead.putIfAbsent(batch.getOriginOffset(), new Batch(batch));
            case LateVerdictBatch late -> late.getVerdicts().forEach(this::late);
            case LateVerdict late -> late(late);
            default -> {
                // The end of a pend says nothing of a packet's fate.
            }
        }
    }

    private SpecificRecord read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return wire.read(record.value());
        } catch (WireException unreadable) {
            throw new PipelineException(
                    record.topic() + "-" + record.partition() + " at offset " + record.offset() + ": "
                            + unreadable.getMessage(),
                    unreadable);
        }
    }

    private void late(LateVerdict late) {
        Batch batch = ahead.get(late.getOriginOffset());
        if (batch != null && batch.verdicts[late.getIndex()] == null) {
            batch.verdicts[late.getIndex()] = verdict(late.getDecision(), late.getPolicyVersion(), late.getRevision());
            batch.waiting--;
        }
    }

    /** As the engine has it; null where the packet waits. */
    private static Verdict verdict(Decision decision, String version, long revision) {
        Fate fate = switch (decision.getAction()) {
            case PERMIT -> Fate.PERMIT;
            case BLOCK -> Fate.BLOCK;
            case ABSORB -> Fate.ABSORB;
            case MALFORMED -> Fate.MALFORMED;
            case PENDED, HELD -> null;
        };
        if (fate == null) {
            return null;
        }
        Layer layer = decision.getLayer() == null
                ? null
                : Layer.byKey(decision.getLayer()).orElse(null);
        boolean block = fate == Fate.BLOCK && decision.getReason() != null;
        return new Verdict(
                fate,
                layer,
                decision.getSubLayer(),
                decision.getFilter(),
                decision.getCallout(),
                block ? DiscardReason.byKey(decision.getReason()).orElse(null) : null,
                fate == Fate.MALFORMED ? decision.getReason() : null,
                decision.getTerminating(),
                decision.getUncertain(),
                version,
                revision);
    }

    @Override
    public void close() {
        reader.close();
    }
}
