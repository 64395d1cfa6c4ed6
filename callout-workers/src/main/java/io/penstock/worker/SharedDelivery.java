// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.engine.policy.FilterChange;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Packets from the callout's share group (KIP-932): more workers share the load, whatever the partitions; a killed worker's packets go to another at once,
 * a frozen one's when the lock ends. Two lanes as long as packets are decided quickly, more while some take long.
 */
final class SharedDelivery implements Delivery, ShareLane.Lanes {
    /** One takes what comes while the other waits for the broker to have its answers. */
    private static final int FEWEST = 2;

    private static final long SPARE_NANOS = Duration.ofSeconds(30).toNanos();

    private final String calloutKey;
    private final WorkerConfig config;
    private final Crew crew;
    private final WorkerMetrics metrics;
    private final Failure failure;
    private final Lock lock = new ReentrantLock();
    private final Condition laneEnded = lock.newCondition();
    private final List<ShareLane> lanes = new CopyOnWriteArrayList<>();
    private final List<ShareLane> ended = new ArrayList<>();
    private final LaneWatch watch = new LaneWatch(this::isBusy, this::look);
    private final ThreadFactory threads;
    private int opened;
    private long lastStuckNanos = System.nanoTime();
    private boolean closing;

    SharedDelivery(String calloutKey, WorkerConfig config, Crew crew, WorkerMetrics metrics, Failure failure) {
        this.calloutKey = calloutKey;
        this.config = config;
        this.crew = crew;
        this.metrics = metrics;
        this.failure = failure;
        threads = Thread.ofPlatform()
                .name("penstock-worker-" + calloutKey + "-", 1)
                .daemon()
                .factory();
    }

    @Override
    public void start() {
        lock.lock();
        try {
            for (int lane = 0; lane < Math.min(FEWEST, config.concurrency()); lane++) {
                open();
            }
            watch.start();
        } finally {
            lock.unlock();
        }
    }

    private void open() {
        opened++;
        ShareLane lane = new ShareLane(
                Topics.pended(calloutKey),
                config.lock(),
                new KafkaShareConsumer<>(
                        settings(opened),
                        new ByteArrayDeserializer(),
                        WireFormat.of(config.client()).deserializer()),
                crew,
                metrics,
                this);
        lanes.add(lane);
        threads.newThread(lane).start();
    }

    private Map<String, Object> settings(int lane) {
        Map<String, Object> settings = new HashMap<>(config.client());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, Topics.workers(calloutKey));
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, config.worker() + "-pended-" + lane);
        settings.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        // Otherwise whole producer batches are handed over, however many packets that is.
        settings.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.batch());
        return settings;
    }

    @Override
    public void busy() {
        watch.wake();
    }

    @Override
    public boolean anotherWaits(ShareLane lane) {
        return lanes.stream().anyMatch(other -> other != lane && other.isWaiting());
    }

    private boolean isBusy() {
        return lanes.stream().anyMatch(ShareLane::isBusy);
    }

    private void look() {
        for (ShareLane lane : lanes) {
            Runnable rest = lane.takeOver();
            if (rest != null) {
                threads.newThread(rest).start();
            }
        }
    }

    /** With as many lanes as deciders, one is free whenever a decider is. */
    @Override
    public void stuck() {
        lock.lock();
        try {
            lastStuckNanos = System.nanoTime();
            if (!closing
                    && lanes.size() < config.concurrency()
                    && lanes.stream().allMatch(ShareLane::isStuck)) {
                open();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void free(ShareLane lane) {
        lock.lock();
        try {
            if (lanes.indexOf(lane) >= FEWEST && System.nanoTime() - lastStuckNanos > SPARE_NANOS) {
                lane.stop();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void ended(ShareLane lane, RuntimeException cause) {
        boolean spare;
        lock.lock();
        try {
            lanes.remove(lane);
            spare = !closing && cause == null;
            if (!spare) {
                ended.add(lane);
            }
            laneEnded.signalAll();
        } finally {
            lock.unlock();
        }
        if (spare) {
            lane.leave();
        }
        if (cause != null) {
            failure.stopped(cause);
        }
    }

    @Override
    public void notify(List<FilterChange> changes) {
        crew.notify(changes);
    }

    @Override
    public int inHand() {
        return crew.inHand();
    }

    @Override
    public boolean isJoined() {
        lock.lock();
        try {
            return lanes.stream().anyMatch(ShareLane::hasPolled);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            lanes.forEach(ShareLane::stop);
            while (!lanes.isEmpty()) {
                laneEnded.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        watch.close();
        crew.close();
        ended.forEach(ShareLane::leave);
        ended.clear();
    }
}
