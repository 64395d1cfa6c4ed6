// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.engine.policy.FilterChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The deciders of a worker that share its packets, each at work on one at a time, on a virtual thread. Thread-safe. */
final class Crew implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

    private final String calloutKey;
    private final Duration patience;
    private final WorkerMetrics metrics;
    private final List<Decider> all;
    private final BlockingQueue<Decider> idle;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Crew(String calloutKey, List<Decider> deciders, Duration patience, WorkerMetrics metrics) {
        this.calloutKey = calloutKey;
        this.patience = patience;
        this.metrics = metrics;
        all = List.copyOf(deciders);
        idle = new LinkedBlockingQueue<>(all);
    }

    /** Has a packet decided as soon as a decider is free, and returns at once; {@code settled} is told once what becomes of it. */
    void decide(ConsumerRecord<byte[], byte[]> delivered, Consumer<AcknowledgeType> settled) {
        threads.execute(() -> work(delivered, settled));
    }

    private void work(ConsumerRecord<byte[], byte[]> delivered, Consumer<AcknowledgeType> settled) {
        Decider decider = null;
        try {
            decider = idle.take();
            decider.decide(delivered, delivered.deliveryCount().orElse((short) 1), settled);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            settled.accept(AcknowledgeType.RELEASE);
        } catch (RuntimeException fault) {
            LOG.error("callout {} at offset {}: given back", calloutKey, delivered.offset(), fault);
            metrics.add(WorkerCounter.RELEASED, 1);
            settled.accept(AcknowledgeType.RELEASE);
        } finally {
            if (decider != null) {
                idle.add(decider);
            }
        }
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
