// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.session;

/** Where dynamic sessions say that they live. Any thread. */
interface SessionLeases extends AutoCloseable {
    /**
     * Says that a session lives, and goes on saying so if its lease is to be renewed.
     *
     * @throws io.penstock.stream.control.ControlWriteException if it cannot be said
     */
    Held take(String sessionKey, String writer, Lease lease);

    @Override
    void close();

    /** The lease of an open session. */
    interface Held {
        /** Says no more; a lease that is renewed runs out from here on. */
        void leave();

        /** Says that the session has ended. */
        void end();
    }
}
