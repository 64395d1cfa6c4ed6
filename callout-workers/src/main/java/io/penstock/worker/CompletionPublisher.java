// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.schemas.Completion;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends completions to the partition of origin, where the pend is. Idempotent, not transactional: a transaction would hold back every
 * reader of its partitions. Thread-safe.
 */
final class CompletionPublisher implements AutoCloseable {
    private static final String HEADER = "__streams.errors.";
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final KafkaProducer<byte[], byte[]> producer;
    private final Runnable watching;
    private final Map<Integer, CompletionPacker> packers = new ConcurrentHashMap<>();
    private final ExecutorService following = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("penstock-completions").factory());

    /** What happens once Kafka has answered. */
    @FunctionalInterface
    interface Answer {
        /** Called once, on the producer's thread; the failure is null where Kafka has the record. */
        void sent(Exception failure);
    }

    CompletionPublisher(WorkerConfig config, WorkerMetrics metrics) {
        Map<String, Object> settings = new HashMap<>(config.client());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, config.worker() + "-completions");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, config.lingerMs());
        // What gathers while a request is under way must fit, or completions queue behind one another.
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
        // As everywhere: one request under way, and what comes meanwhile gathers into the next. A partition's first
        // batch
        // cannot be overtaken either, which Kafka's idempotence does not survive.
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        int patience = (int) Math.max(3_000, config.lock().toMillis() / 2);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience / 2);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) patience);
        producer = new KafkaProducer<>(
                settings, new ByteArraySerializer(), WireFormat.of(settings).serializer());
        watching = metrics.connected(producer);
    }

    /** Says that these packets are about to be decided: their completions may go together. */
    void expect(List<PendedPacket> together) {
        for (PendedPacket pended : together) {
            packer(pended).expect(1);
        }
    }

    /** Says that one of these packets takes its time: the completions of the others shall not wait for it. */
    void expectNoMore(List<PendedPacket> together) {
        for (PendedPacket pended : together) {
            packer(pended).expectNoMore();
        }
    }

    /** Sends a completion, with others of its partition where they are many. */
    void send(PendedPacket pended, Completion completion, Answer answer) {
        packer(pended).add(completion, answer);
    }

    private CompletionPacker packer(PendedPacket pended) {
        return packers.computeIfAbsent(pended.getOriginPartition(), this::packer);
    }

    private CompletionPacker packer(int partition) {
        return new CompletionPacker(
                (value, answer) -> send(new ProducerRecord<>(Topics.COMPLETIONS, partition, null, value), answer),
                following);
    }

    /** Says that the worker of a callout is alive, or takes that back where {@code value} is null. Whether it arrives is nobody's worry. */
    void sendLiveness(String calloutKey, String worker, byte[] value) {
        byte[] key = ("worker/" + calloutKey + "/" + worker).getBytes(StandardCharsets.UTF_8);
        send(new ProducerRecord<>(Topics.CALLOUTS, key, value), failure -> {});
    }

    /** Sends what no worker can read to the dead letters, with the headers that Kafka Streams uses there. */
    void sendDeadLetter(ConsumerRecord<byte[], byte[]> unreadable, String reason, Answer answer) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(Topics.DEAD_LETTERS, null, unreadable.key(), unreadable.value());
        header(letter, "message", reason);
        header(letter, "topic", unreadable.topic());
        header(letter, "partition", Integer.toString(unreadable.partition()));
        header(letter, "offset", Long.toString(unreadable.offset()));
        send(letter, answer);
    }

    private void send(ProducerRecord<byte[], byte[]> message, Answer answer) {
        try {
            producer.send(message, (metadata, failure) -> answer.sent(failure));
        } catch (RuntimeException refused) {
            answer.sent(refused);
        }
    }

    private static void header(ProducerRecord<byte[], byte[]> letter, String name, String value) {
        letter.headers().add(HEADER + name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits for what waits, ten seconds at most for all partitions together, then as long for what is under way. */
    @Override
    public void close() {
        long endNanos = System.nanoTime() + CLOSE.toNanos();
        try {
            for (CompletionPacker packer : packers.values()) {
                packer.awaitSent(Duration.ofNanos(Math.max(0, endNanos - System.nanoTime())));
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        watching.run();
        producer.close(CLOSE);
        following.shutdown();
    }
}
