// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import io.penstock.engine.flow.FlowHash;
import io.penstock.ingest.publish.PublishException.Kind;
import io.penstock.ingest.recorded.RecordSink;
import io.penstock.schemas.WireFormat;
import io.penstock.schemas.WireWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes recorded events, all of a host into one partition, where one task knows which of them were counted. Outside transactions: what is published twice
 * counts once. Brokers that are away are waited for two minutes. One thread.
 */
public final class EventPublisher implements RecordSink, AutoCloseable {
    private static final int PATIENCE_MILLIS = 120_000;

    private final String brokers;
    private final Producer<byte[], byte[]> producer;
    private final WireWriter writer = new WireWriter();
    private final Map<String, Integer> partitions = new HashMap<>();
    private final AtomicReference<PublishException> failure = new AtomicReference<>();

    private EventPublisher(String brokers, Producer<byte[], byte[]> producer) {
        this.brokers = brokers;
        this.producer = producer;
    }

    /**
     * Connects.
     *
     * @param client what every Kafka client gets, the brokers among it
     * @throws PublishException if the properties do not fit together
     */
    public static EventPublisher open(Map<String, Object> client) throws PublishException {
        Map<String, Object> properties = PublisherProperties.of(client);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "penstock-import");
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        String brokers = String.valueOf(properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        try {
            return new EventPublisher(
                    brokers,
                    new KafkaProducer<>(
                            properties,
                            new ByteArraySerializer(),
                            WireFormat.of(properties).serializer()));
        } catch (KafkaException refused) {
            throw PublishFailures.of(brokers, "", refused, Kind.UNREACHABLE, "cannot be reached");
        }
    }

    @Override
    public void publish(String topic, String host, SpecificRecord record) throws PublishException {
        throwIfFailed();
        try {
            int count = partitions.computeIfAbsent(
                    topic, asked -> producer.partitionsFor(asked).size());
            int partition = FlowHash.partition(FlowHash.ofHost(host), count);
            byte[] origin = ByteBuffer.allocate(Integer.BYTES).putInt(partition).array();
            producer.send(
                    new ProducerRecord<>(topic, partition, origin, writer.write(record)),
                    (stored, failed) -> note(topic, failed));
        } catch (KafkaException refused) {
            throw PublishFailures.of(brokers, topic, refused, Kind.NOT_DELIVERED, "did not take a record");
        }
    }

    private void note(String topic, Exception failed) {
        if (failed != null) {
            failure.compareAndSet(
                    null, PublishFailures.of(brokers, topic, failed, Kind.NOT_DELIVERED, "did not take a record"));
        }
    }

    /**
     * Waits until the brokers have taken everything.
     *
     * @throws PublishException if one record was not taken
     */
    public void flush() throws PublishException {
        producer.flush();
        throwIfFailed();
    }

    private void throwIfFailed() throws PublishException {
        PublishException first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
