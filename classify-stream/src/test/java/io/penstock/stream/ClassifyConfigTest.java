// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ClassifyConfigTest {
    private static final Path STATE = Path.of("/var/lib/penstock");

    @Test
    void shouldHaveTheDocumentedDefaults() {
        assertThat(ClassifyConfig.of("broker:9092", STATE))
                .isEqualTo(new ClassifyConfig(
                        "penstock-classify",
                        "broker:9092",
                        STATE,
                        1,
                        Duration.ofMillis(100),
                        Duration.ZERO,
                        Duration.ofSeconds(10),
                        16,
                        32,
                        Duration.ofSeconds(10),
                        0,
                        GroupProtocol.CLASSIC,
                        Duration.ofMillis(200),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1),
                        Map.of()));
    }

    @Test
    void shouldMapEveryDefaultToKafkaStreams() {
        Properties mapped = ClassifyProperties.of(ClassifyConfig.of("broker:9092", STATE));

        assertThat(mapped)
                .containsEntry("application.id", "penstock-classify")
                .containsEntry("bootstrap.servers", "broker:9092")
                .containsEntry("state.dir", "/var/lib/penstock")
                .containsEntry("num.stream.threads", 1)
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("commit.interval.ms", 100L)
                .containsEntry("buffered.records.per.partition", 16)
                .containsEntry("num.standby.replicas", 0)
                .containsEntry("ensure.explicit.internal.resource.naming", true)
                .containsEntry("errors.dead.letter.queue.topic.name", "penstock.dead-letters")
                .containsEntry("deserialization.exception.handler", UnreadRecord.class)
                .containsEntry("group.protocol", "classic")
                .containsEntry("enable.metrics.push", false)
                .containsEntry("producer.linger.ms", 0L)
                .containsEntry("producer.batch.size", 256 << 10)
                .containsEntry("producer.compression.type", "lz4")
                .containsEntry("producer.max.in.flight.requests.per.connection", 1)
                .containsEntry("producer.transaction.timeout.ms", 10_000)
                .containsEntry("main.consumer.max.poll.records", 32)
                .containsEntry("main.consumer.fetch.max.bytes", 256 << 10)
                .containsEntry("main.consumer.session.timeout.ms", 10_000)
                .containsEntry("main.consumer.heartbeat.interval.ms", 3_333)
                .hasSize(22);
    }

    @Test
    void shouldMapEverySettingThatDiffers() {
        ClassifyConfig config = ClassifyConfig.builder("a:1,b:2", Path.of("/tmp/s"))
                .applicationId("penstock-2")
                .threads(3)
                .commitInterval(Duration.ofMillis(20))
                .linger(Duration.ofMillis(2))
                .transactionTimeout(Duration.ofSeconds(4))
                .bufferedRecordsPerPartition(8)
                .maxPollRecords(16)
                .sessionTimeout(Duration.ofSeconds(6))
                .standbyReplicas(1)
                .expiryInterval(Duration.ofMillis(50))
                .expiryGrace(Duration.ofSeconds(3))
                .countWindow(Duration.ofSeconds(10))
                .clientProperties(Map.of("security.protocol", "SSL", "group.instance.id", "classify-1"))
                .build();

        assertThat(config.expiryInterval()).isEqualTo(Duration.ofMillis(50));
        assertThat(config.expiryGrace()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.countWindow()).isEqualTo(Duration.ofSeconds(10));
        assertThat(ClassifyProperties.of(config))
                .containsEntry("application.id", "penstock-2")
                .containsEntry("bootstrap.servers", "a:1,b:2")
                .containsEntry("state.dir", "/tmp/s")
                .containsEntry("num.stream.threads", 3)
                .containsEntry("commit.interval.ms", 20L)
                .containsEntry("producer.linger.ms", 2L)
                .containsEntry("producer.transaction.timeout.ms", 4_000)
                .containsEntry("buffered.records.per.partition", 8)
                .containsEntry("main.consumer.max.poll.records", 16)
                .containsEntry("main.consumer.session.timeout.ms", 6_000)
                .containsEntry("num.standby.replicas", 1)
                .containsEntry("security.protocol", "SSL")
                .containsEntry("group.instance.id", "classify-1");
    }

    @Test
    void shouldLeaveCompressionToTheUserWhoTradesRoomForTime() {
        Properties mapped = ClassifyProperties.of(ClassifyConfig.builder("broker:9092", STATE)
                .clientProperties(Map.of("compression.type", "none"))
                .build());

        assertThat(mapped).containsEntry("producer.compression.type", "none");
    }

    @Test
    void shouldLeaveSessionTimeoutsToTheBrokerWhenTheGroupProtocolIsStreams() {
        Properties mapped = ClassifyProperties.of(ClassifyConfig.builder("broker:9092", STATE)
                .groupProtocol(GroupProtocol.STREAMS)
                .build());

        assertThat(mapped)
                .containsEntry("group.protocol", "streams")
                .doesNotContainKeys("main.consumer.session.timeout.ms", "main.consumer.heartbeat.interval.ms");
    }

    @Test
    void shouldNameTheFieldAndItsRangeWhenAValueIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ClassifyConfig.builder("broker:9092", STATE).threads(0).build())
                .withMessage("threads is 0, expected 1 to 64");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClassifyConfig.builder("broker:9092", STATE)
                        .transactionTimeout(Duration.ofMillis(50))
                        .build())
                .withMessage("transactionTimeout is PT0.05S, expected PT0.1S to PT15M");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClassifyConfig.of(" ", STATE))
                .withMessage("bootstrapServers is empty");
    }
}
