// SPDX-License-Identifier: Apache-2.0
package io.penstock.testsupport;

import io.penstock.broker.BrokerProcess;
import java.nio.file.Path;
import java.time.Duration;

/** A broker in a JVM of its own that can be ended or frozen, and started again at its address and on its directory. One thread at a time. */
public final class LastingBroker implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);

    private final Path directory;
    private final String bootstrapServers;
    private ChildJvm process;

    private LastingBroker(Path directory) {
        this.directory = directory;
        process = start("0");
        bootstrapServers = process.awaitLine("READY ", START);
    }

    /** Starts one, without topics, in a directory that stays. */
    public static LastingBroker start(Path directory) {
        return new LastingBroker(directory);
    }

    private ChildJvm start(String port) {
        return ChildJvm.start(BrokerProcess.class, directory.toString(), port);
    }

    /** What clients connect to: {@code 127.0.0.1:PORT}, also when it was started again. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** SIGKILL. */
    public void kill() {
        process.kill();
    }

    /** SIGTERM, and waits until it has ended. */
    public void terminate() {
        process.terminate();
    }

    /** SIGSTOP. */
    public void freeze() {
        process.freeze();
    }

    /** SIGCONT. */
    public void thaw() {
        process.thaw();
    }

    /** Starts it again, and waits until it serves. */
    public void startAgain() {
        process = start(bootstrapServers.substring(bootstrapServers.indexOf(':') + 1));
        process.awaitLine("READY ", START);
    }

    @Override
    public void close() {
        process.kill();
    }
}
