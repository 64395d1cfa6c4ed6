// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.reclassify;

import io.penstock.cli.pipeline.KafkaClientSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.Stores;

/** One instance of the Kafka Streams application: one stream thread that hands partitions to workers. Thread-safe. */
final class PartStreams implements AutoCloseable {
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);
    private static final int COMMIT_MILLIS = 500;
    private static final int SESSION_MILLIS = 10_000;
    private static final int TRANSACTION_MILLIS = 30_000;
    private static final int THREADS_REPLACED = 10;
    private static final String SOURCE = "orders";
    private static final String ANSWER = "answer";

    private final KafkaStreams streams;
    private final ExecutorService workers;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private int threadsLost;

    /**
     * An instance that is not started yet.
     *
     * @param threads parts that are read at a time, 1 or more
     * @param folder this instance's own, for what is under way
     */
    PartStreams(
            KafkaClientSettings kafka, ApplicationTopics topics, PartAnswering answering, int threads, Path folder) {
        workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("reclassify-", 0).daemon().factory());
        streams = new KafkaStreams(topology(topics, answering, folder), properties(kafka, topics, folder));
        streams.setUncaughtExceptionHandler(this::onThreadDeath);
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.ERROR) {
                failure.compareAndSet(null, new IllegalStateException("the stream threads stopped"));
            }
        });
    }

    private Topology topology(ApplicationTopics topics, PartAnswering answering, Path folder) {
        return new Topology()
                .addSource(
                        AutoOffsetReset.earliest(),
                        SOURCE,
                        new ByteArrayDeserializer(),
                        new StringDeserializer(),
                        topics.parts())
                .addProcessor(ANSWER, () -> new PartProcessor(answering, workers, folder), SOURCE)
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(PartProcessor.OPEN), Serdes.Integer(), Serdes.String()),
                        ANSWER)
                .addSink(
                        "results",
                        topics.results(),
                        new IntegerSerializer(),
                        new ByteArraySerializer(),
                        new PartPartitioner(),
                        ANSWER);
    }

    private static Properties properties(KafkaClientSettings kafka, ApplicationTopics topics, Path folder) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_MILLIS);
        properties.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), SESSION_MILLIS / 3);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), TRANSACTION_MILLIS);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        properties.putAll(kafka.client());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, topics.applicationId());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("streams").toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return properties;
    }

    void start() {
        streams.start();
    }

    /** Why it has stopped by itself; empty where it has not. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** A part that cannot be read here cannot be read anywhere; most other causes pass. */
    private synchronized StreamThreadExceptionResponse onThreadDeath(Throwable died) {
        for (Throwable cause = died; cause != null; cause = cause.getCause()) {
            if (cause instanceof PartFailedException) {
                failure.set(cause.getCause());
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
        }
        if (++threadsLost <= THREADS_REPLACED) {
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        failure.set(died);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    @Override
    public void close() {
        streams.close(CLOSE_WITHIN);
        workers.shutdownNow();
        try {
            // Whoever still writes would be in the way of whoever tidies up.
            workers.awaitTermination(CLOSE_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
