// SPDX-License-Identifier: Apache-2.0
package io.penstock.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EmbeddedBrokerIT {
    private static final String TOPIC = "stays";
    private static final Duration BROKER_SESSION = Duration.ofSeconds(9);

    @Test
    void shouldKeepWhatWasProducedAcrossARestartOnTheSameDirectory(@TempDir Path directory) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0)) {
            createTopic(broker);
            produce(broker, "first");
            assertThat(consume(broker, 1)).containsExactly("first");
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0)) {
            produce(broker, "second");
            assertThat(consume(broker, 2)).containsExactly("first", "second");
        }
    }

    @Test
    void shouldEndInOrderWhoeverInterruptsIt(@TempDir Path directory) {
        EmbeddedBroker broker = EmbeddedBroker.start(directory, 0);
        Thread.currentThread().interrupt();
        broker.close();
        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();

        long began = System.nanoTime();
        EmbeddedBroker.start(directory, 0).close();
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("a broker that did not end in order is registered for so long")
                .isLessThan(BROKER_SESSION);
    }

    @Test
    void shouldSayThatThePortIsTakenAndLeaveNoThreadBehind(@TempDir Path directory) throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedBroker.start(directory, holder.getLocalPort()))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessage("port " + holder.getLocalPort() + " on 127.0.0.1 is taken");
        }
        assertThat(threadsOfKafka()).isEmpty();
    }

    @Test
    void shouldDeleteItsTemporaryDirectoryWhenClosed() {
        EmbeddedBroker broker = EmbeddedBroker.start();
        assertThat(broker.directory()).isDirectory();
        broker.close();
        broker.close();
        assertThat(Files.exists(broker.directory())).isFalse();
    }

    @Test
    void shouldRefuseADirectoryThatAnotherBrokerUses(@TempDir Path directory) {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0)) {
            assertThat(broker.port()).isPositive();
            assertThatThrownBy(() -> EmbeddedBroker.start(directory, 0))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessage("the directory " + directory + " is in use by another broker");
        }
    }

    private static List<String> threadsOfKafka() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon() && thread.isAlive())
                .map(Thread::getName)
                .filter(name -> name.contains("kafka") || name.contains("raft") || name.contains("quorum"))
                .toList();
    }

    private static void createTopic(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static void produce(EmbeddedBroker broker, String text) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, text.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    private static List<String> consume(EmbeddedBroker broker, int records) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<ConsumerRecord<byte[], byte[]>> seen = new java.util.ArrayList<>();
            while (seen.size() < records) {
                consumer.poll(Duration.ofMillis(100)).forEach(seen::add);
            }
            return seen.stream()
                    .map(found -> new String(found.value(), StandardCharsets.UTF_8))
                    .toList();
        }
    }
}
