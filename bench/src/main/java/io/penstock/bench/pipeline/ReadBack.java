// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pipeline;

import io.penstock.ingest.publish.PacketsUnderWay;
import io.penstock.schemas.WireException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what comes out, committed records only, on a thread of its own, until every packet is accounted for. */
final class ReadBack {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /** Tells how many packets a record is about, and checks them. */
    interface Account {
        int packets(byte[] value) throws WireException;
    }

    private final Map<String, Object> properties = new HashMap<>();
    private final List<TopicPartition> partitions;
    private final Account account;
    private final PacketsUnderWay underWay;
    private final long total;
    private final Timeline timeline;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread thread;

    ReadBack(
            Map<String, Object> client,
            List<TopicPartition> partitions,
            Account account,
            PacketsUnderWay underWay,
            long total,
            Runnable atHalf) {
        properties.putAll(client);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.partitions = partitions;
        this.account = account;
        this.underWay = underWay;
        this.total = total;
        timeline = new Timeline(total, atHalf);
        thread = Thread.ofPlatform().name("read-back").start(this::run);
    }

    private void run() {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long heardNanos = System.nanoTime();
            while (timeline.packets() < total && System.nanoTime() - heardNanos < SILENCE.toNanos()) {
                int packets = 0;
                for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL)) {
                    packets += account.packets(read.value());
                }
                if (packets > 0) {
                    heardNanos = System.nanoTime();
                    timeline.add(packets);
                    underWay.release(packets);
                }
            }
        } catch (WireException | RuntimeException failed) {
            failure.set(failed);
        }
    }

    /** Waits for the end: all packets, or half a minute of silence. */
    Timeline await() throws InterruptedException {
        thread.join();
        if (failure.get() != null) {
            throw new IllegalStateException("what came out cannot be read: " + failure.get(), failure.get());
        }
        if (timeline.packets() != total) {
            throw new IllegalStateException(timeline.packets() + " packets came out, expected " + total);
        }
        return timeline;
    }
}
