// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.schemas.Topics;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Turns {@link ClassifyConfig} into Kafka Streams' own settings. */
final class ClassifyProperties {
    private static final int BATCH_BYTES = 256 << 10;
    /**
     * While records that a broker gave are not yet taken, a consumer asks that broker for no others (Kafka 4.3.1): completions wait behind all packets that
     * one fetch brought. With Kafka's 50 MiB those can be minutes of small records.
     */
    private static final int FETCH_BYTES = 256 << 10;

    private ClassifyProperties() {}

    static Properties of(ClassifyConfig config) {
        Properties properties = new Properties();
        properties.putAll(config.clientProperties());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis());
        properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, config.bufferedRecordsPerPartition());
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbyReplicas());
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, Topics.DEAD_LETTERS);
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UnreadRecord.class);
        properties.put(
                StreamsConfig.GROUP_PROTOCOL_CONFIG, config.groupProtocol().wireName());
        // No changelog of ours is a record's only home, and standard error is for people.
        properties.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        addProducer(properties, config);
        addConsumer(properties, config);
        return properties;
    }

    private static void addProducer(Properties properties, ClassifyConfig config) {
        put(properties, ProducerConfig.LINGER_MS_CONFIG, config.linger().toMillis());
        put(properties, ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        put(
                properties,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                config.clientProperties().getOrDefault(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4"));
        // A broker serves the requests of a connection one after another. With five of them under way each waits for
        // four small ones; with one, what comes meanwhile gathers into the next: half the median of a pend's round
        // trip, and fewer requests.
        put(properties, ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        put(properties, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int)
                config.transactionTimeout().toMillis());
    }

    private static void put(Properties properties, String name, Object value) {
        properties.put(StreamsConfig.producerPrefix(name), value);
    }

    private static void addConsumer(Properties properties, ClassifyConfig config) {
        properties.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), config.maxPollRecords());
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), FETCH_BYTES);
        if (config.groupProtocol() == GroupProtocol.CLASSIC) {
            properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), (int)
                    config.sessionTimeout().toMillis());
            properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), (int)
                    config.sessionTimeout().dividedBy(3).toMillis());
        }
    }
}
