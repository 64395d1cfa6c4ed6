// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Looks at lanes every few milliseconds, as long as they are busy. Thread-safe; a thread of its own does the looking. */
final class LaneWatch implements AutoCloseable {
    private static final long EVERY_NANOS = Duration.ofMillis(5).toNanos();

    private final BooleanSupplier busy;
    private final Runnable look;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("penstock-worker-watch").unstarted(this::run);
    private volatile boolean resting;
    private volatile boolean closed;

    /**
     * Not started yet.
     *
     * @param busy whether there is something to look at
     * @param look looks
     */
    LaneWatch(BooleanSupplier busy, Runnable look) {
        this.busy = busy;
        this.look = look;
    }

    /** Begins to look. */
    void start() {
        thread.start();
    }

    /** Says that there is something to look at from now on. */
    void wake() {
        if (resting) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closed) {
            if (busy.getAsBoolean()) {
                LockSupport.parkNanos(EVERY_NANOS);
            } else {
                rest();
            }
            look.run();
        }
    }

    private void rest() {
        resting = true;
        // Asked again: whoever began before this was so has woken nobody.
        if (!busy.getAsBoolean() && !closed) {
            LockSupport.park(this);
        }
        resting = false;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
