// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the packets that were published and have no verdict yet, so that a file read at full speed never overflows what holds
 * pended packets. Agents acquire before they publish; whoever reads the verdicts releases. Thread-safe.
 */
public final class PacketsUnderWay {
    /** The limit of a whole pipeline in one process. */
    public static final int DEFAULT_LIMIT = 250_000;

    private final int limit;
    private final Semaphore free;

    private PacketsUnderWay(int limit) {
        this.limit = limit;
        this.free = new Semaphore(limit);
    }

    /** At most so many packets, 512 and up. */
    public static PacketsUnderWay atMost(int packets) {
        if (packets < 512) {
            throw new IllegalArgumentException("a limit of 512 packets or more expected, found " + packets);
        }
        return new PacketsUnderWay(packets);
    }

    /** No limit: for an agent on its own, which nobody tells of verdicts. */
    public static PacketsUnderWay unlimited() {
        return new PacketsUnderWay(0);
    }

    /** Waits for room, but no longer than the time given. */
    boolean acquire(int packets, long timeoutMillis) throws InterruptedException {
        return limit == 0 || free.tryAcquire(packets, timeoutMillis, TimeUnit.MILLISECONDS);
    }

    /** So many packets have their final verdict, or were dropped. */
    public void release(int packets) {
        if (limit != 0) {
            free.release(packets);
        }
    }

    /** Packets under way now; 0 where there is no limit. */
    public int count() {
        return limit == 0 ? 0 : limit - free.availablePermits();
    }
}
