// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import java.time.Duration;
import java.util.List;
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
 * <p>Runs on a thread of its own; {@link #isStuck}, {@link #hasPolled} and {@link #stop} may be called from any.
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
    private long lastDeliveryNanos = System.nanoTime();

    /** Whom a lane tells what becomes of it. */
    interface Lanes {
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

    /** Whether Kafka has answered it once, be it with nothing. */
    boolean hasPolled() {
        return polled;
    }

    /** Nanoseconds since it was given a packet. */
    private long idleNanos() {
        return System.nanoTime() - lastDeliveryNanos;
    }

    /** Has it end once what it has in hand is settled. */
    void stop() {
        stopping = true;
        consumer.wakeup();
    }

    @Override
    public void run() {
        RuntimeException failure = null;
        try {
            consumer.subscribe(List.of(topic));
            while (!stopping) {
                round();
            }
            consumer.commitSync(FINISH);
        } catch (WakeupException told) {
            finish();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            failure = failed;
        } finally {
            lanes.ended(this, failure);
        }
    }

    private void finish() {
        try {
            consumer.commitSync(FINISH);
        } catch (RuntimeException left) {
            LOG.warn("{}: what was settled last may be delivered again", topic, left);
        }
    }

    private void round() throws InterruptedException {
        ConsumerRecords<byte[], byte[]> delivered =
                consumer.poll(idleNanos() < BUSY_NANOS || hand.undecided() > 0 ? BUSY_POLL : IDLE_POLL);
        polled = true;
        if (delivered.isEmpty()) {
            tellIfFree();
            return;
        }
        lastDeliveryNanos = System.nanoTime();
        delivered.forEach(this::begin);
        hand.forgetSettledBut(delivered);
        awaitSettled();
        delivered.forEach(this::acknowledge);
        if (hand.undecided() > 0) {
            renew();
        }
        tellIfFree();
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
        if (hand.awaitSettled(STUCK_AFTER)) {
            return;
        }
        stuck = true;
        lanes.stuck();
        hand.awaitSettled(patience().minus(STUCK_AFTER));
        stuck = hand.undecided() > 0;
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
