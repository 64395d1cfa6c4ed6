// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.schemas.Topics;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireReader;
import io.penstock.schemas.WireWriter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * One task over a log of two topics: it reads on from where it stands, commits when it is told to, and a crash drops its heap, what it wrote and what it sent since
 * the last commit. Whatever it sends is shown at once, as workers read, and once more when it is committed.
 */
final class SimulatedTask {
    private final WireReader reader = new WireReader();
    private final WireWriter writer = new WireWriter();
    private final List<byte[]> packets = new ArrayList<>();
    private final List<byte[]> completions = new ArrayList<>();
    private final SimulatedStores stores = new SimulatedStores();
    private final RecordOutput output = new RecordOutput();
    private final List<SpecificRecord> uncommitted = new ArrayList<>();
    private final Consumer<SpecificRecord> sent;
    private final Consumer<SpecificRecord> committed;
    private final ProcessorContext<byte[], byte[]> context;
    private TaskBoard board = new TaskBoard();
    private EngineWork work;
    private long nowMs = 1_000_000;
    private int nextPacket;
    private int nextCompletion;
    private int committedPacket;
    private int committedCompletion;

    SimulatedTask(Consumer<SpecificRecord> sent, Consumer<SpecificRecord> committed) {
        this.sent = sent;
        this.committed = committed;
        context = context();
        start();
    }

    @SuppressWarnings("unchecked")
    private ProcessorContext<byte[], byte[]> context() {
        return (ProcessorContext<byte[], byte[]>) Proxy.newProxyInstance(
                ProcessorContext.class.getClassLoader(),
                new Class<?>[] {ProcessorContext.class},
                (made, call, with) -> {
                    if (!with[1].equals(Output.CALLOUTS.nodeName())) {
                        forwarded((Record<?, ?>) with[0]);
                    }
                    return null;
                });
    }

    private void forwarded(Record<?, ?> record) {
        try {
            SpecificRecord made = reader.read((byte[]) record.value());
            uncommitted.add(made);
            sent.accept(made);
        } catch (WireException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private void start() {
        output.clear();
        board = new TaskBoard();
        work = new EngineWork(
                new TaskSurroundings(0, stores.open(), output, () -> nowMs),
                1,
                Map.of(),
                (counter, amount) -> {},
                board);
        work.restore();
    }

    /** What the task tells of its books, which come out even after whatever has happened to it. */
    TaskBalance balance() {
        return board.balances().iterator().next();
    }

    SimulatedStores stores() {
        return stores;
    }

    void addPackets(SpecificRecord record) {
        packets.add(writer.write(record));
    }

    void addCompletion(SpecificRecord record) {
        completions.add(writer.write(record));
    }

    boolean hasPackets() {
        return nextPacket < packets.size();
    }

    boolean hasCompletions() {
        return nextCompletion < completions.size();
    }

    void processPackets() {
        work.packets(new Origin(Topics.PACKETS, 0, nextPacket, nowMs), packets.get(nextPacket));
        nextPacket++;
        finish();
    }

    void processCompletion() {
        work.completion(new Origin(Topics.COMPLETIONS, 0, nextCompletion, nowMs), completions.get(nextCompletion));
        nextCompletion++;
        finish();
    }

    /** Lets time pass; what is due expires. */
    void advance(long millis) {
        nowMs += millis;
        work.expire(nowMs);
        finish();
    }

    private void finish() {
        work.drain();
        output.forward(context, nowMs);
    }

    void commit() {
        stores.commit();
        uncommitted.forEach(committed);
        uncommitted.clear();
        committedPacket = nextPacket;
        committedCompletion = nextCompletion;
    }

    /** What stands uncommitted is lost; the log is read again from the last commit. */
    void crash() {
        stores.abort();
        uncommitted.clear();
        nextPacket = committedPacket;
        nextCompletion = committedCompletion;
        start();
    }

    /** Sent and not committed yet. */
    List<SpecificRecord> uncommitted() {
        return uncommitted;
    }

    /** Records of the log of packets that were processed. */
    int processedPackets() {
        return nextPacket;
    }
}
