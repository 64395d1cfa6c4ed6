// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import io.penstock.ingest.publish.PublishException.Kind;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireFormat;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts records into {@code penstock.packets}: idempotent, in order for each partition, with a bound on the bytes that no broker has
 * acknowledged. While the brokers are away it waits for them, for {@code delivery.timeout.ms}. The first failure is final: what is sent after it fails too, so
 * no record overtakes one that failed, and a run that is resumed finds all that stands before the last sequence seen. Shared by agents; thread-safe.
 */
final class PacketPublisher implements AutoCloseable {
    private static final int MOST_BYTES_IN_FLIGHT = 48 << 20;
    private static final long LOOK_UP_MILLIS = 100;
    /** Many may start at once on few cores. */
    private static final int TRIES_TO_CONNECT = 6;

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    private final String brokers;
    private final Producer<byte[], byte[]> producer;
    private final int partitions;
    private final long patienceNanos;
    private final Semaphore free = new Semaphore(MOST_BYTES_IN_FLIGHT);
    private final Acknowledgements acknowledgements;
    private volatile PublishException failure;

    /** Told once what became of a record, from the producer's thread or the sender's. */
    @FunctionalInterface
    interface Delivery {
        void settled(boolean stored);
    }

    /** @param patience how long a record may wait for brokers of which nothing is known */
    PacketPublisher(String brokers, Producer<byte[], byte[]> producer, int partitions, Duration patience) {
        this.brokers = brokers;
        this.producer = producer;
        this.partitions = partitions;
        patienceNanos = patience.toNanos();
        acknowledgements = new Acknowledgements(brokers, LONGEST_SILENCE);
    }

    /**
     * Connects, within six times {@code max.block.ms} (10 s unless the properties say otherwise).
     *
     * @param properties of {@link PublisherProperties}
     */
    static PacketPublisher open(Map<String, Object> properties) throws PublishException {
        String brokers = String.valueOf(properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        Producer<byte[], byte[]> producer = null;
        try {
            producer = new KafkaProducer<>(
                    properties,
                    new ByteArraySerializer(),
                    WireFormat.of(properties).serializer());
            int partitions = partitions(producer);
            return new PacketPublisher(brokers, producer, partitions, PublisherProperties.deliveryTimeout(properties));
        } catch (KafkaException refused) {
            if (producer != null) {
                producer.close(Duration.ZERO);
            }
            throw PublishFailures.of(brokers, Topics.PACKETS, refused, Kind.UNREACHABLE, "cannot be reached");
        }
    }

    private static int partitions(Producer<byte[], byte[]> producer) {
        for (int tries = 1; ; tries++) {
            try {
                return producer.partitionsFor(Topics.PACKETS).size();
            } catch (TimeoutException late) {
                // Where the topic is missing a broker has answered.
                if (late.getCause() != null || tries == TRIES_TO_CONNECT) {
                    throw late;
                }
            }
        }
    }

    /** Shows the producer to whoever watches; what is returned ends that. */
    Runnable watch(AgentMetrics metrics) {
        return metrics.connected(producer);
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
        acknowledgements.sending(System.nanoTime());
        Sending sending = new Sending(value, delivery);
        long beganNanos = System.nanoTime();
        while (!sending.handOver(partition)) {
            // Nothing is known of the brokers any more, and the record was not taken in.
            boolean isOver = System.nanoTime() - beganNanos >= patienceNanos;
            if (isOver || failure != null || Thread.currentThread().isInterrupted()) {
                sending.settle(sending.notTaken);
                throwIfFailed();
            }
        }
    }

    private void acquire(int bytes) throws PublishException, InterruptedException {
        throwIfFailed();
        while (!free.tryAcquire(bytes, LOOK_UP_MILLIS, TimeUnit.MILLISECONDS)) {
            throwIfFailed();
        }
    }

    /** One record on its way. */
    private final class Sending implements Callback {
        private final Thread sender = Thread.currentThread();
        private final byte[] value;
        private final Delivery delivery;
        private boolean sent;
        private Exception notTaken;

        Sending(byte[] value, Delivery delivery) {
            this.value = value;
            this.delivery = delivery;
        }

        /** False if the producer did not take the record in, since it could not learn in time where to send it. */
        boolean handOver(int partition) {
            notTaken = null;
            sent = false;
            try {
                producer.send(new ProducerRecord<>(Topics.PACKETS, partition, null, value), this);
            } catch (KafkaException | IllegalStateException refused) {
                // It is closed from within the first failure, which another thread may have met just now.
                settle(refused);
            }
            sent = true;
            return notTaken == null;
        }

        @Override
        public void onCompletion(RecordMetadata stored, Exception failed) {
            if (failed instanceof TimeoutException && sender.equals(Thread.currentThread()) && !sent) {
                notTaken = failed;
            } else {
                settle(failed);
            }
        }

        void settle(Exception failed) {
            if (failed != null) {
                fail(failed);
            }
            free.release(value.length);
            acknowledgements.settled(failed == null, System.nanoTime());
            delivery.settled(failed == null);
        }
    }

    /**
     * The first failure closes the producer before this returns, so before it sends again: after a record that it gave up it would send those behind it, under
     * another epoch, and the brokers would take them.
     */
    private void fail(Exception failed) {
        synchronized (this) {
            if (failure != null) {
                return;
            }
            failure = PublishFailures.of(brokers, Topics.PACKETS, failed, Kind.NOT_DELIVERED, "did not take a record");
        }
        producer.close(Duration.ZERO);
    }

    /** Tells whether the brokers keep us waiting, if that has changed. */
    void look(PublishProgress progress) {
        acknowledgements.look(System.nanoTime(), progress);
    }

    /** The first failure, if there was one. */
    void throwIfFailed() throws PublishException {
        if (failure != null) {
            throw failure;
        }
    }

    /** Waits for what is in flight, unless something failed, and at most five seconds. */
    @Override
    public void close() {
        producer.close(failure == null ? LONGEST_CLOSE : Duration.ZERO);
    }
}
