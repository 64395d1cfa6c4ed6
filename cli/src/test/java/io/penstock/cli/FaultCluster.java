// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.testsupport.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Penstock's roles as processes of their own, each the command in a JVM, and a supervisor that starts again what has ended. Close kills what still runs. One
 * thread.
 */
final class FaultCluster implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1:";
    private static final String WORKING = "working for ";
    private static final Duration START = Duration.ofSeconds(240);

    private final Path directory;
    private final List<Path> callouts;
    private final List<ChildJvm> workers = new ArrayList<>();
    /** What each of the workers works for. */
    private final List<List<String>> workFor = new ArrayList<>();

    private final List<String> notes = new ArrayList<>();
    private final String bootstrapServers;
    private ChildJvm broker;
    private ChildJvm topology;
    /** Instances that another has taken the place of, and that may live on. */
    private final List<ChildJvm> replaced = new ArrayList<>();

    private String instance = "one";
    /** Options of roles that are started from now on. */
    private List<String> clients = List.of();
    /** Their classes that are not ours. */
    private List<Path> release = List.of();

    private FaultCluster(Path directory, List<Path> callouts) {
        this.directory = directory;
        this.callouts = callouts;
        broker = startBroker("0");
        bootstrapServers = LOOPBACK + broker.awaitLine(LOOPBACK, START);
    }

    /**
     * Starts the broker, with its topics.
     *
     * @param callouts a directory or jar with the code of callouts besides those of the command
     */
    static FaultCluster start(Path directory, Path callouts) {
        return new FaultCluster(directory, List.of(callouts));
    }

    /** Starts the broker, with its topics, for roles with the command's own callouts. */
    static FaultCluster start(Path directory) {
        return new FaultCluster(directory, List.of());
    }

    /** Roles that are started from now on get these properties of Kafka's clients, the broker none. */
    void clients(String properties) {
        try {
            Path file = Files.createTempFile(directory, "clients", ".properties");
            clients = List.of(
                    "--kafka-config", Files.writeString(file, properties).toString());
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** Roles that are started from now on are of another release, which differs in these classes. */
    void release(Path classes) {
        release = List.of(classes);
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    ChildJvm broker() {
        return broker;
    }

    ChildJvm topology() {
        return topology;
    }

    /** The first of the workers. */
    ChildJvm worker() {
        return workers.getFirst();
    }

    /** What the supervisor had to do since the last call. */
    List<String> takeNotes() {
        List<String> taken = List.copyOf(notes);
        notes.clear();
        return taken;
    }

    private ChildJvm startBroker(String port) {
        String where = directory.resolve("broker").toString();
        return ChildJvm.start(PenstockCommand.class, "broker", "--dir", where, "--port", port);
    }

    /** The broker again, at its address and on its directory; waits until it serves. */
    void brokerAgain() {
        long began = System.nanoTime();
        broker = startBroker(bootstrapServers.substring(LOOPBACK.length()));
        broker.awaitLine(LOOPBACK, START);
        notes.add("broker serves again after " + (System.nanoTime() - began) / 1_000_000_000 + " s");
    }

    /** The topology with a policy and its callouts put in force; waits until it classifies. */
    void classify(String policy) {
        topology = classify(instance, "--policy", policy);
        awaitClassifying();
    }

    /** The topology again, under its name and on its state directory; does not wait. */
    void classifyAgain() {
        topology = classify(instance, new String[0]);
    }

    /** A second instance beside the first, which is handed out and not looked after any more; does not wait. */
    ChildJvm secondClassify() {
        ChildJvm first = topology;
        replaced.add(first);
        instance += "-two";
        topology = classify(instance, new String[0]);
        return first;
    }

    void awaitClassifying() {
        topology.awaitLine("classifying at ", START);
    }

    private ChildJvm classify(String name, String... options) {
        String state = directory.resolve("state-" + name).toString();
        return role(
                "classify",
                Stream.concat(Stream.of("--state-dir", state, "--instance", name), Stream.of(options))
                        .toArray(String[]::new));
    }

    /** One more worker; waits until it works. */
    void addWorker(List<String> calloutKeys) {
        workFor.add(calloutKeys);
        workers.add(startWorker(calloutKeys));
        workers.getLast().awaitLine(WORKING, START);
    }

    /** Waits until the first of the workers works. */
    void awaitWorking() {
        worker().awaitLine(WORKING, START);
    }

    /** Another in the first one's place; does not wait. */
    void workerAgain() {
        workers.set(0, startWorker(workFor.getFirst()));
    }

    private ChildJvm startWorker(List<String> calloutKeys) {
        return role(
                "worker",
                Stream.concat(Stream.of("--callout"), calloutKeys.stream()).toArray(String[]::new));
    }

    /** An agent, of captures on standard input among others. */
    ChildJvm agent(String... options) {
        return role("agent", options);
    }

    private ChildJvm role(String name, String... options) {
        return ChildJvm.start(
                release,
                callouts,
                PenstockCommand.class,
                Stream.of(Stream.of(name, "--bootstrap", bootstrapServers), clients.stream(), Stream.of(options))
                        .flatMap(part -> part)
                        .toArray(String[]::new));
    }

    /** Starts workers and topology again that have ended by themselves, and keeps a note of it. */
    void supervise() {
        for (int i = 0; i < workers.size(); i++) {
            if (!workers.get(i).isAlive()) {
                note("worker", workers.get(i));
                workers.set(i, startWorker(workFor.get(i)));
            }
        }
        if (!topology.isAlive()) {
            note("classify", topology);
            classifyAgain();
        }
    }

    private void note(String role, ChildJvm ended) {
        notes.add(role + " by itself " + lastWords(ended));
    }

    /** The end of what each role has said, for whom a test has failed. */
    String lastWords() {
        StringBuilder words = new StringBuilder();
        Stream.concat(Stream.of(broker, topology), workers.stream())
                .forEach(role -> words.append(lastWords(role)).append('\n'));
        return words.toString();
    }

    /** The end of what a role has said. */
    static String lastWords(ChildJvm role) {
        List<String> said = role.output();
        return (role.isAlive() ? "runs: " : "ended: ")
                + String.join("\n  ", said.subList(Math.max(0, said.size() - 12), said.size()));
    }

    /** Ends workers and topology in order, so that nothing more comes. */
    void stop() {
        workers.forEach(ChildJvm::terminate);
        workers.clear();
        topology.terminate();
    }

    /** Nothing of a test's cluster is worth an orderly end. */
    @Override
    public void close() {
        workers.forEach(ChildJvm::kill);
        if (topology != null) {
            topology.kill();
        }
        replaced.forEach(ChildJvm::kill);
        broker.kill();
    }
}
