// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One share consumer and the packets that it was given. Kafka gives it no more before it has let go of all of them, and one that it renews it has not let
 * go of (KIP-1222): a slow packet would hold up whatever comes behind it. So a lane says when it is stuck, and another is opened beside it.
 *
 * <p>Its thread decides packets itself as long as they are quick, since to wake another takes longer than they do. Locks have to be renewed all the same, so where
 * one takes long after all, another thread goes on with the lane, and that one is no more than a decider.
 *
 * <p>Runs on one thread at a time; {@link #isStuck}, {@link #isBusy}, {@link #isWaiting}, {@link #hasPolled}, {@link #takeOver} and {@link #stop} may be called from
 * any.
 */
final class ShareLane implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ShareLane.class);
    /**
     * A fetch that brings only the marker of a commit ends a poll's search: it hands over nothing until its time is up. So long polls
     * would add their length to every pend behind a commit.
     */
    private static final Duration BUSY_POLL = Duration.ofMillis(5);
    /** Where nothing is pended there are no commits either, and nobody should burn a core for that. */
    private static final Duration IDLE_POLL = Duration.ofMillis(500);
    /** Longer than a commit interval of 100 ms that follows a pend. */
    private static final long BUSY_NANOS = Duration.ofSeconds(1).toNanos();

    /** Longer than quick decisions and the way of their answers take. */
    private static final Duration SLOW_AFTER = Duration.ofMillis(3);

    private static final long SLOW_NANOS = SLOW_AFTER.toNanos();

    private static final Duration STUCK_AFTER = Duration.ofMillis(50);
    private static final Duration FINISH = Duration.ofSeconds(10);

    private final String topic;
    private final Duration lock;
    private final KafkaShareConsumer<byte[], byte[]> consumer;
    private final Crew crew;
    private final WorkerMetrics metrics;
    private final Runnable watching;
    private final Lanes lanes;
    private final PacketsInHand hand = new PacketsInHand();
    private volatile boolean stopping;
    private volatile boolean stuck;
    private volatile boolean polled;
    private volatile boolean waiting;
    private volatile long lastDeliveryNanos = System.nanoTime();
    /** What the lane's thread is deciding itself; null while it is not. Whoever takes it out goes on with the lane. */
    private final AtomicReference<Deciding> deciding = new AtomicReference<>();

    private record Deciding(ConsumerRecords<byte[], byte[]> delivered, long sinceNanos) {}

    /** Whom a lane tells what becomes of it. */
    interface Lanes {
        /** The lane was given packets. */
        void busy();

        /** Whether another lane takes what comes meanwhile. */
        boolean anotherWaits(ShareLane lane);

        /** Packets of the lane take long. */
        void stuck();

        /** The lane has nothing in hand; told whenever that is so before it asks for more. */
        void free(ShareLane lane);

        /** The lane has ended; {@code failure} null where it was told to. */
        void ended(ShareLane lane, RuntimeException failure);
    }

    ShareLane(
            String topic,
            Duration lock,
            KafkaShareConsumer<byte[], byte[]> consumer,
            Crew crew,
            WorkerMetrics metrics,
            Lanes lanes) {
        this.topic = topic;
        this.lock = lock;
        this.consumer = consumer;
        this.crew = crew;
        this.metrics = metrics;
        this.lanes = lanes;
        watching = metrics.connected(consumer);
    }

    /** Whether it waits for packets that take long, and so takes no others. */
    boolean isStuck() {
        return stuck;
    }

    /** Whether it waits for packets. */
    boolean isWaiting() {
        return waiting;
    }

    /** Whether Kafka has answered it once, be it with nothing. */
    boolean hasPolled() {
        return polled;
    }

    /** Whether it was given a packet within the last second. */
    boolean isBusy() {
        return System.nanoTime() - lastDeliveryNanos < BUSY_NANOS;
    }

    /** Has it end once what it has in hand is settled. */
    void stop() {
        stopping = true;
        consumer.wakeup();
    }

    /** The rest of the lane's life, for another thread, where its own has been deciding a record's packets for too long; null otherwise. */
    Runnable takeOver() {
        Deciding held = deciding.get();
        boolean takesLong = held != null && System.nanoTime() - held.sinceNanos() > SLOW_NANOS;
        return takesLong && deciding.compareAndSet(held, null) ? () -> goOn(held.delivered()) : null;
    }

    @Override
    public void run() {
        live(() -> {
            consumer.subscribe(List.of(topic));
            return true;
        });
    }

    private void goOn(ConsumerRecords<byte[], byte[]> delivered) {
        crew.slow();
        crew.hurry();
        live(() -> settle(delivered));
    }

    /** Something the lane does; false where it has become another thread's meanwhile. */
    @FunctionalInterface
    private interface Step {
        boolean take() throws InterruptedException;
    }

    private void live(Step first) {
        boolean ours = true;
        RuntimeException failure = null;
        try {
            ours = first.take();
            while (ours && !stopping) {
                ours = round();
            }
            if (ours) {
                consumer.commitSync(FINISH);
            }
        } catch (WakeupException told) {
            finish();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            failure = failed;
        } finally {
            if (ours) {
                lanes.ended(this, failure);
            }
        }
    }

    private void finish() {
        try {
            consumer.commitSync(FINISH);
        } catch (RuntimeException left) {
            LOG.warn("{}: what was settled last may be delivered again", topic, left);
        }
    }

    /** False where the lane has become another thread's meanwhile. */
    private boolean round() throws InterruptedException {
        waiting = true;
        ConsumerRecords<byte[], byte[]> delivered =
                consumer.poll(isBusy() || hand.undecided() > 0 ? BUSY_POLL : IDLE_POLL);
        waiting = false;
        polled = true;
        if (delivered.isEmpty()) {
            tellIfFree();
            return true;
        }
        lastDeliveryNanos = System.nanoTime();
        lanes.busy();
        return settle(delivered);
    }

    private boolean settle(ConsumerRecords<byte[], byte[]> delivered) throws InterruptedException {
        for (ConsumerRecord<byte[], byte[]> record : delivered) {
            Deciding here = new Deciding(delivered, System.nanoTime());
            deciding.set(here);
            begin(record);
            if (!deciding.compareAndSet(here, null)) {
                return false;
            }
        }
        hand.forgetSettledBut(delivered);
        awaitSettled();
        delivered.forEach(this::acknowledge);
        if (hand.undecided() > 0) {
            renew();
        }
        tellIfFree();
        return true;
    }

    private void tellIfFree() {
        if (hand.undecided() == 0) {
            lanes.free(this);
        }
    }

    /**
     * Has the renewals arrive before the next poll. One that goes out with a poll is followed by a fetch, and what that brings lies in the consumer, which hands
     * over nothing new while it renews: after the end of their locks those packets would come again, to lanes that may be no better off. A broker that does not
     * answer is waited for by the next poll; what it has not heard of it delivers again.
     */
    private void renew() {
        try {
            consumer.commitSync(FINISH);
        } catch (TimeoutException silent) {
            LOG.warn(
                    "{}: the broker has not answered for {} s, what takes long may be delivered again",
                    topic,
                    FINISH.toSeconds());
        }
    }

    private void awaitSettled() throws InterruptedException {
        if (hand.awaitSettled(rests() ? Duration.ZERO : SLOW_AFTER)) {
            return;
        }
        crew.hurry();
        if (hand.awaitSettled(STUCK_AFTER.minus(SLOW_AFTER))) {
            return;
        }
        stuck = true;
        lanes.stuck();
        hand.awaitSettled(patience().minus(STUCK_AFTER));
        stuck = hand.undecided() > 0;
    }

    /**
     * To let go of packets is no small work for a broker, and it would do it while somebody waits for the verdicts about them. So where another lane takes what comes
     * next, it is done a moment later, and nothing wakes this thread before.
     */
    private boolean rests() {
        boolean mayRest = !stopping && lanes.anotherWaits(this);
        if (mayRest) {
            LockSupport.parkNanos(SLOW_NANOS);
        }
        return mayRest;
    }

    /** Half of the lock is left for the renewal to arrive. */
    private Duration patience() {
        return consumer.acquisitionLockTimeoutMs()
                .map(millis -> Duration.ofMillis(millis / 2))
                .orElseGet(() -> lock.dividedBy(2));
    }

    private void begin(ConsumerRecord<byte[], byte[]> delivered) {
        if (hand.take(delivered)) {
            crew.decide(delivered, as -> hand.settle(delivered, as));
        }
    }

    private void acknowledge(ConsumerRecord<byte[], byte[]> delivered) {
        AcknowledgeType as = hand.letGo(delivered);
        if (as == AcknowledgeType.RENEW) {
            metrics.add(WorkerMeter.RENEWED, 1);
        }
        consumer.acknowledge(delivered, as);
    }

    /** Leaves the group; whatever is not settled is given back. Only after {@link #run} has ended. */
    void leave() {
        watching.run();
        try {
            consumer.close(FINISH);
        } catch (RuntimeException left) {
            LOG.warn("{}: the group was not left properly", topic, left);
        }
    }
}
