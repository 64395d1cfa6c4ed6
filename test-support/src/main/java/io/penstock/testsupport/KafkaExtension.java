// SPDX-License-Identifier: Apache-2.0
package io.penstock.testsupport;

import io.penstock.schemas.TopicCatalogue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real broker for a test class, on free loopback ports, in a temporary directory that goes with it. It runs outside the tests' JVM, in one that has the brokers of
 * all classes; who wants to kill one has a {@link LastingBroker}. Register it in a static field:
 *
 * {@snippet :
 * @RegisterExtension
 * static final KafkaExtension KAFKA = new KafkaExtension(); // or KafkaExtension.withTopics(3)
 * }
 */
public final class KafkaExtension implements BeforeAllCallback, AfterAllCallback {
    private static final Duration START = Duration.ofSeconds(60);
    /** Two classes at a time have up to four brokers each. */
    private static final List<String> MEMORY = List.of("-Xmx1g");

    private final int partitions;
    private Path directory;
    private ChildJvm host;
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
        host = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(KafkaExtension.class))
                .computeIfAbsent(BrokerHost.class, main -> ChildJvm.start(main, MEMORY), ChildJvm.class);
        directory = Files.createTempDirectory("penstock-test-broker-");
        order(BrokerHost.toStart(directory));
        bootstrapServers = host.awaitLine(BrokerHost.ready(directory), START);
        if (partitions > 0) {
            try (Admin admin = admin()) {
                TopicCatalogue.create(admin, partitions);
            }
        }
    }

    private void order(String line) throws IOException {
        OutputStream orders = host.standardInput();
        // In one piece, as classes run beside each other.
        orders.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        orders.flush();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (bootstrapServers != null) {
            order(BrokerHost.toEnd(directory));
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
