// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command end gracefully on SIGTERM and Ctrl-C: its thread is interrupted, and the process waits until it has closed what it holds.
 *
 * <pre>{@code
 * try (StopSignal stop = StopSignal.listen(true); Service service = start()) {
 *     while (!stop.await(LOOK_MILLIS)) {
 *         service.check();
 *     }
 * }
 * }</pre>
 *
 * <p>Must be the first resource of its {@code try}, so that it is closed last.
 */
final class StopSignal implements AutoCloseable {
    private static final long LONGEST_CLOSE_SECONDS = 60;

    private final Thread command = Thread.currentThread();
    private final Thread hook = new Thread(this::stop, "stop-signal");
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final boolean endsWell;

    private StopSignal(boolean endsWell) {
        this.endsWell = endsWell;
    }

    /**
     * Listens from now on.
     *
     * @param endsWell whether to be stopped is how the command ends: exit code 0
     */
    static StopSignal listen(boolean endsWell) {
        StopSignal signal = new StopSignal(endsWell);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /** What the hook does. */
    void stop() {
        asked.countDown();
        command.interrupt();
        interrupted.countDown();
        try {
            boolean graceful = closed.await(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS);
            if (graceful && endsWell) {
                Runtime.getRuntime().halt(ExitCode.DONE);
            }
        } catch (InterruptedException impatient) {
            // The process ends at once.
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the process is to stop. */
    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /**
     * Waits for the signal, but no longer than the time given. Once it came this thread is not interrupted any more: what is closed then may wait in peace for
     * those to whom it says farewell.
     *
     * @return true once it came
     * @throws InterruptedException if somebody else interrupts
     */
    boolean await(long millis) throws InterruptedException {
        try {
            if (!asked.await(millis, TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException woken) {
            if (!isAsked()) {
                throw woken;
            }
        }
        takeInterrupt();
        return true;
    }

    /** The interrupt comes right behind the signal, and must not hit what this thread does next. */
    private void takeInterrupt() {
        boolean isTaken = false;
        while (!isTaken) {
            try {
                interrupted.await();
                isTaken = true;
            } catch (InterruptedException taken) {
                // That was it, unless it is yet to come.
                isTaken = interrupted.getCount() == 0;
            }
        }
        Thread.interrupted();
    }

    @Override
    public void close() {
        closed.countDown();
        if (!isAsked()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException stopping) {
                // The signal came just now, and its hook finds everything closed.
                asked.countDown();
            }
        }
    }
}
