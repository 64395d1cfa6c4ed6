// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Knows whether the brokers have gone silent: records are on their way, and none has been acknowledged for a while. Whoever looks tells once that a silence has
 * become long, and once that it is over. Thread-safe; times are {@link System#nanoTime}'s.
 */
final class Acknowledgements {
    private final ReentrantLock lock = new ReentrantLock();
    private final String brokers;
    private final long patienceNanos;
    private int onTheirWay;
    private long silentSinceNanos;
    private boolean told;
    private Duration over;

    /** @param patience how long nothing may be acknowledged before the brokers count as silent */
    Acknowledgements(String brokers, Duration patience) {
        this.brokers = brokers;
        patienceNanos = patience.toNanos();
    }

    /** A record is about to be sent. */
    void sending(long nowNanos) {
        lock.lock();
        try {
            if (onTheirWay == 0 && !told) {
                silentSinceNanos = nowNanos;
            }
            onTheirWay++;
        } finally {
            lock.unlock();
        }
    }

    /** A record is acknowledged, or given up. */
    void settled(boolean stored, long nowNanos) {
        lock.lock();
        try {
            onTheirWay--;
            if (!stored) {
                return;
            }
            if (told) {
                over = Duration.ofNanos(nowNanos - silentSinceNanos);
                told = false;
            }
            silentSinceNanos = nowNanos;
        } finally {
            lock.unlock();
        }
    }

    /** Tells of a silence that has become long, and of the end of one that was told of. */
    void look(long nowNanos, PublishProgress progress) {
        Duration ended;
        Duration silent = null;
        lock.lock();
        try {
            ended = over;
            over = null;
            if (!told && onTheirWay > 0 && nowNanos - silentSinceNanos >= patienceNanos) {
                told = true;
                silent = Duration.ofNanos(nowNanos - silentSinceNanos);
            }
        } finally {
            lock.unlock();
        }
        if (ended != null) {
            progress.goingOn(brokers, ended);
        }
        if (silent != null) {
            progress.waiting(brokers, silent);
        }
    }
}
