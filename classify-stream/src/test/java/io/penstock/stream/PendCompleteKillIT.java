// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.stream.StandInWork.Fate;
import io.penstock.testsupport.ChildJvm;
import io.penstock.testsupport.KafkaExtension;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pended packet survives the death of the process that pended it and completes exactly once (invariant I3).
 *
 * <p>Packets flow at a steady rate, a worker answers, and the topology's process is killed (SIGKILL) at places of the
 * load drawn from a seed. {@code -Dpenstock.kill.rounds=N} makes it N times as long with N times as many kills;
 * {@code -Dpenstock.kill.seed=S} draws others.
 */
class PendCompleteKillIT {
    private static final int PARTITIONS = 4;
    private static final int FLOWS = 97;
    private static final int PACKETS_A_RECORD = 20;
    private static final int RECORDS_A_ROUND = 2_000;
    private static final int KILLS_A_ROUND = 3;
    private static final int ROUNDS = Integer.getInteger("penstock.kill.rounds", 1);
    private static final long SEED = Long.getLong("penstock.kill.seed", 20_260_101L);
    private static final long PAUSE_NANOS = Duration.ofMillis(8).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(240);

    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(PARTITIONS);

    @TempDir
    private Path directory;

    private ChildJvm topology;
    private final List<String> processIds = new ArrayList<>();

    @Test
    void shouldGiveEveryPacketExactlyOneFateWhenTheTopologyIsKilledUnderLoad() throws Exception {
        System.out.println("penstock.kill.seed=" + SEED + " penstock.kill.rounds=" + ROUNDS);
        prepareTopics();
        int packets = ROUNDS * RECORDS_A_ROUND * PACKETS_A_RECORD;
        try (StandInWorker worker = new StandInWorker(KAFKA.bootstrapServers(), "penstock-stand-in");
                FateBook fates = new FateBook(KAFKA.bootstrapServers(), PARTITIONS, packets)) {
            worker.start();
            try {
                topology = start();
                load(packets);
                awaitFates(packets, fates);
            } finally {
                topology.close();
            }
            fates.readToEnd();
            assertThat(Set.copyOf(processIds))
                    .as("process ids, and so transactional ids, of all starts")
                    .hasSize(1);
            assertBooksBalance(packets, fates);
            System.out.printf("pended %d, completions sent %d%n", fates.total(Fate.PENDED), worker.answered());
        }
    }

    /** Streams keeps the process id in its state directory only if there is a persistent store. A process that was killed before it was up has written none. */
    private void noteProcessId() throws IOException {
        try (Stream<Path> files =
                Files.find(directory, 5, (file, attributes) -> file.endsWith("kafka-streams-process-metadata"))) {
            for (Path file : files.toList()) {
                String written = Files.readString(file);
                if (!written.isEmpty()) {
                    processIds.add(written);
                }
            }
        }
    }

    private static void assertBooksBalance(int packets, FateBook fates) {
        assertThat(IntStream.range(0, packets).filter(number -> fates.finals(number) != 1))
                .as("packets without exactly one final fate")
                .isEmpty();
        assertThat(fates.total(Fate.EXPIRED)).as("expired").isZero();
        assertThat(IntStream.range(0, packets)
                        .filter(number ->
                                fates.count(Fate.COMPLETED, number) != (number % StandInWork.PEND_EVERY == 0 ? 1 : 0)))
                .as("packets that were to pend and did not complete, or the other way round")
                .isEmpty();
        assertThat(fates.total(Fate.PASSED) + fates.total(Fate.COMPLETED) + fates.total(Fate.RELEASED))
                .isEqualTo(packets);
    }

    private ChildJvm start() {
        return ChildJvm.start(
                StandInProcess.class,
                KAFKA.bootstrapServers(),
                directory.resolve("state").toString());
    }

    private void load(int packets) throws Exception {
        SortedSet<Integer> kills = killPlaces();
        try (KafkaProducer<byte[], byte[]> agent = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        KAFKA.bootstrapServers(),
                        "linger.ms",
                        1,
                        // As agents have it: else a partition's first batch may be overtaken, and is then refused until
                        // it is given up.
                        "max.in.flight.requests.per.connection",
                        1),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            ByteBuffer[] batches = new ByteBuffer[PARTITIONS];
            for (int partition = 0; partition < PARTITIONS; partition++) {
                batches[partition] = ByteBuffer.allocate(PACKETS_A_RECORD * Long.BYTES);
            }
            for (int number = 0; number < packets; number++) {
                int partition = number % FLOWS % PARTITIONS;
                batches[partition].putLong(number);
                if (!batches[partition].hasRemaining() || number >= packets - FLOWS) {
                    publish(agent, partition, batches[partition]);
                }
                if (kills.contains(number)) {
                    topology.kill();
                    noteProcessId();
                    topology = start();
                }
            }
            for (int partition = 0; partition < PARTITIONS; partition++) {
                publish(agent, partition, batches[partition]);
            }
        }
    }

    private static void publish(KafkaProducer<byte[], byte[]> agent, int partition, ByteBuffer batch) {
        byte[] value = new byte[batch.position()];
        batch.flip().get(value).clear();
        if (value.length > 0) {
            agent.send(new ProducerRecord<>("penstock.packets", partition, null, value), (sent, failure) -> {
                if (failure != null) {
                    System.out.println("the agent lost a record of partition " + partition + ": " + failure);
                }
            });
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Away from the very start, where the first process may not be up yet and nothing would be killed. */
    private static SortedSet<Integer> killPlaces() {
        Random random = new Random(SEED);
        SortedSet<Integer> places = new TreeSet<>();
        int packets = RECORDS_A_ROUND * PACKETS_A_RECORD;
        for (int round = 0; round < ROUNDS; round++) {
            for (int kill = 0; kill < KILLS_A_ROUND; kill++) {
                places.add(round * packets + packets / 4 + random.nextInt(packets * 3 / 4));
            }
        }
        return places;
    }

    private static void awaitFates(int packets, FateBook fates) {
        Instant end = Instant.now().plus(PATIENCE);
        while (fates.decided() < packets && Instant.now().isBefore(end)) {
            fates.read();
        }
        assertThat(IntStream.range(0, packets)
                        .filter(number -> fates.finals(number) == 0)
                        .mapToObj(number -> number
                                + (fates.count(Fate.HELD, number) > 0 ? " held" : "")
                                + (fates.count(Fate.PENDED, number) > 0 ? " pended" : ""))
                        .toList())
                .as("packets without a final fate")
                .isEmpty();
        assertThat(fates.decided()).as("final fates").isGreaterThanOrEqualTo(packets);
    }

    private static void prepareTopics() throws Exception {
        try (Admin admin = KAFKA.admin()) {
            admin.createTopics(List.of(new NewTopic(StandInWork.PENDED_TOPIC, 1, (short) 1)))
                    .all()
                    .get();
            ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, "penstock-stand-in");
            ConfigEntry fromTheStart = new ConfigEntry("share.auto.offset.reset", "earliest");
            admin.incrementalAlterConfigs(
                            Map.of(group, List.of(new AlterConfigOp(fromTheStart, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }
}
