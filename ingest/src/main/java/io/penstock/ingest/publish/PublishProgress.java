// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import java.time.Duration;

/** Told how agents come along. Must be quick and must not throw. */
@FunctionalInterface
public interface PublishProgress {
    /** Nobody wants to know. */
    PublishProgress NONE = (agent, packets, wireBytes) -> {};

    /**
     * A record was sent. Called from the agents' threads, once for each.
     *
     * @param packets packets in it
     * @param wireBytes their lengths on the wire
     */
    void sent(String agent, int packets, long wireBytes);

    /**
     * The brokers acknowledge nothing, and all agents wait for them. Called by the thread that publishes.
     *
     * @param silent for how long
     */
    default void waiting(String brokers, Duration silent) {}

    /**
     * The brokers acknowledge again. Called by the thread that publishes.
     *
     * @param silence how long they did not
     */
    default void goingOn(String brokers, Duration silence) {}
}
