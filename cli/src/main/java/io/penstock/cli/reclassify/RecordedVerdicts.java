// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.cli.pipeline.PipelineException;
import io.penstock.engine.classify.Fate;
import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.Verdict;
import io.penstock.engine.pend.PendHistory;
import io.penstock.engine.pend.PendId;
import io.penstock.engine.pend.PendOutcome;
import io.penstock.engine.pend.RecordedEnd;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.schemas.LateVerdict;
import io.penstock.schemas.LateVerdictBatch;
import io.penstock.schemas.PendSettled;
import io.penstock.schemas.VerdictBatch;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireReader;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the topology made of the packets of one partition, their verdicts and the ends of their pends, read beside the packets: as far ahead as the packets that
 * waited need, and forgotten behind them. One thread.
 */
final class RecordedVerdicts implements PendHistory, AutoCloseable {
    /** Batches that are read ahead at most; what is said of a packet further away counts as not said. */
    private static final int MOST_AHEAD = 20_000;

    private final int partition;
    private final PartitionReader reader;
    private final RecordedCompletions completions;
    private final WireReader wire = new WireReader();
    private final TreeMap<Long, RecordedBatch> ahead = new TreeMap<>();
    private long passed = -1;

    RecordedVerdicts(int partition, PartitionReader reader, RecordedCompletions completions) {
        this.partition = partition;
        this.reader = reader;
        this.completions = completions;
    }

    /**
     * The verdict of a packet. Asked in the order of the packets.
     *
     * @param offset of the packet's batch, 0 and up
     * @param index of the packet in it, from 0
     */
    Optional<Verdict> of(long offset, int index) {
        if (passed != offset - 1) {
            passed = offset - 1;
            ahead.headMap(offset).clear();
        }
        boolean more = true;
        while (more && !isKnown(offset)) {
            more = readOne();
        }
        RecordedBatch batch = ahead.get(offset);
        return batch == null ? Optional.empty() : batch.verdict(index);
    }

    private boolean isKnown(long offset) {
        RecordedBatch batch = ahead.get(offset);
        return batch != null && batch.isKnown();
    }

    @Override
    public Optional<RecordedEnd> end(PendId id, int nth, boolean decidesPacket) {
        if (id.offset() <= passed) {
            return Optional.empty();
        }
        String place = id.place();
        while (true) {
            RecordedBatch batch = ahead.get(id.offset());
            Optional<RecordedEnd> end = batch == null ? Optional.empty() : batch.end(place, nth);
            boolean over = batch != null && decidesPacket && batch.isKnown(id.index());
            if (end.isPresent() || over || !readOne()) {
                return end;
            }
        }
    }

    @Override
    public Optional<String> refusedBy(Item item) {
        return of(item.offset(), item.index())
                .filter(verdict -> verdict.fate() == Fate.BLOCK && verdict.detail() == DiscardReason.PEND_OVERFLOW)
                .map(Verdict::calloutKey);
    }

    /** False where nothing more is read. */
    private boolean readOne() {
        ConsumerRecord<byte[], byte[]> record = ahead.size() < MOST_AHEAD ? reader.next() : null;
        if (record == null) {
            return false;
        }
        switch (read(record)) {
            case VerdictBatch batch ->
                at(batch.getOriginPartition(), batch.getOriginOffset()).ifPresent(found -> found.decided(batch));
            case LateVerdictBatch late -> {
                // A pend has ended before its packet has its verdict.
                late.getSettled().forEach(this::ended);
                late.getVerdicts().forEach(this::late);
            }
            case LateVerdict late -> late(late);
            case PendSettled end -> ended(end);
            default -> {
                // Nothing else is said here of packets.
            }
        }
        return true;
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

    /** What is known of a batch; nothing is kept of those that were passed, nor of other partitions', whose clones came here. */
    private Optional<RecordedBatch> at(int origin, long offset) {
        return origin != partition || offset <= passed
                ? Optional.empty()
                : Optional.of(ahead.computeIfAbsent(offset, fresh -> new RecordedBatch()));
    }

    private void late(LateVerdict late) {
        at(late.getOriginPartition(), late.getOriginOffset()).ifPresent(batch -> batch.decided(late));
    }

    private void ended(PendSettled end) {
        at(end.getOriginPartition(), end.getOriginOffset())
                .ifPresent(batch -> how(end).ifPresent(how -> batch.ended(PendId.placeOf(end.getPendId()), how)));
    }

    /** Empty where its answer is gone. */
    private Optional<RecordedEnd> how(PendSettled end) {
        return switch (end.getOutcome()) {
            case COMPLETED ->
                end.getCompletionPartition() != partition
                        ? Optional.empty()
                        : completions
                                .of(end.getCompletionOffset(), end.getPendId())
                                .map(RecordedEnd.Answered::new);
            case EXPIRED -> Optional.of(new RecordedEnd.Unanswered(PendOutcome.EXPIRED));
            case ENDPOINT_CLOSED -> Optional.of(new RecordedEnd.Unanswered(PendOutcome.ENDPOINT_CLOSED));
            case FAILED, UNREGISTERED -> Optional.of(new RecordedEnd.Unanswered(PendOutcome.FAILED));
            case OVERFLOW, HELD_RELEASED -> Optional.empty();
        };
    }

    @Override
    public void close() {
        reader.close();
        completions.close();
    }
}
