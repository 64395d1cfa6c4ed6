// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.stream.state.StateTable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A stand-in for classification: every packet is a number, and every n-th pends; later packets of its flow wait.
 *
 * <p>It knows nothing of filters, so that what the kill test finds is about pend, complete and the stores alone.
 * Records are fixed binary forms. Packets: 8 bytes per packet number. Verdicts: 8 bytes number and a {@link Fate} each.
 * A pended packet: partition, number, publish time. A completion: number, publish time.
 */
final class StandInWork implements TaskWork {
    static final String PENDED_TOPIC = "penstock.pended.stand-in";
    static final int PEND_EVERY = 11;
    private static final int FLOWS = 97;

    enum Fate {
        PASSED,
        PENDED,
        HELD,
        COMPLETED,
        RELEASED,
        EXPIRED
    }

    private final TaskSurroundings task;
    private final long pendTimeoutMs;
    private final Map<Long, Long> deadlines = new LinkedHashMap<>();
    private final Map<Long, Long> pendedOfFlow = new HashMap<>();
    private final Map<Long, ArrayDeque<Long>> held = new HashMap<>();
    private long publishTimeMs;

    StandInWork(TaskSurroundings task, long pendTimeoutMs) {
        this.task = task;
        this.pendTimeoutMs = pendTimeoutMs;
    }

    /** The publish time that a completion carries: it is as old as the packet it completes. */
    static long completionTime(ConsumerRecord<Object, Object> completion, long partitionTime) {
        return ByteBuffer.wrap((byte[]) completion.value()).getLong(Long.BYTES);
    }

    @Override
    public void restore() {
        task.state().forEach(StateTable.PENDS, (key, value) -> {
            long number = ByteBuffer.wrap(key).getLong();
            deadlines.put(number, ByteBuffer.wrap(value).getLong());
            pendedOfFlow.put(number % FLOWS, number);
        });
        task.state().forEach(StateTable.HELD, (key, value) -> {
            long number = ByteBuffer.wrap(key).getLong();
            held.computeIfAbsent(number % FLOWS, flow -> new ArrayDeque<>()).add(number);
        });
    }

    @Override
    public void packets(Origin origin, byte[] value) {
        publishTimeMs = origin.publishTimeMs();
        ByteBuffer numbers = ByteBuffer.wrap(value);
        ByteBuffer verdicts = ByteBuffer.allocate(value.length / 8 * 9);
        while (numbers.hasRemaining()) {
            long number = numbers.getLong();
            verdicts.putLong(number).put((byte) classify(number).ordinal());
        }
        verdict(verdicts.array());
    }

    private Fate classify(long number) {
        if (pendedOfFlow.containsKey(number % FLOWS)) {
            held.computeIfAbsent(number % FLOWS, flow -> new ArrayDeque<>()).add(number);
            task.state().put(StateTable.HELD, key(number), new byte[0]);
            return Fate.HELD;
        }
        if (number % PEND_EVERY != 0) {
            return Fate.PASSED;
        }
        pend(number);
        return Fate.PENDED;
    }

    private void pend(long number) {
        long deadline = task.wallClockMs().getAsLong() + pendTimeoutMs;
        deadlines.put(number, deadline);
        pendedOfFlow.put(number % FLOWS, number);
        task.state()
                .put(
                        StateTable.PENDS,
                        key(number),
                        ByteBuffer.allocate(8).putLong(deadline).array());
        byte[] pended = ByteBuffer.allocate(20)
                .putInt(task.partition())
                .putLong(number)
                .putLong(publishTimeMs)
                .array();
        task.output().add(Output.PENDED, OriginKey.of(task.partition()), pended, PendedTopicName.header(PENDED_TOPIC));
    }

    @Override
    public void completion(Origin origin, byte[] value) {
        publishTimeMs = origin.publishTimeMs();
        settle(ByteBuffer.wrap(value).getLong(), Fate.COMPLETED);
    }

    private void settle(long number, Fate fate) {
        if (deadlines.remove(number) == null) {
            return;
        }
        task.state().put(StateTable.PENDS, key(number), null);
        late(number, fate);
        long flow = number % FLOWS;
        pendedOfFlow.remove(flow);
        ArrayDeque<Long> waiting = held.getOrDefault(flow, new ArrayDeque<>());
        while (!waiting.isEmpty() && !pendedOfFlow.containsKey(flow)) {
            release(waiting.poll());
        }
    }

    private void release(long number) {
        task.state().put(StateTable.HELD, key(number), null);
        if (number % PEND_EVERY == 0) {
            pend(number);
        } else {
            late(number, Fate.RELEASED);
        }
    }

    private void late(long number, Fate fate) {
        verdict(ByteBuffer.allocate(9)
                .putLong(number)
                .put((byte) fate.ordinal())
                .array());
    }

    private void verdict(byte[] value) {
        task.output().add(Output.VERDICTS, OriginKey.of(task.partition()), value);
    }

    @Override
    public void reinjection(Origin origin, byte[] value) {
        throw new UnreadableRecordException("the stand-in injects nothing");
    }

    @Override
    public void refuse(Origin origin, byte[] value, String reason) {
        task.output().add(Output.AUDIT, null, reason.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void expire(long nowMs) {
        deadlines.entrySet().stream()
                .filter(pend -> pend.getValue() <= nowMs)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(number -> settle(number, Fate.EXPIRED));
    }

    @Override
    public boolean awaitsTime() {
        return !deadlines.isEmpty();
    }

    @Override
    public void drain() {
        task.state().keep();
    }

    private static byte[] key(long number) {
        return ByteBuffer.allocate(8).putLong(number).array();
    }
}
