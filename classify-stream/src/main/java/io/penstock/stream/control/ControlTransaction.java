// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.control;

import io.penstock.schemas.AvroWire;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One transaction of control records, under the transactional id that all their writers share. One thread. */
final class ControlTransaction implements ControlAppender, AutoCloseable {
    private static final String TRANSACTIONAL_ID = "penstock-control";
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(5);
    /** Whoever fences waits for the end of the transaction that it cuts off: some milliseconds. */
    private static final int RETRY_MS = 10;

    private final KafkaProducer<byte[], byte[]> producer;
    private final int partitions;
    private final Supplier<Election> election;
    private boolean written;

    private ControlTransaction(KafkaProducer<byte[], byte[]> producer, Supplier<Election> election) {
        this.producer = producer;
        this.election = election;
        this.partitions = producer.partitionsFor(Topics.PACKETS).size();
        producer.partitionsFor(Topics.POLICY);
    }

    /**
     * Makes everything ready that needs nobody fenced.
     *
     * @param election what the writer must still be elected for when it commits, or null
     */
    static ControlTransaction prepare(Map<String, Object> clientProperties, Supplier<Election> election) {
        Map<String, Object> settings = new HashMap<>(clientProperties);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_TIMEOUT.toMillis());
        settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_MS);
        // A partition's first batch must not be overtaken: the idempotent producer does not survive that.
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                settings, new ByteArraySerializer(), WireFormat.of(settings).serializer());
        try {
            return new ControlTransaction(producer, election);
        } catch (RuntimeException refused) {
            producer.close(Duration.ZERO);
            throw refused;
        }
    }

    /** Fences every other writer and ends what it left open, so that what is read to the end after this is all there is. */
    void fenceOthers() {
        producer.initTransactions();
    }

    @Override
    public int partitions() {
        return partitions;
    }

    @Override
    public boolean write(List<ControlChange> changes, ControlState state) {
        List<ControlRecords> news = changes.stream()
                .filter(state::isNews)
                .map(change -> ControlRecords.of(change, state))
                .toList();
        if (news.isEmpty()) {
            return false;
        }
        producer.beginTransaction();
        news.forEach(this::append);
        if (election != null) {
            Election won = election.get();
            producer.sendOffsetsToTransaction(won.offsets(), won.member());
        }
        commit();
        written = true;
        return true;
    }

    /** Whether it wrote anything. */
    boolean hasWritten() {
        return written;
    }

    private void append(ControlRecords records) {
        records.pointers()
                .forEach((key, value) -> producer.send(
                        new ProducerRecord<>(Topics.POLICY, key.getBytes(StandardCharsets.UTF_8), value)));
        byte[] value = AvroWire.encode(records.inBand());
        for (int partition = 0; partition < partitions; partition++) {
            producer.send(new ProducerRecord<>(Topics.PACKETS, partition, null, value));
        }
    }

    /**
     * A rival that fences in the middle of a commit can make the broker answer with an error of no kind, or with none in time. Whether the
     * transaction stands is not known then.
     */
    private void commit() {
        try {
            producer.commitTransaction();
        } catch (RetriableException unknown) {
            throw new UnknownCommitException(unknown);
        } catch (ApiException known) {
            throw known;
        } catch (KafkaException unknown) {
            throw new UnknownCommitException(unknown);
        }
    }

    /** What was not committed is cut off by the next writer, or by its timeout. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
