// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.schemas.Completion;
import io.penstock.schemas.CompletionBatch;
import io.penstock.schemas.CompletionFinding;
import io.penstock.schemas.StreamInjection;
import io.penstock.schemas.StreamStep;
import io.penstock.schemas.WireWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Packs the completions of one partition into records. One record is under way at a time, and what is given meanwhile goes into the next. Only answers to packets
 * that came together wait for one another, until they are told not to. Thread-safe.
 */
final class CompletionPacker {
    /** A record's at most, estimated, unless one completion alone has more: well below a broker's limit of 1 MiB. */
    private static final int MOST_BYTES = 256 << 10;

    private static final int MOST_IN_A_RECORD = 256;
    /** Of a completion, without what it injects, finds or explains. */
    private static final int PLAIN_BYTES = 512;

    private static final int BYTES_A_CHARACTER = 3;

    private final Sender sender;
    private final Executor executor;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final WireWriter writer = new WireWriter();
    private final Condition sentAll = lock.newCondition();
    private boolean underWay;
    private int expected;

    /** Takes a record to the partition; the answer is told once, on any thread. */
    @FunctionalInterface
    interface Sender {
        void send(byte[] value, CompletionPublisher.Answer answer);
    }

    private record Waiting(Completion completion, int bytes, CompletionPublisher.Answer answer) {}

    /**
     * Starts with nothing.
     *
     * @param executor runs what follows an answer, since the producer's own thread must not send
     */
    CompletionPacker(Sender sender, Executor executor) {
        this.sender = sender;
        this.executor = executor;
    }

    /** Says that so many completions are to come within moments, of packets that came together. */
    void expect(int more) {
        lock.lock();
        try {
            expected += more;
        } finally {
            lock.unlock();
        }
    }

    /** Has a completion sent: at once if none is under way, and none is expected. */
    void add(Completion completion, CompletionPublisher.Answer answer) {
        lock.lock();
        try {
            waiting.add(new Waiting(completion, bytes(completion), answer));
            expected = Math.max(0, expected - 1);
            if (expected == 0) {
                sendIfIdle();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has what came wait for no more. */
    void expectNoMore() {
        lock.lock();
        try {
            expected = 0;
            sendIfIdle();
        } finally {
            lock.unlock();
        }
    }

    private void sendIfIdle() {
        if (underWay || waiting.isEmpty()) {
            return;
        }
        underWay = true;
        List<Waiting> packed = pack();
        byte[] value = writer.write(
                new CompletionBatch(packed.stream().map(Waiting::completion).toList()));
        sender.send(value, failure -> answered(packed, failure));
    }

    private List<Waiting> pack() {
        List<Waiting> packed = new ArrayList<>();
        int bytes = 0;
        while (!waiting.isEmpty()
                && packed.size() < MOST_IN_A_RECORD
                && (packed.isEmpty() || bytes + waiting.getFirst().bytes() <= MOST_BYTES)) {
            bytes += waiting.getFirst().bytes();
            packed.add(waiting.removeFirst());
        }
        return packed;
    }

    private void answered(List<Waiting> packed, Exception failure) {
        lock.lock();
        try {
            underWay = false;
            if (waiting.isEmpty()) {
                sentAll.signalAll();
            } else {
                executor.execute(this::goOn);
            }
        } finally {
            lock.unlock();
        }
        packed.forEach(sent -> sent.answer().sent(failure));
    }

    private void goOn() {
        lock.lock();
        try {
            sendIfIdle();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing waits and nothing is under way, no more being expected; false if that takes longer than given. */
    boolean awaitSent(Duration atMost) throws InterruptedException {
        expectNoMore();
        long left = atMost.toNanos();
        lock.lock();
        try {
            while ((underWay || !waiting.isEmpty()) && left > 0) {
                left = sentAll.awaitNanos(left);
            }
            return !underWay && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** At least what it takes on the wire. */
    private static int bytes(Completion completion) {
        long bytes = PLAIN_BYTES;
        for (ByteBuffer frame : completion.getInjections()) {
            bytes += frame.remaining() + Integer.BYTES;
        }
        for (StreamStep step : completion.getStreamSteps()) {
            bytes += PLAIN_BYTES;
            for (StreamInjection injected : step.getInjections()) {
                bytes += injected.getData().remaining();
            }
        }
        for (CompletionFinding finding : completion.getFindings()) {
            bytes += (long) BYTES_A_CHARACTER
                    * (finding.getKey().length() + finding.getMessage().length());
        }
        if (completion.getRedirect() != null) {
            bytes += (long) BYTES_A_CHARACTER
                    * completion.getRedirect().getContext().length();
        }
        bytes += completion.getReason() == null
                ? 0
                : (long) BYTES_A_CHARACTER * completion.getReason().length();
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }
}
