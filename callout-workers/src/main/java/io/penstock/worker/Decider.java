// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.FlowCallout;
import io.penstock.engine.classify.OutOfBand;
import io.penstock.engine.policy.FilterChange;
import io.penstock.engine.policy.Layer;
import io.penstock.schemas.Completion;
import io.penstock.schemas.CompletionKind;
import io.penstock.schemas.FlowEnded;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.WireReader;
import io.penstock.schemas.WorkerGroup;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One instance of the callout and what it takes to ask it. The order is: decide, send the completion, wait for the broker's
 * acknowledgement, and only then let the packet go; a crash in between gives a second completion, which loses. One thread at a time.
 */
final class Decider {
    private static final long NANOS_IN_A_MICRO = 1_000;
    private static final long NANOS_IN_A_MILLI = 1_000_000;

    private final Callout callout;
    private final String worker;
    private final CompletionPublisher publisher;
    private final WorkerMetrics metrics;
    private final OutOfBand asking = new OutOfBand();
    private final CalloutCodec codec = new CalloutCodec();
    private final WireReader reader = new WireReader();
    private final Queue<FilterChange> untold = new ConcurrentLinkedQueue<>();
    private long tookNanos;

    Decider(Callout callout, String worker, CompletionPublisher publisher, WorkerMetrics metrics) {
        this.callout = callout;
        this.worker = worker;
        this.publisher = publisher;
        this.metrics = metrics;
    }

    /** What a record asks. */
    Asked read(ConsumerRecord<byte[], byte[]> delivered) {
        metrics.reached(WorkerStage.TAKEN, (System.currentTimeMillis() - delivered.timestamp()) * NANOS_IN_A_MILLI);
        return Asked.read(reader, delivered.value());
    }

    /** Says that these packets are about to be decided, by whomever. */
    void expect(List<PendedPacket> together) {
        publisher.expect(together);
    }

    /** Says that one of them takes its time. Any thread. */
    void expectNoMore(List<PendedPacket> together) {
        publisher.expectNoMore(together);
    }

    /**
     * Decides a packet.
     *
     * @param delivery how often it has been handed out, this time included, 1 and up
     * @param settled told once, on any thread, what becomes of it
     */
    void decide(PendedPacket packet, int delivery, Consumer<AcknowledgeType> settled) {
        hear();
        try {
            answer(packet, delivery, settled);
        } catch (Error fault) {
            // Out of memory, a stack too deep: another worker, or another moment, may do better.
            metrics.add(WorkerMeter.RELEASED, 1);
            settled.accept(AcknowledgeType.RELEASE);
            throw fault;
        }
    }

    /** How long the callout took for the packet before, in nanoseconds. */
    long tookNanos() {
        return tookNanos;
    }

    /** Decides a packet, and waits until it is settled. */
    AcknowledgeType settle(PendedPacket packet, int delivery) throws InterruptedException {
        return settled(by -> decide(packet, delivery, by));
    }

    /** Deals with a record that asks about no packet, and waits until it is settled. */
    AcknowledgeType settle(ConsumerRecord<byte[], byte[]> delivered, Asked.NoPacket asked) throws InterruptedException {
        return settled(by -> deal(delivered, asked, by));
    }

    private static AcknowledgeType settled(Consumer<Consumer<AcknowledgeType>> work) throws InterruptedException {
        BlockingQueue<AcknowledgeType> settled = new LinkedBlockingQueue<>(1);
        work.accept(settled::offer);
        return settled.take();
    }

    /** Deals with a record that asks about no packet; {@code settled} as of {@link #decide}. */
    void deal(ConsumerRecord<byte[], byte[]> delivered, Asked.NoPacket asked, Consumer<AcknowledgeType> settled) {
        switch (asked) {
            case Asked.FlowOver(FlowEnded ended) -> flowEnded(ended, settled);
            case Asked.Unreadable(String reason) -> reject(delivered, reason, settled);
        }
    }

    /** Leaves word of filters that come and go for {@link #hear}. Any thread. */
    void tell(List<FilterChange> changes) {
        untold.addAll(changes);
    }

    /** Tells the callout of them, in order, before it is asked about anything more; after the commit it cannot refuse (spec 5.5). */
    void hear() {
        for (FilterChange change = untold.poll(); change != null; change = untold.poll()) {
            try {
                if (!callout.notify(change.filter(), change.added()) && change.added()) {
                    metrics.add(WorkerMeter.NOTIFICATIONS_REFUSED, 1);
                }
            } catch (RuntimeException refused) {
                metrics.add(WorkerMeter.NOTIFICATIONS_REFUSED, 1);
            }
        }
    }

    private void answer(PendedPacket pended, int delivery, Consumer<AcknowledgeType> settled) {
        Completion completion = delivery >= WorkerGroup.DELIVERIES
                // Whoever had it before did not come back, and some deliveries later the group would drop it without a
                // word.
                ? CalloutCodec.failed(pended, "given up at delivery " + delivery, worker, delivery)
                : decided(pended, delivery);
        long decidedNanos = System.nanoTime();
        publisher.send(pended, completion, failure -> {
            if (failure == null) {
                metrics.reached(WorkerStage.ANSWERED, System.nanoTime() - decidedNanos);
                metrics.add(WorkerMeter.COMPLETED, 1);
                metrics.add(WorkerMeter.FAILED, completion.getKind() == CompletionKind.FAILED ? 1 : 0);
                settled.accept(AcknowledgeType.ACCEPT);
            } else {
                metrics.add(WorkerMeter.RELEASED, 1);
                settled.accept(AcknowledgeType.RELEASE);
            }
        });
    }

    private Completion decided(PendedPacket pended, int delivery) {
        long start = System.nanoTime();
        try {
            PendedItem asked = codec.item(pended);
            io.penstock.engine.pend.Completion answer = asking.decide(
                    callout,
                    asked.item(),
                    asked.filter(),
                    asked.context(),
                    pended.getPendId(),
                    pended.getDigest(),
                    pended.getFlowContext(),
                    asked.stream());
            tookNanos = System.nanoTime() - start;
            metrics.reached(WorkerStage.DECIDED, tookNanos);
            return CalloutCodec.completion(pended, answer, worker, delivery, tookNanos / NANOS_IN_A_MICRO);
        } catch (UnreadablePendException unreadable) {
            return CalloutCodec.failed(pended, unreadable.getMessage(), worker, delivery);
        }
    }

    private void flowEnded(FlowEnded ended, Consumer<AcknowledgeType> settled) {
        if (callout instanceof FlowCallout keeping) {
            Layer.byKey(ended.getLayer()).ifPresent(layer -> keeping.flowDelete(layer, ended.getFlowContext()));
        }
        metrics.add(WorkerMeter.FLOWS_ENDED, 1);
        settled.accept(AcknowledgeType.ACCEPT);
    }

    private void reject(ConsumerRecord<byte[], byte[]> delivered, String reason, Consumer<AcknowledgeType> settled) {
        publisher.sendDeadLetter(delivered, reason, failure -> {
            metrics.add(failure == null ? WorkerMeter.REJECTED : WorkerMeter.RELEASED, 1);
            settled.accept(failure == null ? AcknowledgeType.REJECT : AcknowledgeType.RELEASE);
        });
    }
}
