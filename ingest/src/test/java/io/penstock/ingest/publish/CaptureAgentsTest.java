// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.engine.packet.PacketRow;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.rows.RowOptions;
import io.penstock.ingest.rows.RowSource;
import io.penstock.ingest.rows.RowSources;
import io.penstock.schemas.AgentStatus;
import io.penstock.schemas.AgentStatusKind;
import io.penstock.schemas.AvroWire;
import io.penstock.schemas.PacketBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class CaptureAgentsTest {
    private static final Path SAMPLES = Path.of(System.getProperty("penstock.root"), "samples");
    private static final CaptureSource OFFICE = new CaptureSource.File(SAMPLES.resolve("office.pcapng"));
    private static final CaptureSource SERVER = new CaptureSource.File(SAMPLES.resolve("server.pcap"));

    private static final int MOST_PARTITIONS = 6;

    private final MockProducer<byte[], byte[]> producer = producer();
    private final PacketPublisher publisher = publisher(producer);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AgentMetrics metrics = AgentMetrics.in(registry);
    private final AgentOptions options = AgentOptions.of(99).batchesOf(16);

    @Test
    void shouldPublishEveryRowOnceInOrderOfItsPartition() throws Exception {
        List<AgentResult> results = publish(PacketsUnderWay.unlimited(), OFFICE, SERVER);
        Map<String, byte[]> rows = publishedRows();
        long expected = 0;
        try (RowSources sources = RowSources.open(List.of(OFFICE, SERVER), RowOptions.DEFAULT)) {
            for (RowSource source : sources.agents()) {
                while (source.next()) {
                    expected++;
                    byte[] row = rows.get(source.agent() + " " + source.sequence());
                    assertThat(withoutPlaces(row)).isEqualTo(withoutPlaces(source.rows()));
                }
            }
        }
        assertThat(rows).hasSize((int) expected);
        assertThat(counted(AgentMeter.PUBLISHED)).isEqualTo(expected);
        assertThat(counted(AgentMeter.DROPPED)).isZero();
        assertThat(gauge(AgentMeter.IMBALANCE)).isZero();
        assertThat(gauge(AgentMeter.IN_FLIGHT)).isZero();
        assertThat(results).extracting(AgentResult::agent).containsExactly("office.pcapng", "server.pcap");
        assertThat(results.stream().mapToLong(AgentResult::published).sum()).isEqualTo(expected);
        assertThat(results).allSatisfy(result -> {
            assertThat(result.captured()).isEqualTo(result.published() + result.dropped());
            assertThat(result.dropped()).isZero();
            assertThat(result.captures().getFirst().packets()).isEqualTo(result.captured());
        });
    }

    @Test
    void shouldEndEveryPartitionWithABalancedMarker() throws Exception {
        AgentResult result = publish(PacketsUnderWay.unlimited(), SERVER).getFirst();
        long here = 0;
        for (int partition = 0; partition < 3; partition++) {
            SpecificRecord last = recordsOf(partition).getLast();
            assertThat(last).isInstanceOfSatisfying(AgentStatus.class, end -> {
                assertThat(end.getKind()).isEqualTo(AgentStatusKind.END);
                assertThat(end.getPublished()).isEqualTo(result.published());
                assertThat(end.getCaptured()).isEqualTo(result.captured());
                assertThat(end.getBytes()).isEqualTo(result.bytes());
                assertThat(end.getIncarnation()).isEqualTo(99);
            });
            here += ((AgentStatus) last).getPublishedHere();
        }
        assertThat(here).isEqualTo(result.published());
    }

    @Test
    void shouldStopWithEveryPacketCountedWhenTheBrokersTakeNoMore() throws Exception {
        MockProducer<byte[], byte[]> failing =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    private int sent;

                    @Override
                    public synchronized java.util.concurrent.Future<RecordMetadata> send(
                            ProducerRecord<byte[], byte[]> sending, Callback callback) {
                        var future = super.send(sending, callback);
                        if (++sent == 5) {
                            errorNext(new NotEnoughReplicasException("no replica but the leader"));
                        } else {
                            completeNext();
                        }
                        return future;
                    }
                };
        try (RowSources sources = RowSources.open(List.of(OFFICE), RowOptions.DEFAULT)) {
            CaptureAgents agents = new CaptureAgents(publisher(failing), options, metrics);
            assertThatThrownBy(() -> agents.publish(sources, PacketsUnderWay.unlimited(), PublishProgress.NONE))
                    .isInstanceOfSatisfying(PublishException.class, failed -> {
                        assertThat(failed.kind()).isEqualTo(PublishException.Kind.NOT_DELIVERED);
                        assertThat(failed.getMessage())
                                .startsWith("Kafka at nowhere:1: ")
                                .doesNotContain("\n");
                    });
            AgentResult books = agents.results().getFirst();
            assertThat(books.dropped()).isPositive();
            assertThat(counted(AgentMeter.DROPPED)).isEqualTo(books.dropped());
            assertThat(gauge(AgentMeter.IMBALANCE)).isZero();
            assertThat(counted(AgentMeter.CAPTURED)).isEqualTo(books.captured());
            assertThat(books.captured()).isEqualTo(books.published() + books.dropped());
            assertThat(books.captures().getFirst().packets()).isEqualTo(books.captured());
        }
    }

    @Test
    void shouldWaitForVerdictsBeforeTooManyPacketsAreUnderWay() throws Exception {
        PacketsUnderWay underWay = PacketsUnderWay.atMost(512);
        CompletableFuture<List<AgentResult>> done = new CompletableFuture<>();
        CountDownLatch sent = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            try (RowSources sources = RowSources.open(List.of(OFFICE, SERVER), RowOptions.DEFAULT)) {
                CaptureAgents agents = new CaptureAgents(publisher, options, metrics);
                done.complete(agents.publish(sources, underWay, (agent, packets, bytes) -> sent.countDown()));
            } catch (Exception failed) {
                done.completeExceptionally(failed);
            }
        });
        sent.await();
        long released = 0;
        while (!done.isDone()) {
            assertThat(underWay.count()).isLessThanOrEqualTo(512);
            underWay.release(underWay.count());
            released++;
            done.orTimeout(25, TimeUnit.SECONDS);
        }
        assertThat(released).isPositive();
        assertThat(done.get().stream().mapToLong(AgentResult::dropped).sum()).isZero();
    }

    @Test
    void shouldSendWhatASlowInputBringsWithoutWaitingForMore() throws Exception {
        byte[] capture = Files.readAllBytes(SAMPLES.resolve("server.pcap"));
        PipedOutputStream typing = new PipedOutputStream();
        CaptureSource slow = new CaptureSource.Stream("-", new PipedInputStream(typing, capture.length));
        CountDownLatch firstSent = new CountDownLatch(1);
        CompletableFuture<List<AgentResult>> done = new CompletableFuture<>();
        typing.write(capture, 0, capture.length / 2);
        Thread.ofPlatform().daemon().start(() -> {
            try (RowSources sources = RowSources.open(List.of(slow), RowOptions.DEFAULT)) {
                CaptureAgents agents = new CaptureAgents(publisher, AgentOptions.of(99), metrics);
                done.complete(agents.publish(
                        sources, PacketsUnderWay.unlimited(), (agent, packets, bytes) -> firstSent.countDown()));
            } catch (Exception failed) {
                done.completeExceptionally(failed);
            }
        });
        firstSent.await();
        assertThat(done).isNotDone();
        typing.write(capture, capture.length / 2, capture.length - capture.length / 2);
        typing.close();
        assertThat(done.get().getFirst().agent()).isEqualTo("stdin");
        assertThat(publishedRows()).hasSize((int) done.get().getFirst().captured());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 3", "6, 4"})
    void shouldSendThePartitionsOfASlowInputInTurns(int partitions, int turns) throws Exception {
        // Too few to fill a record, which leaves at once.
        int packets = 150;
        EndsWhenStopped typed = new EndsWhenStopped(first(packets));
        // No turn but those of this test.
        AgentOptions patient = new AgentOptions(
                99, AgentOptions.WHOLE_FRAMES, 512, 256 << 10, Duration.ofDays(1), Duration.ofDays(1), 1);
        try (RowSources sources = RowSources.open(List.of(new CaptureSource.Stream("-", typed)), RowOptions.DEFAULT)) {
            CaptureAgent agent = new CaptureAgent(
                    sources.agents().getFirst(),
                    publisher(producer, partitions),
                    PacketsUnderWay.unlimited(),
                    PublishProgress.NONE,
                    metrics,
                    patient);
            assertThat(agent.turns()).isEqualTo(turns);
            Thread reading = Thread.ofPlatform().daemon().start(() -> runUntilStopped(agent));
            for (int turn = 0; publishedRows().size() < packets; turn = (turn + 1) % turns) {
                int before = producer.history().size();
                agent.tick(turn);
                int now = turn;
                assertThat(producer.history().subList(before, producer.history().size()))
                        .allMatch(sent -> sent.partition() % turns == now);
            }
            assertThat(producer.history()).extracting(ProducerRecord::partition).contains(0, partitions - 1);
            reading.interrupt();
            reading.join();
        }
    }

    /** So many packets from the beginning of the server's capture. */
    private static byte[] first(int packets) throws IOException {
        byte[] capture = Files.readAllBytes(SAMPLES.resolve("server.pcap"));
        ByteBuffer records =
                ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN).position(24);
        for (int i = 0; i < packets; i++) {
            records.position(records.position() + 16 + records.getInt(records.position() + 8));
        }
        return Arrays.copyOf(capture, records.position());
    }

    private static void runUntilStopped(CaptureAgent agent) {
        try {
            agent.run();
        } catch (PublishException | InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldTellNoEndOfACaptureWhenItIsStopped() throws Exception {
        byte[] capture = Files.readAllBytes(SAMPLES.resolve("server.pcap"));
        CaptureSource typed = new CaptureSource.Stream("-", new EndsWhenStopped(capture));
        CountDownLatch unsent = new CountDownLatch(packets(SERVER));
        CompletableFuture<List<AgentResult>> done = new CompletableFuture<>();
        Thread command = Thread.ofPlatform().daemon().start(() -> {
            try (RowSources sources = RowSources.open(List.of(typed), RowOptions.DEFAULT)) {
                CaptureAgents agents = new CaptureAgents(publisher, AgentOptions.of(99), metrics);
                done.complete(agents.publish(
                        sources, PacketsUnderWay.unlimited(), (agent, packets, bytes) -> countDown(unsent, packets)));
            } catch (Exception stopped) {
                done.completeExceptionally(stopped);
            }
        });
        unsent.await();
        command.interrupt();
        assertThatThrownBy(done::get).hasCauseInstanceOf(InterruptedException.class);
        for (int partition = 0; partition < 3; partition++) {
            assertThat(recordsOf(partition))
                    .noneSatisfy(told -> assertThat(told)
                            .isInstanceOfSatisfying(
                                    AgentStatus.class,
                                    status -> assertThat(status.getKind()).isEqualTo(AgentStatusKind.END)));
        }
    }

    private static int packets(CaptureSource capture) throws Exception {
        int packets = 0;
        try (RowSources sources = RowSources.open(List.of(capture), RowOptions.DEFAULT)) {
            while (sources.agents().getFirst().next()) {
                packets++;
            }
        }
        return packets;
    }

    private static void countDown(CountDownLatch latch, int times) {
        for (int i = 0; i < times; i++) {
            latch.countDown();
        }
    }

    /** Standard input at a pipe whose writer is stopped together with the agent. */
    private static final class EndsWhenStopped extends ByteArrayInputStream {
        EndsWhenStopped(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) {
            int count = super.read(into, offset, length);
            if (count < 0) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }
            return count;
        }
    }

    private double gauge(AgentMeter gauge) {
        return registry.get(gauge.meterName()).gauge().value();
    }

    private long counted(AgentMeter counter) {
        return (long) registry.counter(counter.meterName()).count();
    }

    private List<AgentResult> publish(PacketsUnderWay underWay, CaptureSource... captures) throws Exception {
        try (RowSources sources = RowSources.open(List.of(captures), RowOptions.DEFAULT);
                CaptureAgents agents = new CaptureAgents(publisher, options, metrics)) {
            return agents.publish(sources, underWay, PublishProgress.NONE);
        }
    }

    private List<SpecificRecord> recordsOf(int partition) throws Exception {
        List<SpecificRecord> records = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> sent : producer.history()) {
            if (sent.partition() == partition) {
                records.add(AvroWire.decode(sent.value()));
            }
        }
        return records;
    }

    private Map<String, byte[]> publishedRows() throws Exception {
        Map<String, byte[]> rows = new HashMap<>();
        for (int partition = 0; partition < MOST_PARTITIONS; partition++) {
            Map<String, Long> last = new HashMap<>();
            for (SpecificRecord sent : recordsOf(partition)) {
                if (sent instanceof PacketBatch batch) {
                    assertThat(batch.getFirstSequence()).isGreaterThan(last.getOrDefault(batch.getAgent(), 0L));
                    last.put(batch.getAgent(), batch.getLastSequence());
                    take(batch, rows);
                }
            }
        }
        return rows;
    }

    private static void take(PacketBatch batch, Map<String, byte[]> rows) {
        ByteBuffer all = batch.getRows();
        long before = batch.getFirstSequence() - 1;
        assertThat(all.remaining()).isEqualTo(batch.getCount() * PacketRow.ROW_LENGTH);
        for (int i = 0; i < batch.getCount(); i++) {
            byte[] row = new byte[PacketRow.ROW_LENGTH];
            all.get(row);
            assertThat(PacketRow.sequence(row, 0)).isGreaterThan(before);
            before = PacketRow.sequence(row, 0);
            assertThat((long) PacketRow.frameLength(row, 0)).isEqualTo(PacketRow.capturedLength(row, 0));
            assertThat(rows.put(batch.getAgent() + " " + before, row)).isNull();
        }
        assertThat(before).isEqualTo(batch.getLastSequence());
    }

    /** The row but for where its frame and quoted tuple stand, which depends on the batch. */
    private static byte[] withoutPlaces(byte[] row) {
        byte[] copy = Arrays.copyOf(row, PacketRow.ROW_LENGTH);
        PacketRow.frameOffset(copy, 0, 0);
        PacketRow.frameLength(copy, 0, 0);
        PacketRow.quoted(copy, 0, 0);
        return copy;
    }

    private static PacketPublisher publisher(MockProducer<byte[], byte[]> producer) {
        return publisher(producer, 3);
    }

    private static PacketPublisher publisher(MockProducer<byte[], byte[]> producer, int partitions) {
        return new PacketPublisher("nowhere:1", producer, partitions, Duration.ofSeconds(60));
    }

    private static MockProducer<byte[], byte[]> producer() {
        return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
