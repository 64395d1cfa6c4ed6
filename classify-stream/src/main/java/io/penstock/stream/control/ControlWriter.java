// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import io.penstock.schemas.AvroWire;
import io.penstock.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Appends control records to every partition of {@code penstock.packets}, each change in one short transaction.
 *
 * <p>Whoever writes fences the others, reads to the end what they left, compares, writes the pointer and the records to
 * every partition, and commits. A writer that is fenced meanwhile backs off and compares again. So changes have one order,
 * the same in each partition, and a change that is already in force is not made twice. One thread at a time.
 */
public final class ControlWriter {
    private static final String TRANSACTIONAL_ID = "penstock-control";
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 20;

    private final Map<String, Object> clientProperties;

    /**
     * A writer for one cluster.
     *
     * @param clientProperties bootstrap servers, TLS, SASL: what every Kafka client here gets
     */
    public ControlWriter(Map<String, Object> clientProperties) {
        this.clientProperties = Map.copyOf(clientProperties);
    }

    /**
     * Activates a policy, unless it is the active one of that name already.
     *
     * @return the revision under which it is in force
     * @throws ControlWriteException if Kafka refuses, or others keep fencing this writer
     */
    public long activate(PolicyToActivate policy) {
        ControlChange.Activation change = new ControlChange.Activation(policy);
        return write(List.of(change)).revisionOf(policy.name());
    }

    /**
     * Registers or unregisters callouts, those left out that are so already. The topic of an out-of-band callout and the
     * settings of its workers' group must be there: {@link io.penstock.schemas.WorkerGroup} makes them.
     *
     * @throws ControlWriteException if Kafka refuses, or others keep fencing this writer
     */
    public void register(Collection<CalloutToRegister> callouts) {
        write(callouts.stream()
                .<ControlChange>map(ControlChange.Registration::new)
                .toList());
    }

    /**
     * Registers callouts and activates a policy that wants them, all in one transaction, so that no packet meets the policy
     * without its callouts.
     *
     * @return the revision under which the policy is in force
     * @throws ControlWriteException if Kafka refuses, or others keep fencing this writer
     */
    public long activate(PolicyToActivate policy, Collection<CalloutToRegister> callouts) {
        List<ControlChange> changes = new ArrayList<>();
        callouts.forEach(callout -> changes.add(new ControlChange.Registration(callout)));
        changes.add(new ControlChange.Activation(policy));
        return write(changes).revisionOf(policy.name());
    }

    private ControlState write(List<ControlChange> changes) {
        for (int attempt = 1; ; attempt++) {
            try {
                return writeOnce(changes);
            } catch (ProducerFencedException | InvalidProducerEpochException | UnknownCommitException fenced) {
                if (attempt == ATTEMPTS) {
                    throw new ControlWriteException("other writers of control records kept fencing this one", fenced);
                }
                backOff(attempt);
            } catch (KafkaException refused) {
                throw new ControlWriteException("control records were not written: " + refused.getMessage(), refused);
            }
        }
    }

    private ControlState writeOnce(List<ControlChange> changes) {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            // Fences every other writer and ends what it left open, so that the end read below is the end.
            producer.initTransactions();
            ControlState state = ControlState.read(clientProperties);
            List<ControlChange> news = changes.stream().filter(state::isNews).toList();
            if (!news.isEmpty()) {
                producer.beginTransaction();
                news.forEach(change -> append(producer, state, change));
                commit(producer);
            }
            return state;
        }
    }

    /**
     * A rival that fences in the middle of a commit can make the broker answer with no error of its kind. Whether the transaction stands is not known
     * then; the next attempt reads what is there and writes only what is still news.
     */
    private static void commit(KafkaProducer<byte[], byte[]> producer) {
        try {
            producer.commitTransaction();
        } catch (ApiException known) {
            throw known;
        } catch (KafkaException unknown) {
            throw new UnknownCommitException(unknown);
        }
    }

    private static final class UnknownCommitException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownCommitException(KafkaException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private void append(KafkaProducer<byte[], byte[]> producer, ControlState state, ControlChange change) {
        SpecificRecord record = state.apply(change);
        state.pointersOf(change)
                .forEach((key, value) -> producer.send(
                        new ProducerRecord<>(Topics.POLICY, key.getBytes(StandardCharsets.UTF_8), value)));
        byte[] value = AvroWire.encode(record);
        int partitions = producer.partitionsFor(Topics.PACKETS).size();
        for (int partition = 0; partition < partitions; partition++) {
            producer.send(new ProducerRecord<>(Topics.PACKETS, partition, null, value));
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> settings = new HashMap<>(clientProperties);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_TIMEOUT.toMillis());
        // A partition's first batch must not be overtaken: the idempotent producer does not survive that.
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Fenced writers that waited equally long would only meet again. */
    private static void backOff(int attempt) {
        long longest = Math.min(1_000, 20L << Math.min(attempt, 6));
        LockSupport.parkNanos(
                TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(longest / 2, longest)));
    }
}
