// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import java.util.concurrent.atomic.AtomicInteger;

/** Whether a callout decides quickly, as its last decisions tell. Thread-safe. */
final class Quickness {
    /** Less than what an answer's way to the broker and back takes. */
    static final long QUICK_NANOS = 500_000;
    /** Callouts that now and then ask somebody else should not be taken for quick. */
    private static final int IN_A_ROW = 16;

    private final AtomicInteger inARow = new AtomicInteger();

    /** A decision took the callout so long; what is sent with it is not its doing. False where that was not quick. */
    boolean took(long nanos) {
        if (nanos > QUICK_NANOS) {
            slow();
            return false;
        }
        if (inARow.get() < IN_A_ROW) {
            inARow.incrementAndGet();
        }
        return true;
    }

    /** A decision takes long. */
    void slow() {
        inARow.set(0);
    }

    /** Whether the next one is likely to be quick. */
    boolean isQuick() {
        return inARow.get() >= IN_A_ROW;
    }
}
