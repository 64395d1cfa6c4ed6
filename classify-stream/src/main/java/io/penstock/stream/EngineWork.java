// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.classify.EngineState;
import io.penstock.engine.classify.FilterEngine;
import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.PolicyRevision;
import io.penstock.engine.packet.PacketRow;
import io.penstock.schemas.AgentStatus;
import io.penstock.schemas.AgentStatusKind;
import io.penstock.schemas.AvroWire;
import io.penstock.schemas.CalloutRegistered;
import io.penstock.schemas.CaptureClosing;
import io.penstock.schemas.Completion;
import io.penstock.schemas.CompletionBatch;
import io.penstock.schemas.PacketBatch;
import io.penstock.schemas.PolicyActivation;
import io.penstock.schemas.Reinjection;
import io.penstock.schemas.Topics;
import io.penstock.schemas.VerdictBatch;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireReader;
import io.penstock.stream.state.StateLog;
import io.penstock.stream.state.StateTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** A task's work: the filter engine over the task's stores. */
final class EngineWork implements TaskWork {
    /** Longer names of agents and hosts are no names; stores and codecs count on it. */
    private static final int MOST_NAME_CHARACTERS = 1_024;

    private final TaskSurroundings task;
    private final TaskBoard board;
    private final WireReader reader = new WireReader();
    private final RecordCounts counts;
    private final StageClock clock;
    private final TaskBooks books;
    private final EngineOutput output;
    private final AuditTrail audit;
    private final AgentProgress progress = new AgentProgress();
    private final PolicyHistory policies = new PolicyHistory();
    private final CalloutBook callouts;
    private final EngineState state = new EngineState();
    private final StoredPends pends;
    private final PendBook pendBook;
    private final EngineTables tables;
    private final FilterEngine engine;
    private final CaptureEnds ends;
    private final ArrivingClones clones;
    private final NextCapture next;
    private final Item item = new Item();

    EngineWork(
            TaskSurroundings task,
            int partitions,
            Map<String, Callout> inProcess,
            ClassifyMetrics metrics,
            TaskBoard board) {
        this.task = task;
        this.board = board;
        counts = new RecordCounts(metrics);
        clock = new StageClock(System::currentTimeMillis, metrics);
        callouts = new CalloutBook(inProcess, metrics);
        pendBook = new PendBook(task.partition());
        output = new EngineOutput(task.partition(), task.output(), counts, clock, pendBook, callouts.registry());
        audit = new AuditTrail(output, task.wallClockMs());
        pends = new StoredPends(task.state());
        books = new TaskBooks(task.partition(), counts, pends.ledger());
        tables = new EngineTables(task.state(), state);
        engine = new FilterEngine(callouts.registry(), state, pends.ledger(), output);
        engine.observe(new CalloutClock(System::nanoTime, metrics));
        engine.revisions(policies::at);
        ends = new CaptureEnds(
                task.partition(),
                partitions,
                (to, record) -> output.emit(Output.REINJECTIONS, OriginKey.of(to), record));
        next = new NextCapture(ends, this::isWaiting, this::endCapture);
        clones = new ArrivingClones(task.partition(), policies, this::read, this::reinject);
        engine.route(new CloneTransfer(task.partition(), partitions, output, ends));
    }

    @Override
    public void restore() {
        StateLog log = task.state();
        log.forEach(StateTable.AGENTS, progress::restore);
        log.forEach(StateTable.POLICY, (key, value) -> policies.restore(value));
        log.forEach(StateTable.CALLOUTS, (key, value) -> callouts.restore(value));
        log.forEach(StateTable.PEND_COUNTS, (key, value) -> pendBook.restore(value));
        log.forEach(StateTable.PEND_LATENCIES, pendBook::restoreLatency);
        log.forEach(StateTable.CLOSING, ends::restore);
        log.forEach(StateTable.EARLY, clones::restore);
        log.forEach(StateTable.NEXT, next::restore);
        tables.restore();
        pends.restore(this::revision);
        books.restored();
        tellBalance();
    }

