// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import java.util.concurrent.locks.Condition;

/** Time as the engine sees it (spec 1.4): handed in, since the engine reads no clock. */
public interface EngineTime {
    /** Milliseconds since any fixed moment; never falls. */
    long nowMillis();

    /**
     * Waits until {@code released} is signalled or the time has passed; it may return earlier, the caller looks again. Called with the lock of
     * {@code released} held. A program waits with {@code released.await(millis, MILLISECONDS)}; a test lets the time pass itself.
     *
     * @param millis more than 0
     * @throws InterruptedException if the waiting thread is to give up; the call ends with {@code FWP_E_TIMEOUT}
     */
    void await(Condition released, long millis) throws InterruptedException;
}
