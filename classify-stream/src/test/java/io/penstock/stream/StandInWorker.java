// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Answers every pended packet it sees, those of aborted transactions too: it reads uncommitted, as workers do. */
final class StandInWorker implements AutoCloseable {
    private final KafkaShareConsumer<byte[], byte[]> pended;
    private final KafkaProducer<byte[], byte[]> completions;
    private final AtomicLong answered = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().name("stand-in-worker").unstarted(this::work);
    private volatile boolean stopped;

    StandInWorker(String bootstrapServers, String group) {
        pended = new KafkaShareConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "group.id", group,
                        "share.acquire.mode", "record_limit"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        completions = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void start() {
        thread.start();
    }

    /** Completions sent so far; more than the pends where transactions aborted. */
    long answered() {
        return answered.get();
    }

    private void work() {
        pended.subscribe(java.util.List.of(StandInWork.PENDED_TOPIC));
        while (!stopped) {
            pended.poll(Duration.ofMillis(100)).forEach(packet -> answer(ByteBuffer.wrap(packet.value())));
            completions.flush();
        }
        pended.close();
        completions.close();
    }

    private void answer(ByteBuffer packet) {
        int partition = packet.getInt();
        byte[] completion = ByteBuffer.allocate(16)
                .putLong(packet.getLong())
                .putLong(packet.getLong())
                .array();
        completions.send(new ProducerRecord<>("penstock.completions", partition, null, completion));
        answered.incrementAndGet();
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