    private void tellBalance() {
        board.tell(this, books.balance(policies.active().revision(), callouts.outOfBand()));
    }

    @Override
    public void packets(Origin origin, byte[] value) {
        switch (read(value)) {
            case PacketBatch batch
            when isLong(batch.getAgent(), batch.getHost()) ->
                throw new UnreadableRecordException(
                        "agent or host has more than " + MOST_NAME_CHARACTERS + " characters");
            case AgentStatus status
            when isLong(status.getAgent(), status.getHost()) ->
                throw new UnreadableRecordException(
                        "agent or host has more than " + MOST_NAME_CHARACTERS + " characters");
            case PacketBatch batch -> {
                BatchRows rows = BatchRows.of(batch);
                if (!waitsForEnd(origin, batch.getHost(), batch.getIncarnation(), value)) {
                    classify(origin, batch, rows, policies.active(), null);
                }
            }
            case AgentStatus status -> {
                if (!waitsForEnd(origin, status.getHost(), status.getIncarnation(), value)) {
                    status(origin, status);
                }
            }
            case PolicyActivation activation -> activate(origin, activation);
            case CalloutRegistered registration -> {
                callouts.apply(registration, engine);
                audit.registered(origin, registration);
            }
            case SpecificRecord other ->
                throw new UnreadableRecordException(
                        "a " + other.getSchema().getName() + " is not a record of penstock.packets");
        }
        finish();
    }

    private static boolean isLong(String agent, String host) {
        return agent.length() > MOST_NAME_CHARACTERS || host.length() > MOST_NAME_CHARACTERS;
    }

    private boolean waitsForEnd(Origin origin, String host, long incarnation, byte[] value) {
        long revision = policies.active().revision();
        return next.takes(
                new NextCapture.Waiting(host, incarnation, origin.offset(), origin.publishTimeMs(), revision, value),
                record -> follow(record, null));
    }

    private boolean isWaiting(String host) {
        return !clones.isEmpty() || pends.ledger().isWaiting(host);
    }

    /** A record whose host's capture before has ended now; with a refusal, as one whose processing has failed. */
    private void follow(NextCapture.Waiting record, String refusal) {
        Origin origin = new Origin(Topics.PACKETS, task.partition(), record.offset(), record.publishTimeMs());
        PolicyRevision kept = policies.at(record.revision());
        switch (read(record.value())) {
            case PacketBatch batch ->
                classify(origin, batch, BatchRows.of(batch), kept == null ? policies.active() : kept, refusal);
            case AgentStatus status -> status(origin, status);
            case SpecificRecord other -> throw new IllegalStateException("no record of a host waits: " + other);
        }
    }

