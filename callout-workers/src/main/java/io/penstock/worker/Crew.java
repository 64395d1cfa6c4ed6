// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.engine.policy.FilterChange;
import io.penstock.schemas.PendedPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The deciders of a worker that share its packets, each at work on one at a time, on a virtual thread. Thread-safe. */
final class Crew implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

    /** Delivery from which the last packet of a record comes first. */
    private static final int TURN = 4;

    private final String calloutKey;
    private final Duration patience;
    private final WorkerMetrics metrics;
    private final List<Decider> all;
    private final BlockingQueue<Decider> idle;
    private final AtomicInteger inHand = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Crew(String calloutKey, List<Decider> deciders, Duration patience, WorkerMetrics metrics) {
        this.calloutKey = calloutKey;
        this.patience = patience;
        this.metrics = metrics;
        all = List.copyOf(deciders);
        idle = new LinkedBlockingQueue<>(all);
    }

    /** Has a record's packets decided as soon as deciders are free, and returns at once; {@code settled} is told once what becomes of the record. */
    void decide(ConsumerRecord<byte[], byte[]> delivered, Consumer<AcknowledgeType> settled) {
        inHand.incrementAndGet();
        Consumer<AcknowledgeType> counted = as -> {
            inHand.decrementAndGet();
            settled.accept(as);
        };
        int delivery = delivered.deliveryCount().orElse((short) 1);
        work(delivered, counted, decider -> {
            switch (decider.read(delivered)) {
                case Asked.Packets(List<PendedPacket> packets)
                when delivery > 1 -> inTurn(decider, packets, delivery, counted);
                case Asked.Packets(List<PendedPacket> packets) -> spread(decider, delivered, packets, counted);
                case Asked.NoPacket other -> decider.deal(delivered, other, counted);
            }
        });
    }

    /**
     * One after the other, each only when the one before it is settled: one of them may have brought down whoever had them, and should not do so to all of them
     * again. Two deliveries begin with the first and the next two with the last, so that those behind it get their turn as well, though every second delivery may
     * have gone to nobody.
     */
    private static void inTurn(
            Decider decider, List<PendedPacket> packets, int delivery, Consumer<AcknowledgeType> settled)
            throws InterruptedException {
        try {
            for (PendedPacket packet : delivery < TURN ? packets : packets.reversed()) {
                if (decider.settle(packet, delivery) != AcknowledgeType.ACCEPT) {
                    settled.accept(AcknowledgeType.RELEASE);
                    return;
                }
            }
        } catch (Error fault) {
            settled.accept(AcknowledgeType.RELEASE);
            throw fault;
        }
        settled.accept(AcknowledgeType.ACCEPT);
    }

    /** Packets that came together do not wait for one another. */
    private void spread(
            Decider decider,
            ConsumerRecord<byte[], byte[]> delivered,
            List<PendedPacket> packets,
            Consumer<AcknowledgeType> settled) {
        SettledTogether together = new SettledTogether(packets.size(), settled);
        inHand.addAndGet(packets.size() - 1);
        decider.expect(packets);
        for (PendedPacket packet : packets.subList(1, packets.size())) {
            Consumer<AcknowledgeType> counted = as -> {
                inHand.decrementAndGet();
                together.settle(as);
            };
            work(delivered, counted, other -> other.decide(packet, 1, counted));
        }
        decider.decide(packets.getFirst(), 1, together::settle);
    }

    /** What one decider does, and has done when it returns, even where the answer is not sent yet. */
    @FunctionalInterface
    private interface Work {
        void by(Decider decider) throws InterruptedException;
    }

    private void work(ConsumerRecord<byte[], byte[]> delivered, Consumer<AcknowledgeType> settled, Work work) {
        threads.execute(() -> {
            Decider decider = null;
            try {
                decider = idle.take();
                work.by(decider);
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
                settled.accept(AcknowledgeType.RELEASE);
            } catch (RuntimeException fault) {
                LOG.error("callout {} at offset {}: given back", calloutKey, delivered.offset(), fault);
                metrics.add(WorkerMeter.RELEASED, 1);
                settled.accept(AcknowledgeType.RELEASE);
            } finally {
                if (decider != null) {
                    idle.add(decider);
                }
            }
        });
    }

    /** Packets given to it and not settled yet; those of a record that nobody has looked into count as one. */
    int inHand() {
        return inHand.get();
    }

    /** Tells every instance of the callout: those that are idle now, those at work before their next packet. */
    void notify(List<FilterChange> changes) {
        all.forEach(decider -> decider.tell(changes));
        List<Decider> free = new ArrayList<>();
        idle.drainTo(free);
        for (Decider decider : free) {
            try {
                decider.hear();
            } finally {
                idle.add(decider);
            }
        }
    }

    /** Nobody asks the callout, or sends a completion, after this (spec 10 G15). */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(patience.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("callout {}: still deciding after {} s, left behind", calloutKey, patience.toSeconds());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
