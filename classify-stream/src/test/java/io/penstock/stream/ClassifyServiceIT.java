// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.schemas.AvroWire;
import io.penstock.schemas.PartitionMismatchException;
import io.penstock.schemas.TopicCatalogue;
import io.penstock.schemas.Topics;
import io.penstock.schemas.VerdictBatch;
import io.penstock.testsupport.KafkaExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClassifyServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension();

    @TempDir
    private Path state;

    @Test
    @Order(1)
    void shouldRefuseToStartWhereTopicsAreMissing() {
        assertThatThrownBy(() -> open(GroupProtocol.CLASSIC))
                .isInstanceOf(PartitionMismatchException.class)
                .hasMessageContaining("penstock.packets is missing");
    }

    @ParameterizedTest
    @EnumSource(GroupProtocol.class)
    @Order(2)
    void shouldClassifyUnderEitherGroupProtocol(GroupProtocol protocol) throws Exception {
        try (Admin admin = KAFKA.admin()) {
            TopicCatalogue.create(admin, 2);
        }
        try (ClassifyService service = open(protocol)) {
            service.start();
            assertThat(service.awaitRunning(PATIENCE)).isTrue();
            publish(protocol.name());
            assertThat(hasVerdict(protocol.name())).isTrue();
            assertThat(service.failure()).isNotDone();
        }
    }

    @Test
    @Order(3)
    void shouldRefuseToStartWhereATopicHasGrown() throws Exception {
        try (Admin admin = KAFKA.admin()) {
            admin.createPartitions(Map.of(Topics.VERDICTS, NewPartitions.increaseTo(3)))
                    .all()
                    .get();
        }
        assertThatThrownBy(() -> open(GroupProtocol.CLASSIC))
                .isInstanceOf(PartitionMismatchException.class)
                .hasMessageContaining("penstock.verdicts has 3 of 2");
    }

    private ClassifyService open(GroupProtocol protocol) {
        ClassifyConfig config = ClassifyConfig.builder(KAFKA.bootstrapServers(), state)
                .applicationId("classify-" + protocol.wireName())
                .groupProtocol(protocol)
                .build();
        return ClassifyService.open(config, Map.of(), ClassifyMetrics.NOOP);
    }

    private static void publish(String agent) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            byte[] batch =
                    AvroWire.encode(new UdpTraffic(agent).packet(1, 4000, 53).batch());
            producer.send(new ProducerRecord<>(Topics.PACKETS, 1, null, batch));
        }
    }

    /** Whether a committed verdict for the agent comes, at the packets' own partition. */
    private static boolean hasVerdict(String agent) {
        TopicPartition verdicts = new TopicPartition(Topics.VERDICTS, 1);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(List.of(verdicts));
            consumer.seekToBeginning(List.of(verdicts));
            Instant end = Instant.now().plus(PATIENCE);
            while (Instant.now().isBefore(end)) {
                for (var made : consumer.poll(Duration.ofMillis(100))) {
                    if (EngineDriver.decode(made.value()) instanceof VerdictBatch batch
                            && batch.getAgent().equals(agent)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", KAFKA.bootstrapServers());
        settings.put("isolation.level", "read_committed");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
