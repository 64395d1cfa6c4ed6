// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import io.penstock.engine.callout.Callout;
import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.Completion;
import io.penstock.schemas.CompletionBatch;
import io.penstock.schemas.LateVerdict;
import io.penstock.schemas.LateVerdictBatch;
import io.penstock.schemas.TopicCatalogue;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireException;
import io.penstock.schemas.WireReader;
import io.penstock.schemas.WorkerGroup;
import io.penstock.stream.ClassifyConfig;
import io.penstock.stream.ClassifyMetrics;
import io.penstock.stream.ClassifyService;
import io.penstock.stream.control.CalloutToRegister;
import io.penstock.stream.control.ControlWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * From the moment before a packet is pended until a reader of uncommitted verdicts sees its verdict: topology → pended topic → worker → completions → topology
 * → verdicts. Topology and reader are in this process, the workers in processes of their own.
 */
final class PendRoundTrip {
    private static final Duration START = Duration.ofSeconds(60);
    /** Compilers take minutes longer than the tasks to come to rest. */
    private static final Duration SETTLE = Duration.ofSeconds(180);

    private static final Duration WATCH = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, Object> client;
    private final String bootstrapServers;
    private final Path state;
    private final int partitions;
    private final Pace pace;
    private final Cost.Meter meter;
    private final RoundTrips trips;
    private final CountDownLatch decided;
    private final Set<String> redelivered = new HashSet<>();
    private final BitSet leftOut = new BitSet();
    private volatile boolean closing;

    PendRoundTrip(String bootstrapServers, Path state, int partitions, Pace pace, Cost.Meter meter) {
        client = Map.of("bootstrap.servers", bootstrapServers);
        this.bootstrapServers = bootstrapServers;
        this.state = state;
        this.partitions = partitions;
        this.pace = pace;
        this.meter = meter;
        trips = new RoundTrips(pace.requests());
        decided = new CountDownLatch(pace.requests());
    }

    /**
     * Runs it.
     *
     * @param kill whether one of two workers is killed in the middle of what is measured
     */
    RoundTrips run(boolean kill) throws Exception {
        Callout noting = new PendPolicy.Noting(trips);
        prepare(noting);
        ClassifyConfig config = ClassifyConfig.builder(bootstrapServers, state)
                .linger(Duration.ofMillis(pace.lingerMs()))
                .build();
        try (Child first = WorkerChild.start(bootstrapServers, pace.lingerMs());
                Child second = WorkerChild.start(bootstrapServers, pace.lingerMs());
                ClassifyService service =
                        ClassifyService.open(config, Map.of(noting.key(), noting), ClassifyMetrics.NOOP)) {
            service.start();
            if (!service.awaitRunning(START)) {
                throw new IllegalStateException("the topology did not start within " + START);
            }
            if (!kill) {
                // One worker is what the anchor has.
                second.kill();
                meter.worker(first::cpuNanos);
            }
            Thread reader = Thread.ofPlatform().name("verdicts").start(() -> read(kill));
            try (PacketSender agent = new PacketSender(client, partitions, pace.lingerMs())) {
                int killAt = kill ? pace.firstMeasured() + (pace.requests() - pace.firstMeasured()) / 2 : -1;
                new Turns(pace, partitions)
                        .run(
                                number -> {
                                    meter.before(number);
                                    if (number == killAt) {
                                        first.kill();
                                    }
                                    agent.add(number);
                                },
                                agent::leave);
                if (!decided.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IllegalStateException(decided.getCount() + " packets have no verdict");
                }
            } finally {
                closing = true;
                reader.join();
            }
        }
        return trips;
    }

    /** Watches worker and topology do nothing. */
    Idleness idle() throws Exception {
        Callout noting = new PendPolicy.Noting(trips);
        prepare(noting);
        ClassifyConfig config = ClassifyConfig.of(bootstrapServers, state);
        try (Child worker = WorkerChild.start(bootstrapServers, 0);
                ClassifyService service =
                        ClassifyService.open(config, Map.of(noting.key(), noting), ClassifyMetrics.NOOP)) {
            service.start();
            if (!service.awaitRunning(START)) {
                throw new IllegalStateException("the topology did not start within " + START);
            }
            Idleness.watch(worker, SETTLE);
            return Idleness.watch(worker, WATCH);
        }
    }

    /** Packets that a killed worker had: another got them, later. */
    BitSet redelivered() {
        return leftOut;
    }

    private void prepare(Callout noting) throws Exception {
        try (Admin admin = Admin.create(client)) {
            TopicCatalogue.create(admin, partitions);
            WorkerGroup.prepare(admin, PendPolicy.PENDING, CalloutDelivery.SHARED, Duration.ofSeconds(15));
        }
        new ControlWriter(client)
                .activate(
                        PendPolicy.toActivate(),
                        List.of(CalloutToRegister.of(noting), CalloutToRegister.of(new PendPolicy.Permitting())));
    }

    /** Deliveries are looked at only where a worker is killed, so that the reader has no more to do than the anchor's. */
    private static Stream<String> topics(boolean kill) {
        return kill ? Stream.of(Topics.VERDICTS, Topics.COMPLETIONS) : Stream.of(Topics.VERDICTS);
    }

    private void read(boolean kill) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = topics(kill)
                    .flatMap(topic ->
                            IntStream.range(0, partitions).mapToObj(partition -> new TopicPartition(topic, partition)))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            WireReader reader = new WireReader();
            while (!closing) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    note(record, reader);
                }
            }
        } catch (WireException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private void note(ConsumerRecord<byte[], byte[]> record, WireReader reader) throws WireException {
        switch (reader.read(record.value())) {
            case LateVerdictBatch batch -> batch.getVerdicts().forEach(this::decided);
            case CompletionBatch batch -> batch.getCompletions().forEach(this::answered);
            default -> {
                // A batch's first answer, PENDED, and the ends of pends.
            }
        }
    }

    private void decided(LateVerdict late) {
        int number = (int) late.getSequence() - 1;
        if (trips.end(number)) {
            decided.countDown();
        }
        if (redelivered.contains(late.getOriginPartition() + "/" + late.getOriginOffset())) {
            leftOut.set(number);
        }
    }

    private void answered(Completion completion) {
        if (completion.getDeliveryCount() > 1) {
            String[] id = completion.getPendId().split("/", 4);
            redelivered.add(id[1] + "/" + id[2]);
        }
    }
}
