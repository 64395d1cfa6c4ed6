// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.pipeline;

import io.penstock.ingest.publish.PacketsUnderWay;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireFormat;
import io.penstock.schemas.WireReader;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what the topology leaves, committed records only, on a thread of its own, and tells the agents of room for more. The counts that other
 * threads ask for are those after the last whole poll.
 */
final class VerdictReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int FETCH_BYTES = 4 << 20;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Collection<TopicPartition> partitions;
    private final VerdictTally tally;
    private final PacketsUnderWay underWay;
    private final WireReader wire = new WireReader();
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private long decided;
    private long waiting;
    private long movedRecords;
    private long lastVerdictNanos = System.nanoTime();
    private RuntimeException failure;
    private volatile boolean closing;

    /** What is known at one moment. */
    record Reading(long decided, long waiting, long moved, long lastVerdictNanos) {}

    private VerdictReader(
            KafkaConsumer<byte[], byte[]> consumer,
            Collection<TopicPartition> partitions,
            VerdictTally tally,
            PacketsUnderWay underWay) {
        this.consumer = consumer;
        this.partitions = partitions;
        this.tally = tally;
        this.underWay = underWay;
        this.thread = Thread.ofPlatform().name("verdict-reader").daemon().unstarted(this::run);
    }

    /** Reads from where each partition ends now; whatever is published after the return is seen. */
    static VerdictReader start(
            KafkaClientSettings kafka,
            Collection<TopicPartition> partitions,
            VerdictTally tally,
            PacketsUnderWay underWay) {
        Map<String, Object> settings = kafka.client();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), WireFormat.of(settings).deserializer());
        consumer.assign(partitions);
        consumer.endOffsets(partitions).forEach(consumer::seek);
        VerdictReader reader = new VerdictReader(consumer, partitions, tally, underWay);
        reader.thread.start();
        return reader;
    }

    private void run() {
        try (consumer) {
            while (!closing) {
                note(consumer.poll(POLL));
            }
        } catch (WakeupException stopped) {
            // Closed.
        } catch (RuntimeException failed) {
            fail(failed);
        }
    }

    private void note(ConsumerRecords<byte[], byte[]> records) {
        long before = tally.tally().decided();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            note(record);
        }
        long news = tally.tally().decided() - before;
        underWay.release(Math.toIntExact(news));
        lock.lock();
        try {
            decided = tally.tally().decided();
            waiting = tally.tally().waiting();
            movedRecords = tally.moved();
            if (news > 0) {
                lastVerdictNanos = System.nanoTime();
            }
            partitions.forEach(partition -> positions.put(partition, consumer.position(partition)));
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        try {
            tally.note(wire.read(record.value()));
        } catch (WireException unreadable) {
            throw new KafkaException(
                    record.topic() + "-" + record.partition() + " at offset " + record.offset() + ": "
                            + unreadable.getMessage(),
                    unreadable);
        }
    }

    private void fail(RuntimeException failed) {
        lock.lock();
        try {
            failure = failed;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for news, but no longer than the time given. */
    Reading await(Duration longest) throws InterruptedException {
        lock.lock();
        try {
            throwIfFailed();
            moved.await(longest.toNanos(), TimeUnit.NANOSECONDS);
            throwIfFailed();
            return new Reading(decided, waiting, movedRecords, lastVerdictNanos);
        } finally {
            lock.unlock();
        }
    }

    /** The counts as they stand. */
    Reading now() {
        lock.lock();
        try {
            return new Reading(decided, waiting, movedRecords, lastVerdictNanos);
        } finally {
            lock.unlock();
        }
    }

    /** Whether everything before these offsets was read. */
    boolean hasRead(Map<TopicPartition, Long> ends) {
        lock.lock();
        try {
            return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
        } finally {
            lock.unlock();
        }
    }

    private void throwIfFailed() {
        if (failure != null) {
            throw new PipelineException("the verdicts cannot be read: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
