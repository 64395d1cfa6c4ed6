// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.engine.policy.FilterChange;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireFormat;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packets by partition of origin, from a classic consumer group: one worker has a partition at a time and asks an instance of the callout that is the
 * partition's own, packet by packet, so the callout may keep state for the flows it sees. A partition that comes to another worker starts there with a
 * new instance, at the first packet that was not settled.
 */
final class PartitionedDelivery implements Delivery, ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionedDelivery.class);
    /** How soon what has been settled is committed. */
    private static final Duration BUSY_POLL = Duration.ofMillis(100);

    private static final Duration IDLE_POLL = Duration.ofMillis(500);
    private static final Duration FINISH = Duration.ofSeconds(10);

    private final String calloutKey;
    private final WorkerConfig config;
    private final Supplier<Decider> deciders;
    private final Failure failure;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Runnable watching;
    private final Map<TopicPartition, PartitionLine> lines = new ConcurrentHashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closing;
    private volatile boolean joined;

    PartitionedDelivery(
            String calloutKey,
            WorkerConfig config,
            Supplier<Decider> deciders,
            WorkerMetrics metrics,
            Failure failure) {
        this.calloutKey = calloutKey;
        this.config = config;
        this.deciders = deciders;
        this.failure = failure;
        consumer = new KafkaConsumer<>(
                settings(),
                new ByteArrayDeserializer(),
                WireFormat.of(config.client()).deserializer());
        watching = metrics.connected(consumer);
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(config.client());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, Topics.workers(calloutKey));
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, config.worker() + "-pended");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // Reading committed would add a commit interval to every pend; an aborted pend's completion finds nothing.
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.batch());
        settings.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        // A frozen worker's partitions go to another about when a shared packet's lock would end.
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int)
                Math.max(6_000, config.lock().toMillis()));
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        return settings;
    }

    @Override
    public void start() {
        Thread.ofPlatform().name("penstock-worker-" + calloutKey).daemon().start(this::run);
    }

    private void run() {
        RuntimeException cause = null;
        try {
            consumer.subscribe(List.of(Topics.pended(calloutKey)), this);
            while (!closing) {
                round();
            }
        } catch (WakeupException told) {
            LOG.debug("callout {}: told to stop", calloutKey);
        } catch (RuntimeException failed) {
            cause = failed;
        } finally {
            joined = false;
            leave();
            ended.countDown();
            if (cause != null) {
                failure.stopped(cause);
            }
        }
    }

    private void round() {
        ConsumerRecords<byte[], byte[]> delivered = consumer.poll(inHand() > 0 ? BUSY_POLL : IDLE_POLL);
        joined = !consumer.groupMetadata().memberId().isEmpty();
        for (ConsumerRecord<byte[], byte[]> record : delivered) {
            lines.get(new TopicPartition(record.topic(), record.partition())).add(record);
        }
        lines.forEach(this::limit);
        Map<TopicPartition, OffsetAndMetadata> settled = settled(lines.keySet());
        if (!settled.isEmpty()) {
            consumer.commitAsync(settled, null);
        }
    }

    /** A partition whose callout is slow takes nothing more until half of what waits is through; the others go on. */
    private void limit(TopicPartition partition, PartitionLine line) {
        boolean paused = consumer.paused().contains(partition);
        if (!paused && line.waiting() >= config.batch()) {
            consumer.pause(List.of(partition));
        } else if (paused && line.waiting() <= config.batch() / 2) {
            consumer.resume(List.of(partition));
        }
    }

    /** Where to go on in each partition, where that has moved. */
    private Map<TopicPartition, OffsetAndMetadata> settled(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .filter(lines::containsKey)
                .filter(partition -> lines.get(partition).hasMoved())
                .collect(Collectors.toMap(
                        partition -> partition,
                        partition -> new OffsetAndMetadata(lines.get(partition).takePosition())));
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            lines.computeIfAbsent(partition, missing -> new PartitionLine(deciders.get()));
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        partitions.stream()
                .filter(lines::containsKey)
                .forEach(partition -> lines.get(partition).close(FINISH));
        Map<TopicPartition, OffsetAndMetadata> settled = settled(partitions);
        if (!settled.isEmpty()) {
            consumer.commitSync(settled, FINISH);
        }
        partitions.forEach(lines::remove);
    }

    /** Somebody else has them already; what is being decided here loses, or wins. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            PartitionLine line = lines.remove(partition);
            if (line != null) {
                line.close(Duration.ZERO);
            }
        }
    }

    /** Closing the consumer revokes its partitions, which finishes what is in hand. */
    private void leave() {
        watching.run();
        try {
            consumer.close(CloseOptions.timeout(FINISH));
        } catch (RuntimeException left) {
            LOG.warn("callout {}: the group was not left properly", calloutKey, left);
        }
        lines.values().forEach(line -> line.close(Duration.ZERO));
    }

    @Override
    public void notify(List<FilterChange> changes) {
        lines.values().forEach(line -> line.tell(changes));
    }

    @Override
    public boolean isJoined() {
        return joined;
    }

    @Override
    public int inHand() {
        return lines.values().stream().mapToInt(PartitionLine::waiting).sum();
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            ended.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
