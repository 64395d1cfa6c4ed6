// SPDX-License-Identifier: Apache-2.0
package io.penstock.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaRaftServer;

/**
 * One node of a Kafka cluster in this process: broker, controller or both, as Kafka's own server properties say (Kafka documentation, "Broker Configs" and
 * "KRaft"). Its directories are formatted when they are new.
 *
 * <p>{@link #close} may be called from any thread, more than once; it hands what the node leads to the others before it returns.
 */
public final class ClusterNode implements AutoCloseable {
    private final KafkaRaftServer server;
    private final String nodeId;
    private final DirectoryLock lock;
    private boolean closed;

    private ClusterNode(KafkaRaftServer server, String nodeId, DirectoryLock lock) {
        this.server = server;
        this.nodeId = nodeId;
        this.lock = lock;
    }

    /**
     * Starts the node, and waits until the quorum has let it in.
     *
     * @param settings Kafka's server properties; {@code node.id}, {@code log.dirs} and {@code controller.listener.names} among them
     * @param clusterId the same for all nodes; written when directories are formatted
     * @param scramUsers passwords by name that a new cluster knows from its first moment, for SCRAM-SHA-512; the same for all nodes
     * @throws BrokerStartException if a setting is missing, the directories are in use or unwritable, or Kafka refuses to start
     */
    public static ClusterNode start(Properties settings, String clusterId, Map<String, String> scramUsers) {
        String nodeId = required(settings, "node.id");
        List<String> directories = Arrays.stream(required(settings, "log.dirs").split(","))
                .map(String::strip)
                .toList();
        Path first = Path.of(directories.getFirst());
        DirectoryLock lock = null;
        try {
            Files.createDirectories(first);
            lock = DirectoryLock.take(first);
            new StorageFormat(
                            Integer.parseInt(nodeId),
                            clusterId,
                            required(settings, "controller.listener.names"),
                            settings.getProperty("metadata.log.dir", directories.getFirst()),
                            directories,
                            scramUsers)
                    .applyIfNew();
            return new ClusterNode(EmbeddedBroker.startServer(settings), nodeId, lock);
        } catch (IOException unusable) {
            release(lock);
            throw new BrokerStartException("the node's directory " + first + " cannot be used: " + unusable, unusable);
        } catch (BrokerStartException failed) {
            release(lock);
            throw failed;
        }
    }

    private static String required(Properties settings, String key) {
        String value = settings.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new BrokerStartException("the node's settings lack " + key, null);
        }
        return value.strip();
    }

    private static void release(DirectoryLock lock) {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException left) {
            throw new UncheckedIOException("the lock of the node's directory was not released", left);
        }
    }

    /** Its {@code node.id}. */
    public String nodeId() {
        return nodeId;
    }

    /** Shuts the node down and waits until it is down. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            EmbeddedBroker.shutDown(server);
            release(lock);
        }
    }
}
