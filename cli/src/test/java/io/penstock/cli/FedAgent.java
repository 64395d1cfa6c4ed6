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

/**
 * An agent that gets a capture by its standard input: half of it at once, the rest when it is let on. Started again, it resumes its run by its incarnation and
 * reads everything again. One thread.
 */
final class FedAgent implements AutoCloseable {
    private static final int MOST_STARTS = 6;

    private final FaultCluster cluster;
    private final String[] options;
    private final byte[] capture;
    private final int middle;
    private final CountDownLatch letOn = new CountDownLatch(1);
    private final List<String> notes = new ArrayList<>();
    private ChildJvm process;
    private int starts;

    FedAgent(FaultCluster cluster, byte[] capture, String... options) {
        this.cluster = cluster;
        this.options = options;
        this.capture = capture;
        middle = FaultTraffic.middle(capture);
        start();
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
            input.write(capture, 0, middle);
            input.flush();
            letOn.await();
            input.write(capture, middle, capture.length - middle);
        } catch (IOException ended) {
            // It was stopped. Whoever is started next gets everything again.
            if (agent.isAlive()) {
                throw new UncheckedIOException(ended);
            }
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The rest of the capture follows. */
    void letOn() {
        letOn.countDown();
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
        letOn();
        process.kill();
    }
}
