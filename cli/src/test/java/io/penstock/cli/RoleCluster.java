// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.testsupport.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** Penstock's roles as processes of their own, each the command in a JVM. Close kills what still runs. */
final class RoleCluster implements AutoCloseable {
    static final String CALLOUT = "penstock-signature";
    private static final String LOOPBACK = "127.0.0.1:";
    private static final Duration START = Duration.ofSeconds(60);

    private final Path directory;
    private final ChildJvm broker;
    private final Deque<ChildJvm> roles = new ArrayDeque<>();
    private final String bootstrapServers;

    private RoleCluster(Path directory) {
        this.directory = directory;
        broker = ChildJvm.start(
                PenstockCommand.class,
                "broker",
                "--dir",
                directory.resolve("broker").toString());
        bootstrapServers = LOOPBACK + broker.awaitLine(LOOPBACK, START);
    }

    /** Starts the broker, with its topics. */
    static RoleCluster start(Path directory) {
        return new RoleCluster(directory);
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    /** The topology with a policy and its callouts put in force; waits until it classifies. */
    ChildJvm classify(String policy) {
        ChildJvm topology = classify("--policy", policy);
        topology.awaitLine("classifying at ", START);
        return topology;
    }

    private ChildJvm classify(String... options) {
        String state = directory.resolve("state").toString();
        return role(
                "classify",
                Stream.concat(Stream.of("--state-dir", state, "--instance", "one"), Stream.of(options))
                        .toArray(String[]::new));
    }

    ChildJvm worker() {
        return worker(CALLOUT);
    }

    ChildJvm worker(String callout) {
        return role("worker", "--callout", callout);
    }

    /** Publishes captures and waits until that is done. */
    void publish(List<String> captures, String... options) {
        Stream<String> files = captures.stream().flatMap(file -> Stream.of("--capture", file));
        ChildJvm agent = role("agent", Stream.concat(files, Stream.of(options)).toArray(String[]::new));
        int code = agent.awaitEnd(START);
        if (code != 0) {
            throw new AssertionError("the agent ended with " + code + ":\n" + String.join("\n", agent.output()));
        }
    }

    private ChildJvm role(String name, String... options) {
        return add(ChildJvm.start(
                PenstockCommand.class,
                Stream.concat(Stream.of(name, "--bootstrap", bootstrapServers), Stream.of(options))
                        .toArray(String[]::new)));
    }

    private ChildJvm add(ChildJvm child) {
        roles.push(child);
        return child;
    }

    /** Kills all but the broker. */
    void killRoles() {
        roles.forEach(ChildJvm::kill);
        roles.clear();
    }

    /** Nothing of a test's cluster is worth an orderly end. */
    @Override
    public void close() {
        killRoles();
        broker.kill();
    }
}
