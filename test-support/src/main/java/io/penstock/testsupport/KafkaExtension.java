// SPDX-License-Identifier: Apache-2.0
package io.penstock.testsupport;

import io.penstock.broker.BrokerProcess;
import io.penstock.schemas.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real broker for a test class, in a JVM of its own, on free loopback ports, in a temporary directory that goes with it. Register it in
 * a static field:
 *
 * {@snippet :
 * @RegisterExtension
 * static final KafkaExtension KAFKA = new KafkaExtension(); // or KafkaExtension.withTopics(3)
 * }
 */
public final class KafkaExtension implements BeforeAllCallback, AfterAllCallback {
    private static final Duration START = Duration.ofSeconds(60);

    private final int partitions;
    private Path directory;
    private ChildJvm broker;
    private String bootstrapServers;

    /** A broker without topics. */
    public KafkaExtension() {
        this(0);
    }

    private KafkaExtension(int partitions) {
        this.partitions = partitions;
    }

    /** A broker with every topic of the catalogue, so many partitions each. */
    public static KafkaExtension withTopics(int partitions) {
        return new KafkaExtension(partitions);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("penstock-test-broker-");
        broker = ChildJvm.start(BrokerProcess.class, directory.toString(), "0");
        bootstrapServers = broker.awaitLine("READY ", START);
        if (partitions > 0) {
            try (Admin admin = admin()) {
                TopicCatalogue.create(admin, partitions);
            }
        }
    }

    /** Nobody reads what it leaves, so it need not end in order. */
    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (broker != null) {
            broker.kill();
        }
        if (directory != null) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** What clients connect to: {@code 127.0.0.1:PORT}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** A client for administration, the caller's to close. */
    public Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }
}
