// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.session;

import io.penstock.schemas.AvroWire;
import io.penstock.schemas.LeaseClock;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireFormat;
import io.penstock.stream.control.ControlWriteException;
import io.penstock.stream.control.ControlWriter;
import io.penstock.stream.control.Election;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an instance of the topology does for dynamic sessions: all instances stand for election, and the one that gets the only partition of {@code penstock.leases} ends the
 * sessions whose lease is over. Its changes hang on its place in the group, so one that was thought dead and comes back changes nothing. One thread of its own.
 */
public final class LeaseKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final String GROUP = "penstock-leases";
    private static final TopicPartition LEASES = new TopicPartition(Topics.LEASES, 0);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** A commit under way may come after the end of its session's lease: it is looked for until nobody tries it any more. */
    private static final Duration FORGET = PolicyClient.PATIENCE.multipliedBy(2);

    private static final Duration STOP = Duration.ofSeconds(10);
    private static final int SESSION_TIMEOUT_MS = 10_000;

    private final Map<String, Object> clientProperties;
    private final String name;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean elected;

    private LeaseKeeper(Map<String, Object> clientProperties, String name) {
        this.clientProperties = Map.copyOf(clientProperties);
        this.name = name;
        thread = Thread.ofPlatform().daemon().name("penstock-lease-keeper").unstarted(this::run);
    }

    /**
     * Stands for election, and goes on until it is closed, whatever Kafka does meanwhile.
     *
     * @param clientProperties bootstrap servers, TLS, SASL: what every Kafka client here gets
     * @param name of the instance, for the history of policies
     */
    public static LeaseKeeper start(Map<String, Object> clientProperties, String name) {
        LeaseKeeper keeper = new LeaseKeeper(clientProperties, name);
        keeper.thread.start();
        return keeper;
    }

    /** Whether it is the elected one, as far as it knows. */
    public boolean isElected() {
        return elected;
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void run() {
        while (!isClosing()) {
            try (Term term = new Term()) {
                while (!isClosing()) {
                    term.step();
                }
            } catch (KafkaException | ControlWriteException passing) {
                LOG.warn("The leases of policy sessions are not kept for a moment: {}", passing.getMessage());
                pause();
            } finally {
                elected = false;
            }
        }
    }

    private void pause() {
        try {
            closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }

    /** Leaves the group, so that another one is elected at once. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(STOP);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One membership in the group. What it knows is read again after each election. */
    private final class Term implements ConsumerRebalanceListener, AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final KafkaProducer<byte[], byte[]> producer;
        private LeaseTable table = new LeaseTable();
        private RevisionLog revisions;
        private long tickedAtNanos = System.nanoTime();

        Term() {
            Map<String, Object> settings = new HashMap<>(clientProperties);
            settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
            // A static member that leaves keeps its place until its session ends.
            settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
            settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
            settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
            settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
            consumer = new KafkaConsumer<>(
                    settings,
                    new ByteArrayDeserializer(),
                    WireFormat.of(settings).deserializer());
            producer = new KafkaProducer<>(
                    clientProperties,
                    new ByteArraySerializer(),
                    WireFormat.of(clientProperties).serializer());
            consumer.subscribe(Set.of(Topics.LEASES), this);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (partitions.contains(LEASES)) {
                table = new LeaseTable();
                consumer.seekToBeginning(Set.of(LEASES));
                elected = true;
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            elected &= !partitions.contains(LEASES);
        }

        void step() {
            consumer.poll(POLL).forEach(record -> LeaseRecords.note(record, table));
            if (!elected) {
                return;
            }
            if (!table.isEmpty() && System.nanoTime() - tickedAtNanos >= TICK.toNanos()) {
                tickedAtNanos = System.nanoTime();
                Set<String> over = table.over();
                if (!over.isEmpty()) {
                    end(over);
                }
                producer.send(
                        new ProducerRecord<>(Topics.LEASES, LeaseRecords.CLOCK, AvroWire.encode(new LeaseClock(name))));
            }
        }

        private void end(Set<String> over) {
            if (revisions == null) {
                revisions =
                        new KafkaRevisionLog(clientProperties, ControlWriter.elected(clientProperties, this::election));
            }
            if (SessionEnd.publish(revisions, over, name, PATIENCE)) {
                table.overFor(FORGET.toMillis()).forEach(this::ended);
            }
        }

        private void ended(String sessionKey) {
            table.ended(sessionKey);
            producer.send(new ProducerRecord<>(Topics.LEASES, LeaseRecords.key(sessionKey), null));
        }

        private Election election() {
            return new Election(
                    Map.of(LEASES, new OffsetAndMetadata(consumer.position(LEASES))), consumer.groupMetadata());
        }

        @Override
        public void close() {
            if (revisions != null) {
                revisions.close();
            }
            producer.close(STOP);
            consumer.close();
        }
    }
}
