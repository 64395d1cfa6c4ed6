// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.engine.packet.PacketRow;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.direction.LocalAddresses;
import io.penstock.ingest.rows.RowOptions;
import io.penstock.ingest.rows.RowSources;
import io.penstock.schemas.AvroWire;
import io.penstock.schemas.PacketBatch;
import io.penstock.schemas.TopicCatalogue;
import io.penstock.schemas.Topics;
import io.penstock.testsupport.LastingBroker;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that freezes in the middle of a capture costs no packet, however long it takes. */
@Timeout(240)
class FrozenBrokerIT {
    private static final int PARTITIONS = 3;
    private static final long INCARNATION = 5;
    private static final Path SAMPLE = Path.of(System.getProperty("penstock.root"), "samples", "server.pcap");

    /** With addresses given, packets are published as they are read. */
    private static final RowOptions ROWS =
            new RowOptions(Optional.empty(), Optional.of(LocalAddresses.parse("10.0.0.0/8")));

    @TempDir
    private Path directory;

    private LastingBroker broker;
    private byte[] capture;

    @BeforeEach
    void startBroker() throws Exception {
        capture = Files.readAllBytes(SAMPLE);
        broker = LastingBroker.start(directory);
        try (Admin admin = Admin.create(properties())) {
            TopicCatalogue.create(admin, PARTITIONS);
        }
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void shouldWaitForTheBrokerAndGoOn() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        PublishProgress thawing = new PublishProgress() {
            @Override
            public void sent(String agent, int packets, long wireBytes) {}

            @Override
            public void waiting(String brokers, Duration silent) {
                told.add("waiting");
                broker.thaw();
            }

            @Override
            public void goingOn(String brokers, Duration silence) {
                told.add("going on");
            }
        };
        // The broker is silent for longer than a request may take, so what is on its way is sent a second time.
        AgentResult result = publish(Map.of("request.timeout.ms", 2_000), true, thawing);

        assertThat(told).startsWith("waiting").endsWith("going on");
        assertThat(result.dropped()).isZero();
        assertThat(taken()).isEqualTo(sequencesTo(result.captured()));
    }

    @Test
    void shouldLoseNothingWhenARunIsResumedThatGaveRecordsUp() throws Exception {
        Map<String, Object> impatient = Map.of("request.timeout.ms", 1_000, "delivery.timeout.ms", 3_000);
        assertThatThrownBy(() -> publish(impatient, true, PublishProgress.NONE)).isInstanceOf(PublishException.class);
        broker.thaw();
        AgentResult result = publish(Map.of(), false, PublishProgress.NONE);

        assertThat(taken()).isEqualTo(sequencesTo(result.captured()));
    }

    private AgentResult publish(Map<String, Object> besides, boolean freezing, PublishProgress progress)
            throws Exception {
        Map<String, Object> properties = new HashMap<>(besides);
        properties.putAll(properties());
        CaptureSource source = new CaptureSource.Made("server.pcap", () -> freezing ? freezing() : whole());
        try (RowSources sources = RowSources.open(List.of(source), ROWS);
                CaptureAgents agents = CaptureAgents.connect(
                        properties, AgentOptions.of(INCARNATION).batchesOf(16))) {
            return agents.publish(sources, PacketsUnderWay.unlimited(), progress)
                    .getFirst();
        }
    }

    private InputStream whole() {
        return new ByteArrayInputStream(capture);
    }

    /** The capture; whoever reads on at its middle finds the broker frozen. */
    private InputStream freezing() {
        int middle = capture.length / 2;
        InputStream rest = new ByteArrayInputStream(capture, middle, capture.length - middle) {
            private boolean begun;

            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                if (!begun) {
                    begun = true;
                    awaitStored();
                    broker.freeze();
                }
                return super.read(into, offset, length);
            }
        };
        return new SequenceInputStream(new ByteArrayInputStream(capture, 0, middle), rest);
    }

    /** Before that the producer has no id, and gives nothing up while it waits for one. */
    private void awaitStored() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            while (consumer.endOffsets(partitions()).values().stream().allMatch(end -> end == 0)) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        }
    }

    private static List<TopicPartition> partitions() {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Topics.PACKETS, partition))
                .toList();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Sequences that the topology takes: those above the last of their partition. */
    private List<Long> taken() throws Exception {
        List<TopicPartition> partitions = partitions();
        List<Long> taken = new java.util.ArrayList<>();
        long[] last = new long[PARTITIONS];
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (var stored : consumer.poll(Duration.ofSeconds(1))) {
                    if (AvroWire.decode(stored.value()) instanceof PacketBatch batch) {
                        for (long sequence : sequences(batch)) {
                            if (sequence > last[stored.partition()]) {
                                last[stored.partition()] = sequence;
                                taken.add(sequence);
                            }
                        }
                    }
                }
            }
        }
        return taken.stream().sorted().toList();
    }

    private static long[] sequences(PacketBatch batch) {
        ByteBuffer view = batch.getRows();
        byte[] rows = Arrays.copyOfRange(
                view.array(),
                view.arrayOffset() + view.position(),
                view.arrayOffset() + view.position() + view.remaining());
        return IntStream.range(0, batch.getCount())
                .mapToLong(row -> PacketRow.sequence(rows, row * PacketRow.ROW_LENGTH))
                .toArray();
    }

    private static List<Long> sequencesTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private Map<String, Object> properties() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }
}
