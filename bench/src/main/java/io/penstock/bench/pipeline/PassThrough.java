// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pipeline;

import io.penstock.schemas.Topics;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/** The anchor: Kafka Streams that hands records on as they are, set as the topology is. */
final class PassThrough implements AutoCloseable {
    /** Where the records go. */
    static final String TOPIC = "bench.passed";

    private static final int BATCH_BYTES = 1 << 20;

    private final KafkaStreams streams;
    private final CountDownLatch running = new CountDownLatch(1);

    PassThrough(String bootstrapServers, Path stateDir, PipelineOptions options) {
        streams = new KafkaStreams(topology(), properties(bootstrapServers, stateDir, options));
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                running.countDown();
            }
        });
    }

    private static Topology topology() {
        return new Topology()
                .addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), Topics.PACKETS)
                .addSink("out", TOPIC, new ByteArraySerializer(), new ByteArraySerializer(), "in");
    }

    private static Properties properties(String bootstrapServers, Path stateDir, PipelineOptions options) {
        Properties all = new Properties();
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench-pass-through");
        all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        all.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, options.streamThreads());
        all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, options.commitMillis());
        all.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 16);
        all.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        all.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        all.put(StreamsConfig.mainConsumerPrefix("max.poll.records"), 32);
        all.put(StreamsConfig.producerPrefix("linger.ms"), 5);
        all.put(StreamsConfig.producerPrefix("batch.size"), BATCH_BYTES);
        all.put(StreamsConfig.producerPrefix("compression.type"), "lz4");
        return all;
    }

    void start() throws InterruptedException {
        streams.start();
        if (!running.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the pass-through did not start within 60 s");
        }
    }

    @Override
    public void close() {
        streams.close();
    }
}
