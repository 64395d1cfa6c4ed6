// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WorkerGroup;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The anchor: a request that a share group's member answers, the reply read by who asked. The clients are set as Penstock's workers set theirs, and the
 * records are as large as a pended packet and a completion.
 */
final class RequestReply {
    private static final int REQUEST_BYTES = 900;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String bootstrapServers;
    private final Map<String, Object> client;
    private final int partitions;
    private final Pace pace;
    private final Cost.Meter meter;
    private final RoundTrips trips;
    private final CountDownLatch answered;
    private volatile boolean closing;

    RequestReply(String bootstrapServers, int partitions, Pace pace, Cost.Meter meter) {
        this.bootstrapServers = bootstrapServers;
        client = Map.of("bootstrap.servers", bootstrapServers);
        this.partitions = partitions;
        this.pace = pace;
        this.meter = meter;
        trips = new RoundTrips(pace.requests());
        answered = new CountDownLatch(pace.requests());
    }

    /**
     * Runs it.
     *
     * @param gathered whether requests come when an agent's packets would, or each by itself
     */
    RoundTrips run(boolean gathered) throws Exception {
        try (Admin admin = Admin.create(client)) {
            WorkerGroup.prepare(admin, EchoChild.GROUP_OF, CalloutDelivery.SHARED, Duration.ofSeconds(15));
            admin.createTopics(List.of(new NewTopic(EchoChild.REPLIES, partitions, (short) 1)))
                    .all()
                    .get();
        }
        Thread reader = Thread.ofPlatform().name("replies").start(this::read);
        try (Child echo = EchoChild.start(bootstrapServers, partitions, pace.lingerMs());
                KafkaProducer<byte[], byte[]> producer = producer(client, pace.lingerMs())) {
            meter.worker(echo::cpuNanos);
            if (gathered) {
                GatheredRequests requests = new GatheredRequests(partitions, number -> request(number, producer));
                new Turns(pace, partitions)
                        .run(
                                number -> {
                                    meter.before(number);
                                    requests.add(number);
                                },
                                requests::leave);
            } else {
                pace.run(number -> {
                    meter.before(number);
                    request(number, producer);
                });
            }
            if (!answered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(answered.getCount() + " requests were not answered");
            }
        } finally {
            closing = true;
            reader.join();
        }
        return trips;
    }

    private void request(int number, KafkaProducer<byte[], byte[]> producer) {
        trips.begin(number);
        byte[] value = ByteBuffer.allocate(REQUEST_BYTES).putInt(number).array();
        producer.send(new ProducerRecord<>(Topics.pended(EchoChild.GROUP_OF), value));
    }

    /** As a worker's, for requests and for replies. */
    static KafkaProducer<byte[], byte[]> producer(Map<String, Object> client, int lingerMs) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, lingerMs);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void read() {
        try (KafkaConsumer<byte[], byte[]> replies =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = IntStream.range(0, partitions)
                    .mapToObj(partition -> new TopicPartition(EchoChild.REPLIES, partition))
                    .toList();
            replies.assign(all);
            replies.seekToBeginning(all);
            while (!closing) {
                for (ConsumerRecord<byte[], byte[]> reply : replies.poll(Duration.ofMillis(100))) {
                    if (trips.end(ByteBuffer.wrap(reply.value()).getInt())) {
                        answered.countDown();
                    }
                }
            }
        }
    }
}
