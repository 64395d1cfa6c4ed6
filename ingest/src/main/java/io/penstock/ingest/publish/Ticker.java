// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sends a slow agent's batches in time, from a thread of its own. */
final class Ticker implements AutoCloseable {
    private final CaptureAgent agent;
    private final long periodNanos;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile PublishException failure;

    private Ticker(CaptureAgent agent, Duration period) {
        this.agent = agent;
        this.periodNanos = period.toNanos();
    }

    /**
     * Begins.
     *
     * @param linger in which every partition has one turn at least
     */
    static Ticker start(CaptureAgent agent, Duration linger) {
        Ticker ticker = new Ticker(agent, linger.dividedBy(CaptureAgent.MOST_TURNS));
        Thread.ofPlatform().daemon().name("agent-ticker").start(ticker::run);
        return ticker;
    }

    private void run() {
        try {
            long due = System.nanoTime() + periodNanos;
            for (int turn = 0; !stop.await(due - System.nanoTime(), TimeUnit.NANOSECONDS); turn++) {
                agent.tick(turn % agent.turns());
                // Where one turn comes late those behind it do too, rather than all at once.
                due = Math.max(due + periodNanos, System.nanoTime());
            }
        } catch (PublishException failed) {
            failure = failed;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    void throwIfFailed() throws PublishException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        stop.countDown();
    }
}
