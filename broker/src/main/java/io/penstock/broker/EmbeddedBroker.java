// SPDX-License-Identifier: Apache-2.0
package io.penstock.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * A Kafka broker and its controller in this process, on loopback, for one machine. Only classes of this package touch the broker's
 * internal classes, which may move in any release of Kafka.
 *
 * <p>Close it last: agents, workers and the topology first. {@link #close} may be called from any thread, more than once.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final int START_ATTEMPTS = 3;

    private final KafkaRaftServer server;
    private final int port;
    private final Path directory;
    private final boolean temporary;
    private final DirectoryLock lock;
    private boolean closed;

    private EmbeddedBroker(KafkaRaftServer server, int port, Path directory, boolean temporary, DirectoryLock lock) {
        this.server = server;
        this.port = port;
        this.directory = directory;
        this.temporary = temporary;
        this.lock = lock;
    }

    /**
     * Starts a broker on a free port, in a temporary directory that {@link #close} deletes.
     *
     * @throws BrokerStartException if it cannot start
     */
    public static EmbeddedBroker start() {
        try {
            return start(Files.createTempDirectory("penstock-broker-"), 0, true);
        } catch (IOException unwritable) {
            throw new BrokerStartException(
                    "no temporary directory for the broker: " + unwritable.getMessage(), unwritable);
        }
    }

    /**
     * Starts a broker in a directory that stays, formatting it where it is new.
     *
     * @param directory its data; created where it is missing
     * @param port the clients' port on loopback, or 0 for a free one
     * @throws BrokerStartException if the port is taken, the directory is in use or unwritable, or Kafka refuses to start
     */
    public static EmbeddedBroker start(Path directory, int port) {
        return start(directory, port, false);
    }

    private static EmbeddedBroker start(Path directory, int port, boolean temporary) {
        DirectoryLock lock = null;
        try {
            Files.createDirectories(directory);
            lock = DirectoryLock.take(directory);
            if (!format(directory) && !endedInOrder(directory)) {
                StaleRegistration.withdraw(directory);
            }
            return startServer(directory, port, temporary, lock);
        } catch (IOException unusable) {
            release(lock, directory, temporary);
            throw new BrokerStartException(
                    "the broker's directory " + directory + " cannot be used: " + unusable, unusable);
        } catch (BrokerStartException failed) {
            release(lock, directory, temporary);
            throw failed;
        }
    }

    private static EmbeddedBroker startServer(Path directory, int port, boolean temporary, DirectoryLock lock)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            LoopbackPorts ports = LoopbackPorts.choose(port);
            try {
                KafkaRaftServer server = startServer(BrokerSettings.of(directory, ports));
                return new EmbeddedBroker(server, ports.clients(), directory, temporary, lock);
            } catch (BrokerStartException failed) {
                // Somebody may take a free port between its choice and its use.
                if (port != 0 || attempt == START_ATTEMPTS || !LoopbackPorts.isTaken(failed)) {
                    throw failed;
                }
            }
        }
    }

    private static void release(DirectoryLock lock, Path directory, boolean temporary) {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException left) {
                throw new UncheckedIOException("the lock of " + directory + " was not released", left);
            }
        }
        if (temporary) {
            delete(directory);
        }
    }

    static KafkaRaftServer startServer(java.util.Properties settings) {
        KafkaRaftServer server = null;
        try {
            server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
            server.startup();
            return server;
        } catch (Exception failed) {
            // A server that failed half way leaves threads that would keep the process alive.
            if (server != null) {
                server.shutdown();
                server.awaitShutdown();
            }
            throw new BrokerStartException("the embedded broker did not start: " + innermost(failed), failed);
        }
    }

    private static String innermost(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Kafka leaves this file when it has shut down, and takes it away when it starts. */
    private static boolean endedInOrder(Path directory) {
        return Files.exists(directory.resolve(".kafka_cleanshutdown"));
    }

    /** Whether it had to be formatted. */
    private static boolean format(Path directory) throws IOException {
        return new StorageFormat(
                        BrokerSettings.NODE_ID,
                        Uuid.randomUuid().toString(),
                        BrokerSettings.CONTROLLER_LISTENER,
                        directory.toString(),
                        List.of(directory.toString()),
                        Map.of())
                .applyIfNew();
    }

    /** What clients connect to: {@code 127.0.0.1:PORT}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The clients' port on loopback. */
    public int port() {
        return port;
    }

    /** Where the broker keeps its data. */
    public Path directory() {
        return directory;
    }

    /** Shuts the broker down, waits until it is down, and deletes its directory if that was temporary. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        shutDown(server);
        release(lock, directory, temporary);
    }

    /**
     * On a thread that nobody interrupts. Kafka takes an interrupt for a reason not to wait for its controller's leave to go, and a broker that went without is
     * still registered: the next start on the directory would wait out its session.
     */
    static void shutDown(KafkaRaftServer server) {
        Thread closing = Thread.ofPlatform().name("broker-close").start(() -> {
            server.shutdown();
            server.awaitShutdown();
        });
        boolean interrupted = false;
        while (closing.isAlive()) {
            try {
                closing.join();
            } catch (InterruptedException impatient) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException left) {
            throw new UncheckedIOException("the broker's temporary directory " + directory + " was not deleted", left);
        }
    }
}
