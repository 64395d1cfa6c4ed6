// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.schemas.CalloutLiveness;
import io.penstock.schemas.WireWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Says on {@code penstock.callouts} that a worker is alive, for people to see: no verdict hangs on it (ARCHITECTURE, "Policy switches in band"). A worker that ends
 * deletes what it said; one that is killed falls silent.
 */
final class Heartbeat implements AutoCloseable {
    private final String calloutKey;
    private final String worker;
    private final CompletionPublisher publisher;
    private final WorkTally tally;
    private final IntSupplier inHand;
    private final long startedAtMs = System.currentTimeMillis();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final WireWriter writer = new WireWriter();
    private final Thread thread;

    private Heartbeat(
            String calloutKey, String worker, CompletionPublisher publisher, WorkTally tally, IntSupplier inHand) {
        this.calloutKey = calloutKey;
        this.worker = worker;
        this.publisher = publisher;
        this.tally = tally;
        this.inHand = inHand;
        // A thread of its own: callouts that hold the carriers of virtual threads must not make it look dead.
        thread = Thread.ofPlatform().daemon().name("penstock-heartbeat").unstarted(this::run);
    }

    /** Starts to beat: now, and every two seconds. */
    static Heartbeat start(
            String calloutKey, String worker, CompletionPublisher publisher, WorkTally tally, IntSupplier inHand) {
        Heartbeat heartbeat = new Heartbeat(calloutKey, worker, publisher, tally, inHand);
        heartbeat.thread.start();
        return heartbeat;
    }

    private void run() {
        try {
            do {
                publisher.sendLiveness(calloutKey, worker, writer.write(now()));
            } while (!closed.await(WorkerConfig.HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private CalloutLiveness now() {
        return new CalloutLiveness(
                calloutKey,
                worker,
                startedAtMs,
                System.currentTimeMillis(),
                inHand.getAsInt(),
                tally.completed(),
                tally.failed(),
                false);
    }

    /** Ends it and takes back what it said. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(Duration.ofSeconds(1));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        publisher.sendLiveness(calloutKey, worker, null);
    }
}
