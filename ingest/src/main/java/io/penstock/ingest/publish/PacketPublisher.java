// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import io.penstock.ingest.publish.PublishException.Kind;
import io.penstock.schemas.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Puts records into {@code penstock.packets}: idempotent, in order for each partition, with a bound on the bytes that no broker has
 * acknowledged. The first failure is final: what is sent after it fails too. Shared by agents; thread-safe.
 */
final class PacketPublisher implements AutoCloseable {
    private static final int MOST_BYTES_IN_FLIGHT = 48 << 20;
    private static final long LOOK_UP_MILLIS = 100;
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final String brokers;
    private final Producer<byte[], byte[]> producer;
    private final int partitions;
    private final Semaphore free = new Semaphore(MOST_BYTES_IN_FLIGHT);
    private volatile PublishException failure;

    /** Told once what became of a record, from the producer's thread or the sender's. */
    @FunctionalInterface
    interface Delivery {
        void settled(boolean stored);
    }

    PacketPublisher(String brokers, Producer<byte[], byte[]> producer, int partitions) {
        this.brokers = brokers;
        this.producer = producer;
        this.partitions = partitions;
    }

    /** Connects, within {@code max.block.ms} (10 s unless the properties say otherwise). */
    static PacketPublisher open(Map<String, Object> clientProperties) throws PublishException {
        Map<String, Object> properties = PublisherProperties.of(clientProperties);
        String brokers = String.valueOf(properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        Producer<byte[], byte[]> producer = null;
        try {
            producer = new KafkaProducer<>(properties);
            return new PacketPublisher(
                    brokers, producer, producer.partitionsFor(Topics.PACKETS).size());
        } catch (KafkaException refused) {
            if (producer != null) {
                producer.close(Duration.ZERO);
            }
            throw failure(brokers, refused, Kind.UNREACHABLE, "cannot be reached");
        }
    }

    int partitions() {
        return partitions;
    }

    /**
     * Sends a record without a key, waiting while too many bytes are in flight.
     *
     * @throws PublishException if this or an earlier record of anybody failed; the delivery is then told so
     */
    void send(int partition, byte[] value, Delivery delivery) throws PublishException, InterruptedException {
        try {
            acquire(value.length);
        } catch (PublishException | InterruptedException stopped) {
            delivery.settled(false);
            throw stopped;
        }
        try {
            producer.send(new ProducerRecord<>(Topics.PACKETS, partition, null, value), (stored, failed) -> {
                settle(value.length, failed, delivery);
            });
        } catch (KafkaException refused) {
            settle(value.length, refused, delivery);
            throwIfFailed();
        }
    }

    private void acquire(int bytes) throws PublishException, InterruptedException {
        throwIfFailed();
        while (!free.tryAcquire(bytes, LOOK_UP_MILLIS, TimeUnit.MILLISECONDS)) {
            throwIfFailed();
        }
    }

    private void settle(int bytes, Exception failed, Delivery delivery) {
        if (failed != null && failure == null) {
            failure = failure(brokers, failed, Kind.NOT_DELIVERED, "did not take a record");
        }
        free.release(bytes);
        delivery.settled(failed == null);
    }

    /** The first failure, if there was one. */
    void throwIfFailed() throws PublishException {
        if (failure != null) {
            throw failure;
        }
    }

    private static PublishException failure(String brokers, Exception cause, Kind otherwise, String what) {
        Throwable reason = cause.getCause() instanceof UnknownTopicOrPartitionException ? cause.getCause() : cause;
        String prefix = "Kafka at " + brokers + ": ";
        return switch (reason) {
            case UnknownTopicOrPartitionException missing ->
                new PublishException(Kind.NO_TOPIC, prefix + "there is no topic " + Topics.PACKETS, missing);
            case AuthenticationException refused ->
                new PublishException(Kind.REFUSED, prefix + "refused to let us in: " + line(refused), refused);
            case AuthorizationException refused ->
                new PublishException(Kind.REFUSED, prefix + "refused: " + line(refused), refused);
            case InterruptException interrupted ->
                new PublishException(Kind.NOT_DELIVERED, prefix + "interrupted while publishing", interrupted);
            case ConfigException bad -> new PublishException(Kind.BAD_PROPERTIES, prefix + line(bad), bad);
            default -> new PublishException(otherwise, prefix + what + ": " + line(root(reason)), reason);
        };
    }

    private static Throwable root(Throwable thrown) {
        // "Failed to construct kafka producer" says less than what made it fail.
        return thrown.getClass() == KafkaException.class && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    private static String line(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null
                ? thrown.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    /** Waits for what is in flight, unless something failed, and at most five seconds. */
    @Override
    public void close() {
        producer.close(failure == null ? LONGEST_CLOSE : Duration.ZERO);
    }
}
