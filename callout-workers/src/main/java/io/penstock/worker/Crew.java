// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.engine.policy.FilterChange;
import io.penstock.schemas.PendedPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deciders of a worker that share its packets, each at work on one at a time: on the thread that brings a record where the callout is quick, since to wake another
 * takes longer than that, and on a virtual one otherwise. Thread-safe.
 */
final class Crew implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

    /** Delivery from which the last packet of a record comes first. */
    private static final int TURN = 4;
    /** As long as that thirty-two packets of twenty microseconds and more stay together, and less than anybody would notice. */
    private static final long MOST_NANOS = 2_000_000;

    private final String calloutKey;
    private final Duration patience;
    private final WorkerMetrics metrics;
    private final List<Decider> all;
    private final BlockingQueue<Decider> idle;
    private final AtomicInteger inHand = new AtomicInteger();
    private final Quickness quickness = new Quickness();
    /** Threads that decide and are not of this crew. */
    private final Set<Thread> guests = ConcurrentHashMap.newKeySet();

    private final Set<PacketsTogether> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Crew(String calloutKey, List<Decider> deciders, Duration patience, WorkerMetrics metrics) {
        this.calloutKey = calloutKey;
        this.patience = patience;
        this.metrics = metrics;
        all = List.copyOf(deciders);
        idle = new LinkedBlockingQueue<>(all);
    }

    /**
     * Decides a record's packets before it returns, where decisions have been quick lately, and has them decided as soon as deciders are free otherwise.
     *
     * @param settled told once what becomes of the record, on any thread
     */
    void decide(ConsumerRecord<byte[], byte[]> delivered, Consumer<AcknowledgeType> settled) {
        inHand.incrementAndGet();
        Consumer<AcknowledgeType> counted = as -> {
            inHand.decrementAndGet();
            settled.accept(as);
        };
        int delivery = delivered.deliveryCount().orElse((short) 1);
        Work work = decider -> {
            switch (decider.read(delivered)) {
                case Asked.Packets(List<PendedPacket> packets)
                when delivery > 1 -> inTurn(decider, packets, delivery, counted);
                case Asked.Packets(List<PendedPacket> packets) ->
                    together(decider, new PacketsTogether(delivered, packets, counted));
                case Asked.NoPacket other -> decider.deal(delivered, other, counted);
            }
        };
        Decider here = delivery == 1 && quickness.isQuick() ? idle.poll() : null;
        if (here == null) {
            work(delivered, counted, work);
        } else {
            here(here, delivered, counted, work);
        }
    }

    private void here(
            Decider decider, ConsumerRecord<byte[], byte[]> delivered, Consumer<AcknowledgeType> settled, Work work) {
        Thread thread = Thread.currentThread();
        guests.add(thread);
        try {
            by(decider, delivered, settled, work);
        } catch (InterruptedException closed) {
            thread.interrupt();
            settled.accept(AcknowledgeType.RELEASE);
        } catch (Error fault) {
            // Told before it was thrown; a thread of this crew would end with it.
            LOG.error("callout {} at offset {}: given back", calloutKey, delivered.offset(), fault);
        } finally {
            guests.remove(thread);
        }
    }

    /** Says that a decision takes long: the next ones are left to other threads. */
    void slow() {
        quickness.slow();
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

    /**
     * Packets that came together are decided one after the other while they are quick: one thread is woken for all of them, and their answers leave as one. Where
     * one takes its time, the others do not wait for it.
     */
    private void together(Decider decider, PacketsTogether together) {
        inHand.addAndGet(together.packets().size() - 1);
        // Before others see it: who spreads it says that nothing more is expected.
        decider.expect(together.packets());
        open.add(together);
        goThrough(decider, together);
    }

    private void goThrough(Decider decider, PacketsTogether together) {
        long beganNanos = System.nanoTime();
        try {
            for (PendedPacket packet = next(together); packet != null; packet = next(together)) {
                decide(decider, together, packet);
                boolean quick = quickness.took(decider.tookNanos());
                if (!quick || System.nanoTime() - beganNanos > MOST_NANOS) {
                    spread(together);
                }
            }
        } finally {
            // After an error of the machine's: nobody else has to go down with it.
            if (together.left() > 0) {
                spread(together);
            }
        }
    }

    /** Null where none is left, or where nobody asks the callout any more. */
    private PendedPacket next(PacketsTogether together) {
        if (threads.isShutdown()) {
            release(together);
        }
        return together.next();
    }

    private void decide(Decider decider, PacketsTogether together, PendedPacket packet) {
        Consumer<AcknowledgeType> settled = as -> settle(together, as);
        try {
            decider.decide(packet, 1, settled);
        } catch (RuntimeException fault) {
            giveBack(together.delivered(), fault, settled);
        }
    }

    private void settle(PacketsTogether together, AcknowledgeType as) {
        if (together.settle(as)) {
            open.remove(together);
        } else {
            inHand.decrementAndGet();
        }
    }

    private void release(PacketsTogether together) {
        while (together.next() != null) {
            settle(together, AcknowledgeType.RELEASE);
        }
    }

    /** Has what is left decided by as many as there are, and the answers leave that there are. */
    private void spread(PacketsTogether together) {
        if (together.spreads()) {
            all.getFirst().expectNoMore(together.packets());
            for (int packets = together.left(); packets > 0; packets--) {
                work(together.delivered(), as -> release(together), decider -> goThrough(decider, together));
            }
        }
    }

    /** Says that packets in hand take their time. */
    void hurry() {
        open.forEach(this::spread);
    }

    /** What one decider does, and has done when it returns, even where the answer is not sent yet. */
    @FunctionalInterface
    private interface Work {
        void by(Decider decider) throws InterruptedException;
    }

    /** {@code settled} is told what becomes of the record where it comes to no work, or that fails. */
    private void work(ConsumerRecord<byte[], byte[]> delivered, Consumer<AcknowledgeType> settled, Work work) {
        try {
            threads.execute(() -> byWhoIsIdle(delivered, settled, work));
        } catch (RejectedExecutionException closed) {
            settled.accept(AcknowledgeType.RELEASE);
        }
    }

    private void byWhoIsIdle(ConsumerRecord<byte[], byte[]> delivered, Consumer<AcknowledgeType> settled, Work work) {
        try {
            by(idle.take(), delivered, settled, work);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            settled.accept(AcknowledgeType.RELEASE);
        }
    }

    private void by(
            Decider decider, ConsumerRecord<byte[], byte[]> delivered, Consumer<AcknowledgeType> settled, Work work)
            throws InterruptedException {
        try {
            work.by(decider);
        } catch (RuntimeException fault) {
            giveBack(delivered, fault, settled);
        } finally {
            idle.add(decider);
        }
    }

    private void giveBack(
            ConsumerRecord<byte[], byte[]> delivered, RuntimeException fault, Consumer<AcknowledgeType> settled) {
        LOG.error("callout {} at offset {}: given back", calloutKey, delivered.offset(), fault);
        metrics.add(WorkerMeter.RELEASED, 1);
        settled.accept(AcknowledgeType.RELEASE);
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
        guests.forEach(Thread::interrupt);
        try {
            for (Thread guest : guests) {
                guest.join(patience);
            }
            if (!threads.awaitTermination(patience.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("callout {}: still deciding after {} s, left behind", calloutKey, patience.toSeconds());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
