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
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The anchor: a request that a share group's member answers, the reply read by who asked. The clients are set as Penstock sets its own, and the
 * records are as large as a pended packet and a completion, once they are compressed too. One thread sends.
 */
final class RequestReply implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Load load;
    private final Child echo;
    private final KafkaProducer<byte[], byte[]> producer;
    private final RequestValues values = new RequestValues();
    private final TopicReader reader;
    private volatile RoundTrips trips = RoundTrips.none();

    private RequestReply(Map<String, Object> client, Load load, Child echo) {
        this.load = load;
        this.echo = echo;
        producer = requests(client);
        reader = TopicReader.start(
                client,
                EchoChild.REPLIES,
                load.partitions(),
                (reply, seenNanos) -> trips.end(ByteBuffer.wrap(reply).getInt(), seenNanos));
    }

    static RequestReply open(String bootstrapServers, Load load) throws Exception {
        Map<String, Object> client = Map.of("bootstrap.servers", bootstrapServers);
        try (Admin admin = Admin.create(client)) {
            WorkerGroup.prepare(admin, EchoChild.GROUP_OF, CalloutDelivery.SHARED, Duration.ofSeconds(15));
            admin.createTopics(List.of(new NewTopic(EchoChild.REPLIES, load.partitions(), (short) 1)))
                    .all()
                    .get();
        }
        return new RequestReply(client, load, EchoChild.start(bootstrapServers, load.partitions()));
    }

    /** As the topology's. */
    private static KafkaProducer<byte[], byte[]> requests(Map<String, Object> client) {
        return producer(client, "lz4");
    }

    /** As a worker's. */
    static KafkaProducer<byte[], byte[]> replies(Map<String, Object> client) {
        return producer(client, "none");
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> client, String compression) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Each request comes by itself. */
    RoundTrips evenly(Duration time) throws InterruptedException {
        RoundTrips started = start(time);
        started.pace().run(number -> request(number, started));
        started.await(PATIENCE);
        return started;
    }

    /** Requests come when the packets of such turns would. */
    RoundTrips gathered(Duration time, Turns turns) throws InterruptedException {
        RoundTrips started = start(time);
        GatheredRequests requests = new GatheredRequests(load.partitions(), number -> request(number, started));
        turns.run(started.pace(), requests::add, requests::leave);
        started.await(PATIENCE);
        return started;
    }

    /** Processor time so far of who answers, in nanoseconds. */
    long answererNanos() {
        return echo.cpuNanos();
    }

    private RoundTrips start(Duration time) {
        RoundTrips started = new RoundTrips(load.lasting(time, trips.pace().end()));
        trips = started;
        return started;
    }

    private void request(int number, RoundTrips started) {
        started.begin(number);
        producer.send(new ProducerRecord<>(Topics.pended(EchoChild.GROUP_OF), values.of(number)));
    }

    @Override
    public void close() {
        reader.close();
        producer.close();
        echo.close();
    }
}
