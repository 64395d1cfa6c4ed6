// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.engine.policy.FilterChange;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.WorkerGroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The packets of one partition in their order, one decided after the other by one instance of the callout. Thread-safe. */
final class PartitionLine {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionLine.class);
    private static final long NOWHERE = -1;

    private final Decider decider;
    private final BlockingQueue<ConsumerRecord<byte[], byte[]>> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closing;
    private volatile int working;
    private volatile long next = NOWHERE;
    private long taken = NOWHERE;

    PartitionLine(Decider decider) {
        this.decider = decider;
        thread = Thread.ofVirtual().name("penstock-partition").start(this::run);
    }

    void add(ConsumerRecord<byte[], byte[]> delivered) {
        queue.add(delivered);
    }

    /** Packets added and not settled yet. */
    int waiting() {
        return queue.size() + working;
    }

    /** Whether packets have been settled since {@link #takePosition}. */
    boolean hasMoved() {
        return next != taken;
    }

    /** Offset behind the last packet that is settled. */
    long takePosition() {
        taken = next;
        return taken;
    }

    /** Leaves word of filters that come and go; the callout hears it before its next packet. */
    void tell(List<FilterChange> changes) {
        decider.tell(changes);
    }

    private void run() {
        try {
            while (!closing) {
                ConsumerRecord<byte[], byte[]> delivered = queue.take();
                working = 1;
                if (settle(delivered)) {
                    next = delivered.offset() + 1;
                }
                working = 0;
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** False where this was closed before the record was settled. */
    private boolean settle(ConsumerRecord<byte[], byte[]> delivered) throws InterruptedException {
        return switch (decider.read(delivered)) {
            case Asked.Packets(List<PendedPacket> packets) -> settle(delivered, packets);
            case Asked.NoPacket other -> settle(delivered, delivery -> decider.settle(delivered, other));
        };
    }

    private boolean settle(ConsumerRecord<byte[], byte[]> delivered, List<PendedPacket> packets)
            throws InterruptedException {
        for (PendedPacket packet : packets) {
            if (!settle(delivered, delivery -> decider.settle(packet, delivery))) {
                return false;
            }
        }
        return true;
    }

    /** Asks once. */
    @FunctionalInterface
    private interface Attempt {
        AcknowledgeType make(int delivery) throws InterruptedException;
    }

    /** A passing fault is tried again, as often as a shared packet would be handed out; the last time the answer is "failed". */
    private boolean settle(ConsumerRecord<byte[], byte[]> delivered, Attempt attempt) throws InterruptedException {
        for (int delivery = 1; ; delivery = Math.min(delivery + 1, WorkerGroup.DELIVERIES)) {
            if (make(delivered, attempt, delivery) != AcknowledgeType.RELEASE) {
                return true;
            }
            if (closing) {
                return false;
            }
        }
    }

    private static AcknowledgeType make(ConsumerRecord<byte[], byte[]> delivered, Attempt attempt, int delivery)
            throws InterruptedException {
        try {
            return attempt.make(delivery);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError fault) {
            LOG.error("partition {} at offset {}: tried again", delivered.partition(), delivered.offset(), fault);
            return AcknowledgeType.RELEASE;
        }
    }

    /** Ends it: the packet being decided may be finished within the time given, the rest stays for whoever has the partition next. */
    void close(Duration patience) {
        closing = true;
        queue.clear();
        try {
            if (working == 0 || patience.isZero() || !thread.join(patience)) {
                thread.interrupt();
                thread.join(patience);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
