// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.AvroWire;
import io.penstock.schemas.CalloutDelivery;
import io.penstock.schemas.CompletionKind;
import io.penstock.schemas.Decision;
import io.penstock.schemas.DecisionAction;
import io.penstock.schemas.LateVerdictBatch;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.Topics;
import io.penstock.schemas.VerdictBatch;
import io.penstock.schemas.WorkerGroup;
import io.penstock.stream.control.CalloutToRegister;
import io.penstock.stream.control.ControlWriter;
import io.penstock.testsupport.ChildJvm;
import io.penstock.testsupport.KafkaExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Killing the real topology (SIGKILL) in the middle of its work changes no count and no verdict. */
class ClassifyKillIT {
    private static final int PARTITIONS = 2;
    private static final int BATCHES = 800;
    private static final int PACKETS_A_BATCH = 25;
    private static final int KILLS = 3;
    private static final long SEED = Long.getLong("penstock.kill.seed", 20_260_102L);
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final int BLOCKED_PORT = 9;

    @RegisterExtension
    static final KafkaExtension KAFKA = KafkaExtension.withTopics(PARTITIONS);

    @TempDir
    private Path directory;

    private final Map<String, Object> client = Map.of("bootstrap.servers", KAFKA.bootstrapServers());
    private final Map<Long, String> verdicts = new TreeMap<>();
    private final Random random = new Random(SEED);
    private int twice;

    @Test
    void shouldGiveTheVerdictsOfAnUndisturbedRunWhenKilledUnderLoad() throws Exception {
        System.out.println("penstock.kill.seed=" + SEED);
        register();
        try (Answering worker = new Answering(client)) {
            worker.start();
            ChildJvm topology = start();
            try (KafkaProducer<byte[], byte[]> agent =
                    new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
                for (int batch = 0; batch < BATCHES; batch++) {
                    publish(agent, batch);
                    if (batch % (BATCHES / (KILLS + 1)) == BATCHES / (KILLS + 2)) {
                        topology.kill();
                        topology = start();
                    }
                }
                awaitVerdicts();
            } finally {
                topology.close();
            }
        }
        assertThat(twice).as("packets with a second final verdict").isZero();
        assertThat(verdicts).hasSize(BATCHES * PACKETS_A_BATCH);
        verdicts.forEach((sequence, verdict) ->
                assertThat(verdict).as("packet " + sequence).isEqualTo(expected(sequence)));
    }

    private void register() {
        try (Admin admin = KAFKA.admin()) {
            WorkerGroup.prepare(admin, TestPolicies.CALLOUT, CalloutDelivery.SHARED, Duration.ofSeconds(15));
        }
        ControlWriter control = new ControlWriter(client);
        control.register(List.of(new CalloutToRegister(
                TestPolicies.CALLOUT, true, true, true, Duration.ZERO, CalloutDelivery.SHARED, 0, false)));
        assertThat(control.activate(TestPolicies.toActivate(BLOCKED_PORT))).isEqualTo(1);
        assertThat(control.activate(TestPolicies.toActivate(BLOCKED_PORT)))
                .as("again")
                .isEqualTo(1);
    }

    private ChildJvm start() {
        return ChildJvm.start(
                ClassifyProcess.class,
                KAFKA.bootstrapServers(),
                directory.resolve("state").toString());
    }

    /** Each batch has an agent and so flows of its own: what is expected of a packet depends on its port alone. */
    private void publish(KafkaProducer<byte[], byte[]> agent, int batch) {
        UdpTraffic traffic = new UdpTraffic("edge-" + batch % 10);
        for (int i = 0; i < PACKETS_A_BATCH; i++) {
            long sequence = (long) batch * PACKETS_A_BATCH + i + 1;
            traffic.packet(sequence, 1_024 + random.nextInt(200), port(sequence));
        }
        int partition = batch % 10 % PARTITIONS;
        agent.send(new ProducerRecord<>(Topics.PACKETS, partition, null, AvroWire.encode(traffic.batch())));
        LockSupport.parkNanos(Duration.ofMillis(15).toNanos());
    }

    private static int port(long sequence) {
        return switch ((int) (sequence % 10)) {
            case 1 -> TestPolicies.PENDED_PORT;
            case 2, 3 -> BLOCKED_PORT;
            default -> 53;
        };
    }

    private static String expected(long sequence) {
        return switch (port(sequence)) {
            case TestPolicies.PENDED_PORT -> "PERMIT:pend-one-port";
            case BLOCKED_PORT -> "BLOCK:block-one-port";
            default -> "PERMIT:null";
        };
    }

    private void awaitVerdicts() {
        Map<String, Object> committed = new java.util.HashMap<>(client);
        committed.putAll(Map.of(
                "isolation.level", "read_committed", "auto.offset.reset", "earliest", "group.id", "verdicts-of-test"));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(committed, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topics.VERDICTS));
            Instant end = Instant.now().plus(PATIENCE);
            Instant quiet = end;
            while (Instant.now().isBefore(end) && Instant.now().isBefore(quiet)) {
                consumer.poll(Duration.ofMillis(200)).forEach(made -> note(made.value()));
                if (verdicts.size() == BATCHES * PACKETS_A_BATCH && quiet.equals(end)) {
                    // A second verdict, were there one, would come from a transaction that commits soon.
                    quiet = Instant.now().plusSeconds(2);
                }
            }
        }
    }

    private void note(byte[] value) {
        switch (EngineDriver.decode(value)) {
            case VerdictBatch batch -> {
                for (int i = 0; i < batch.getOutcomes().size(); i++) {
                    int number = batch.getOutcomes().get(i);
                    if (number >= 0) {
                        note(batch.getSequences().get(i), batch.getDecisions().get(number));
                    }
                }
            }
            case LateVerdictBatch batch ->
                batch.getVerdicts().forEach(late -> note(late.getSequence(), late.getDecision()));
            default -> {}
        }
    }

    private void note(long sequence, Decision decision) {
        if (decision.getAction() == DecisionAction.PENDED || decision.getAction() == DecisionAction.HELD) {
            return;
        }
        if (verdicts.put(sequence, decision.getAction() + ":" + decision.getFilter()) != null) {
            twice++;
        }
    }

    /** A worker that permits everything it sees, whether or not the pend was committed. */
    private static final class Answering implements AutoCloseable {
        private final KafkaProducer<byte[], byte[]> completions;
        private final KafkaConsumer<byte[], byte[]> pended;
        private final Thread thread = Thread.ofPlatform().name("answering").unstarted(this::work);
        private volatile boolean stopped;

        Answering(Map<String, Object> client) {
            completions = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
            Map<String, Object> settings = new java.util.HashMap<>(client);
            settings.putAll(Map.of("auto.offset.reset", "earliest", "group.id", "answering"));
            pended = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        void start() {
            thread.start();
        }

        private void work() {
            pended.subscribe(List.of(Topics.pended(TestPolicies.CALLOUT)));
            while (!stopped) {
                pended.poll(Duration.ofMillis(100))
                        .forEach(made -> EngineDriver.records(EngineDriver.decode(made.value()))
                                .forEach(pended -> answer((PendedPacket) pended)));
            }
            pended.close();
            completions.close();
        }

        private void answer(PendedPacket packet) {
            byte[] completion = AvroWire.encode(EngineDriver.completion(packet, CompletionKind.PERMIT));
            completions.send(new ProducerRecord<>(Topics.COMPLETIONS, packet.getOriginPartition(), null, completion));
        }

        @Override
        public void close() {
            stopped = true;
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
