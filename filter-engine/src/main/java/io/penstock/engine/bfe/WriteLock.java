// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.spec.FwpError;
import io.penstock.engine.spec.FwpException;
import io.penstock.engine.spec.ObjectKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;

/**
 * The one write lock and the line before it, first come, first served (spec 1.3, 1.4). In the line stand callers, each until its time is out, and
 * the removals of what dynamic sessions left, which wait for as long as it takes. Guarded by the engine's mutex.
 */
final class WriteLock {
    /** How long a user-mode caller may hold the lock (T7). */
    static final long MAX_HOLD_MILLIS = 3_600_000;

    private final EngineTime time;
    private final Condition released;
    private final Deque<Entry> line = new ArrayDeque<>();
    private BfeSession owner;
    private boolean limited;
    private long ownedSinceMillis;

    private sealed interface Entry {}

    /** Compared by identity. */
    private static final class Waiting implements Entry {}

    private static final class Removal implements Entry {
        private final Runnable work;

        Removal(Runnable work) {
            this.work = work;
        }
    }

    WriteLock(EngineTime time, Condition released) {
        this.time = time;
        this.released = released;
    }

    BfeSession owner() {
        return owner;
    }

    /**
     * Takes the lock for a session, or waits for it.
     *
     * @param explicit whether for a transaction that the caller began, which has an hour at most
     * @throws FwpException FWP_E_TIMEOUT; FWP_E_SESSION_ABORTED if the session ended while it waited
     */
    void acquire(BfeSession session, boolean explicit) {
        if (owner != null || !line.isEmpty()) {
            await(session);
        }
        owner = session;
        limited = explicit && !session.caller().kernelMode();
        ownedSinceMillis = time.nowMillis();
    }

    private void await(BfeSession session) {
        long deadline = time.nowMillis() + session.txnWaitTimeoutMillis();
        Waiting place = new Waiting();
        line.add(place);
        try {
            while (owner != null || line.peek() != place) {
                long now = time.nowMillis();
                if (now >= deadline) {
                    throw timeout(session);
                }
                time.await(released, Math.min(deadline - now, remainingMillis(now)));
                session.requireAlive();
                expire();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw timeout(session);
        } finally {
            line.remove(place);
            serve();
        }
    }

    private FwpException timeout(BfeSession session) {
        String holder = owner == null ? "the line is long" : "session '" + owner.sessionKey() + "' holds the lock";
        return new FwpException(FwpError.FWP_E_TIMEOUT, ObjectKind.SESSION, session.sessionKey(), holder);
    }

    private long remainingMillis(long now) {
        return owner != null && limited ? Math.max(1, ownedSinceMillis + MAX_HOLD_MILLIS - now) : Long.MAX_VALUE;
    }

    /** Aborts the owner's transaction if its hour is over. */
    void expire() {
        if (owner != null && limited && time.nowMillis() - ownedSinceMillis >= MAX_HOLD_MILLIS) {
            owner.abortByForce();
        }
    }

    /** The owner gives the lock back; who stands first in the line gets it. */
    void release() {
        owner = null;
        serve();
    }

    /** Runs {@code removal} under the lock: now if it is free, else in its turn. */
    void runInTurn(Runnable removal) {
        line.add(new Removal(removal));
        serve();
    }

    private void serve() {
        while (owner == null && line.peek() instanceof Removal removal) {
            line.remove();
            removal.work.run();
        }
        released.signalAll();
    }
}
