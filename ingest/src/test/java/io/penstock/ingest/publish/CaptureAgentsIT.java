// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.penstock.engine.packet.PacketRow;
import io.penstock.ingest.capture.CaptureSource;
import io.penstock.ingest.capture.CapturedPacket;
import io.penstock.ingest.rows.RowOptions;
import io.penstock.ingest.rows.RowSource;
import io.penstock.ingest.rows.RowSources;
import io.penstock.schemas.TopicCatalogue;
import io.penstock.schemas.Topics;
import io.penstock.testsupport.KafkaExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CaptureAgentsIT {
    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension();

    private static final int PARTITIONS = 4;
    private static final Path SAMPLES = Path.of(System.getProperty("penstock.root"), "samples");
    private static final Path DATA = Path.of(System.getProperty("penstock.data", "absent"), "captures");
    private static final RowOptions ONE_HOST = new RowOptions(Optional.of("gateway"), Optional.empty());

    @Test
    @Order(1)
    void shouldSayThatTheTopicIsMissing() {
        assertThatThrownBy(() -> connect(1).close()).isInstanceOfSatisfying(PublishException.class, failed -> {
            assertThat(failed.kind()).isEqualTo(PublishException.Kind.NO_TOPIC);
            assertThat(failed.getMessage()).contains(Topics.PACKETS).doesNotContain("\n");
        });
    }

    @Test
    void shouldSayInTimeThatNoBrokerAnswers() {
        Map<String, Object> nobody = Map.of("bootstrap.servers", "127.0.0.1:1", "max.block.ms", 1_000);
        long before = System.nanoTime();
        assertThatThrownBy(() -> CaptureAgents.connect(nobody, AgentOptions.of(1)))
                .isInstanceOfSatisfying(PublishException.class, failed -> {
                    assertThat(failed.kind()).isEqualTo(PublishException.Kind.UNREACHABLE);
                    assertThat(failed.getMessage()).startsWith("Kafka at 127.0.0.1:1: cannot be reached");
                });
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void shouldSayThatABootstrapAddressHasNoHost() {
        Map<String, Object> nowhere = Map.of("bootstrap.servers", "no-such-host.invalid:9092", "max.block.ms", 1_000);
        assertThatThrownBy(() -> CaptureAgents.connect(nowhere, AgentOptions.of(1)))
                .isInstanceOfSatisfying(PublishException.class, failed -> {
                    assertThat(failed.kind()).isEqualTo(PublishException.Kind.UNREACHABLE);
                    assertThat(failed.getMessage())
                            .contains("no-such-host.invalid")
                            .doesNotContain("\n");
                });
    }

    @Test
    void shouldPublishEverySampleRowForRow() throws Exception {
        publishAndCompare(captures(SAMPLES), RowOptions.DEFAULT, AgentOptions.of(10));
    }

    @Test
    void shouldPublishTheSamplesAsOneHostsRowsWithoutFrames() throws Exception {
        publishAndCompare(captures(SAMPLES), ONE_HOST, AgentOptions.of(11).snappedTo(0));
    }

    @Test
    void shouldPublishTheReferenceCapturesRowForRow() throws Exception {
        assumeThat(DATA).isDirectory();
        publishAndCompare(
                captures(DATA), RowOptions.DEFAULT, AgentOptions.of(12).snappedTo(96));
    }

    private static List<CaptureSource> captures(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().matches(".*\\.(pcap|pcapng)"))
                    .sorted()
                    .<CaptureSource>map(CaptureSource.File::new)
                    .toList();
        }
    }

    private static void publishAndCompare(List<CaptureSource> captures, RowOptions rows, AgentOptions options)
            throws Exception {
        assertThat(captures).isNotEmpty();
        try (Admin admin = KAFKA.admin()) {
            TopicCatalogue.create(admin, PARTITIONS);
        }
        List<AgentResult> results;
        try (RowSources sources = RowSources.open(captures, rows);
                CaptureAgents agents = CaptureAgents.connect(properties(), options)) {
            assertThat(agents.partitions()).isEqualTo(PARTITIONS);
            results = agents.publish(sources, PacketsUnderWay.unlimited(), PublishProgress.NONE);
        }
        PublishedPackets published = consume(options.incarnation(), results.size());
        try (RowSources again = RowSources.open(captures, rows)) {
            for (RowSource source : again.agents()) {
                compare(source, published, options.snapLengthBytes());
            }
        }
        assertThat(published.packets())
                .isEqualTo(results.stream().mapToLong(AgentResult::published).sum());
        assertThat(results).allSatisfy(result -> {
            assertThat(result.dropped()).isZero();
            assertThat(result.captured()).isEqualTo(result.published());
            assertThat(published.claimed(result.agent())).isEqualTo(result.published());
        });
    }

    private static void compare(RowSource source, PublishedPackets published, int snapLengthBytes) {
        while (source.next()) {
            PublishedPackets.Packet stored = published.get(source.agent(), source.sequence());
            assertThat(stored.rowWithoutPlaces()).isEqualTo(PublishedPackets.withoutPlaces(source.rows()));
            CapturedPacket packet = source.packet();
            int length = Math.min(packet.capturedLengthBytes(), snapLengthBytes);
            assertThat(stored.frame())
                    .isEqualTo(Arrays.copyOfRange(packet.buffer(), packet.offset(), packet.offset() + length));
            if (PacketRow.quoted(source.rows(), 0) != 0) {
                assertThat(stored.quoted())
                        .isEqualTo(Arrays.copyOf(
                                source.row().quoted(), source.row().quotedLength()));
            }
        }
        assertThat(published.ofAgent(source.agent())).isEqualTo(source.sequence());
    }

    private static PublishedPackets consume(long incarnation, int agents) throws Exception {
        PublishedPackets published = new PublishedPackets(incarnation);
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Topics.PACKETS, partition))
                .toList();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (published.ends() < agents * PARTITIONS) {
                for (var stored : consumer.poll(Duration.ofSeconds(1))) {
                    published.take(stored.partition(), stored.value());
                }
            }
        }
        return published;
    }

    private static CaptureAgents connect(long incarnation) throws PublishException {
        return CaptureAgents.connect(properties(), AgentOptions.of(incarnation));
    }

    private static Map<String, Object> properties() {
        return Map.of("bootstrap.servers", KAFKA.bootstrapServers());
    }
}
