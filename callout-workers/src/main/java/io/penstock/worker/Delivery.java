// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.engine.policy.FilterChange;
import java.util.List;

/** Brings pended records from Kafka to those who decide them, and lets them go there once they are settled. Thread-safe. */
interface Delivery {
    /** Begins to take packets; returns at once. */
    void start();

    /** Tells the callout which filters that name it come and go. */
    void notify(List<FilterChange> changes);

    /** Packets taken and not settled yet. */
    int inHand();

    /** Whether Kafka has been asked for packets with success: the group is joined, and nothing has ended that. */
    boolean isJoined();

    /** Takes nothing more, waits for what is being decided, gives back the rest and leaves the group. Safe to call twice. */
    void close();

    /** Told once if a delivery stops by itself. */
    @FunctionalInterface
    interface Failure {
        void stopped(RuntimeException cause);
    }
}
