// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.top;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Takes samples on a thread of its own, one a second, and keeps the last two. Thread-safe. */
final class SampleFeed implements AutoCloseable {
    private static final long EVERY_MILLIS = 1_000;

    private final ClusterSampler sampler;
    private final AtomicReference<Pair> last = new AtomicReference<>();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /**
     * Two samples that came one after the other.
     *
     * @param number of samples taken by then
     */
    record Pair(ClusterSample before, ClusterSample now, long number) {}

    private SampleFeed(ClusterSampler sampler) {
        this.sampler = sampler;
        thread = Thread.ofPlatform().daemon().name("penstock-top").unstarted(this::run);
    }

    /** Starts to take samples. */
    static SampleFeed start(ClusterSampler sampler) {
        SampleFeed feed = new SampleFeed(sampler);
        feed.thread.start();
        return feed;
    }

    private void run() {
        try {
            ClusterSample before = sampler.sample();
            for (long number = 1; !closing.await(EVERY_MILLIS, TimeUnit.MILLISECONDS); number++) {
                ClusterSample now = sampler.sample();
                last.set(new Pair(before, now, number));
                first.countDown();
                before = now;
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            failure.set(failed);
        } finally {
            first.countDown();
        }
    }

    /** Waits for the first two samples; as {@link #last} otherwise. */
    Pair first() throws InterruptedException {
        first.await();
        return last();
    }

    /** How many pairs there were; 0 before the first. */
    long number() {
        Pair pair = last();
        return pair == null ? 0 : pair.number();
    }

    /**
     * The last two samples, or null before there are two.
     *
     * @throws io.penstock.cli.pipeline.PipelineException if the cluster could not be read any more
     */
    Pair last() {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return last.get();
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        sampler.close();
    }
}
