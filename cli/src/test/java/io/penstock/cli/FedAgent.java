// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.testsupport.ChildJvm;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/**
 * An agent that gets a capture by its standard input, in parts: the first at once, each other when it is let on. Started again, it resumes its run by its incarnation
 * and reads everything again that it was let on to. One thread.
 */
final class FedAgent implements AutoCloseable {
    private static final int MOST_STARTS = 6;

    private final FaultCluster cluster;
    private final String[] options;
    private final byte[] capture;
    /** Where each part ends. */
    private final int[] ends;

    /** Before each part but the first. */
    private final List<CountDownLatch> gates = new ArrayList<>();

    private final List<String> notes = new ArrayList<>();
    private ChildJvm process;
    private int starts;

    /** Two halves of a pcap file. */
    FedAgent(FaultCluster cluster, byte[] capture, String... options) {
        this(cluster, capture, new int[] {FaultTraffic.middle(capture), capture.length}, options);
    }

    private FedAgent(FaultCluster cluster, byte[] capture, int[] ends, String... options) {
        this.cluster = cluster;
        this.options = options;
        this.capture = capture;
        this.ends = ends;
        for (int part = 1; part < ends.length; part++) {
            gates.add(new CountDownLatch(1));
        }
        start();
    }

    /** So many parts of any capture, of the same length and wherever they end. */
    static FedAgent inParts(int parts, FaultCluster cluster, byte[] capture, String... options) {
        int[] ends = IntStream.rangeClosed(1, parts)
                .map(part -> Math.toIntExact((long) capture.length * part / parts))
                .toArray();
        return new FedAgent(cluster, capture, ends, options);
    }

    ChildJvm process() {
        return process;
    }

    /** Starts it again, as a supervisor does. */
    void start() {
        starts++;
        ChildJvm fed = cluster.agent(options);
        process = fed;
        Thread.ofPlatform().daemon().name("feeds the agent").start(() -> feed(fed));
    }

    private void feed(ChildJvm agent) {
        try (OutputStream input = agent.standardInput()) {
            int begin = 0;
            for (int part = 0; part < ends.length; part++) {
                if (part > 0) {
                    gates.get(part - 1).await();
                }
                input.write(capture, begin, ends[part] - begin);
                input.flush();
                begin = ends[part];
            }
        } catch (IOException ended) {
            // It was stopped. Whoever is started next gets everything again.
            if (agent.isAlive()) {
                throw new UncheckedIOException(ended);
            }
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The next part of the capture follows, if there is one. */
    void letOn() {
        gates.stream().filter(gate -> gate.getCount() > 0).findFirst().ifPresent(CountDownLatch::countDown);
    }

    /** Waits until everything is published; starts it again where it gave up. */
    void awaitEnd(Duration atMost) {
        int code = process.awaitEnd(atMost);
        while (code != 0) {
            notes.add("agent ended with " + code + ": " + String.join(" | ", process.output()));
            if (starts == MOST_STARTS) {
                throw new AssertionError(String.join("\n", notes));
            }
            start();
            code = process.awaitEnd(atMost);
        }
    }

    /** What the supervisor had to do. */
    List<String> notes() {
        return notes;
    }

    @Override
    public void close() {
        gates.forEach(CountDownLatch::countDown);
        process.kill();
    }
}