    private void classify(Origin origin, PacketBatch batch, BatchRows rows, PolicyRevision revision, String refusal) {
        BatchVerdicts verdicts = output.beginBatch(origin, rows.count());
        output.agent(batch.getAgent(), batch.getHost(), batch.getIncarnation());
        item.origin(origin.topic(), origin.partition(), origin.offset(), origin.publishTimeMs())
                .agent(batch.getAgent(), batch.getHost(), batch.getIncarnation());
        engine.now(task.wallClockMs().getAsLong());
        AgentProgress.Seen seen = progress.of(batch.getAgent(), batch.getIncarnation());
        int fresh = 0;
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.row(i);
            long sequence = PacketRow.sequence(rows.rows(), row);
            verdicts.sequence(i, sequence);
            if (seen.advance(sequence)) {
                fresh++;
                seen.observe(PacketRow.captureTimeNanos(rows.rows(), row));
                item.packet(i, rows.rows(), row, rows.quoted(), rows.frames(), revision)
                        .knowing(rows.socket(i));
                classifyGuarded(verdicts, i, refusal);
            }
        }
        progress.touch(seen);
        counts.add(ClassifyMeter.PACKETS, fresh);
        counts.add(ClassifyMeter.DUPLICATES, rows.count() - (long) fresh);
        output.endBatch(identityOf(origin, batch, revision));
        clock.reached(ClassifyStage.CLASSIFIED, origin.publishTimeMs());
    }

    /** One bad packet never spoils a batch: whatever its evaluation throws, it has a fate, and the next one its own. */
    private void classifyGuarded(BatchVerdicts verdicts, int index, String refusal) {
        try {
            if (refusal != null) {
                refuse(refusal);
                return;
            }
            engine.classify(item);
            if (!verdicts.isNoted(index)) {
                refuse("the engine gave no verdict");
            }
        } catch (RuntimeException bug) {
            if (verdicts.isNoted(index)) {
                audit.packetFailed(item, "after its verdict: " + bug);
            } else {
                refuse(bug.toString());
            }
        }
    }

    private void refuse(String reason) {
        counts.add(ClassifyMeter.FAILED_PACKETS, 1);
        engine.failed(item);
        audit.packetFailed(item, reason);
    }

    private void status(Origin origin, AgentStatus status) {
        AgentProgress.Seen seen = progress.of(status.getAgent(), status.getIncarnation());
        seen.observe(status.getCaptureTimeNanos());
        progress.touch(seen);
        output.agent(status.getAgent(), status.getHost(), status.getIncarnation());
        item.origin(origin.topic(), origin.partition(), origin.offset(), origin.publishTimeMs())
                .agent(status.getAgent(), status.getHost(), status.getIncarnation())
                .record(policies.active());
        if (status.getKind() == AgentStatusKind.END) {
            ends.ended(status.getAgent(), status.getHost(), status.getIncarnation());
        } else {
            engine.sweep(item, status.getCaptureTimeNanos());
        }
    }

    private void activate(Origin origin, PolicyActivation activation) {
        if (policies.isPast(activation)) {
            return;
        }
        PolicyRevision before = policies.active();
        Set<Long> inUse = pends.revisionsInUse();
        inUse.addAll(state.streamStates().revisionsInUse());
        inUse.addAll(next.revisionsInUse());
        policies.activate(activation, inUse);
        engine.activated(before, policies.active());
        audit.activated(origin, activation);
        clones.activated();
    }

    @Override
    public void completion(Origin origin, byte[] value) {
        List<Completion> completions = Completions.in(read(value));
        settle(origin.partition(), origin.offset());
        item.origin(origin.topic(), origin.partition(), origin.offset(), origin.publishTimeMs());
        completions.forEach(completion -> engine.complete(Completions.of(completion)));
        finish();
    }

    @Override
    public List<byte[]> apart(Origin origin, byte[] value) {
        return origin.topic().equals(Topics.COMPLETIONS) && read(value) instanceof CompletionBatch batch
                ? batch.getCompletions().stream().map(AvroWire::encode).toList()
                : List.of();
    }

    @Override
    public void reinjection(Origin origin, byte[] value) {
        item.origin(origin.topic(), origin.partition(), origin.offset(), origin.publishTimeMs());
        switch (read(value)) {
            case Reinjection clone -> clones.arrive(origin.offset(), value);
            case CaptureClosing closing -> ends.heard(closing);
            case SpecificRecord other ->
                throw new UnreadableRecordException(
                        "a " + other.getSchema().getName() + " is not a record of penstock.reinjections");
        }
        finish();
    }

    private void reinject(Item clone) {
        settle(-1, -1);
        output.agent(clone.agent(), clone.host(), clone.incarnation());
        try {
            engine.reinject(clone);
        } catch (RuntimeException bug) {
            counts.add(ClassifyMeter.FAILED_PACKETS, 1);
            engine.failed(clone);
            audit.packetFailed(clone, bug.toString());
        }
    }

    @Override
    public void refuse(Origin origin, byte[] value, String reason) {
        if (origin.topic().equals(Topics.PACKETS) && read(value) instanceof PacketBatch batch) {
            if (!waitsForEnd(origin, batch.getHost(), batch.getIncarnation(), value)) {
                classify(origin, batch, BatchRows.of(batch), policies.active(), reason);
            }
            finish(reason);
        }
    }

    @Override
    public void expire(long nowMs) {
        settle(-1, -1);
        engine.expire(nowMs);
        finish();
        pendBook.publish(nowMs, this::publish);
    }

    private void publish(byte[] key, byte[] counts) {
        task.output().add(Output.CALLOUTS, key, counts);
    }

    @Override
    public boolean awaitsTime() {
        return pends.ledger().pended() > 0 || pendBook.isUnpublished();
    }

    private void settle(int partition, long offset) {
        long now = task.wallClockMs().getAsLong();
        engine.now(now);
        output.settling(new PendRecords.Settling(partition, offset, now));
    }

    private void finish() {
        finish(null);
    }

    private void finish(String refusal) {
        output.takeFailures().forEach(engine::complete);
        callouts.dismiss(engine);
        if (!next.isEmpty()) {
            next.follow(record -> follow(record, refusal));
            output.takeFailures().forEach(engine::complete);
        }
        ends.settle(this::isWaiting, this::endCapture);
        output.finish();
        counts.flush();
        tellBalance();
    }

    /** Told in the place of the record that was processed last. */
    private void endCapture(String agent, String host, long incarnation) {
        output.agent(agent, host, incarnation);
        engine.endOfCapture(item.agent(agent, host, incarnation).record(policies.active()));
        // A run may end behind it, before the next look at the clock.
        pendBook.publishAll(task.wallClockMs().getAsLong(), this::publish);
    }

    @Override
    public void drain() {
        StateLog log = task.state();
        progress.drainDirty(log.into(StateTable.AGENTS));
        policies.drainDirty(log.into(StateTable.POLICY));
        callouts.drainDirty(log.into(StateTable.CALLOUTS));
        pendBook.drainDirty(log.into(StateTable.PEND_COUNTS), log.into(StateTable.PEND_LATENCIES));
        ends.drainDirty(log.into(StateTable.CLOSING));
        clones.drainDirty(log.into(StateTable.EARLY));
        next.drainDirty(log.into(StateTable.NEXT));
        tables.drain();
        log.keep();
    }

    @Override
    public void close() {
        board.leave(this);
    }

    private PolicyRevision revision(long number) {
        PolicyRevision revision = policies.at(number);
        if (revision == null) {
            throw new IllegalStateException("items wait under revision " + number + ", which is not stored");
        }
        return revision;
    }

    private SpecificRecord read(byte[] value) {
        try {
            return reader.read(value);
        } catch (WireException unreadable) {
            throw new UnreadableRecordException(unreadable.getMessage(), unreadable);
        }
    }

    private static VerdictBatch identityOf(Origin origin, PacketBatch batch, PolicyRevision revision) {
        VerdictBatch verdicts = new VerdictBatch();
        verdicts.setAgent(batch.getAgent());
        verdicts.setHost(batch.getHost());
        verdicts.setIncarnation(batch.getIncarnation());
        verdicts.setOriginTopic(origin.topic());
        verdicts.setOriginPartition(origin.partition());
        verdicts.setOriginOffset(origin.offset());
        verdicts.setPolicyVersion(revision.policy().version());
        verdicts.setRevision(revision.revision());
        return verdicts;
    }

    /** Makes such work for the tasks of one process. */
    record Making(Map<String, Callout> inProcess, int partitions, ClassifyMetrics metrics, TaskBoard board)
            implements TaskWork.Factory {

        @Override
        public TaskWork create(TaskSurroundings surroundings) {
            return new EngineWork(surroundings, partitions, inProcess, metrics, board);
        }
    }
}
