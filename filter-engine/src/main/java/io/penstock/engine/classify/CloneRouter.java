// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

/**
 * Says which clones are another partition's. A callout that changes addresses or ports makes a packet of another flow, and a flow's state is in one place
 * only (ARCHITECTURE 3, "Reinjection"). Asked about clones whose tuple was changed, by the engine's thread.
 */
@FunctionalInterface
public interface CloneRouter {
    /** All flows are here. */
    CloneRouter HERE = clone -> false;

    /**
     * Takes a clone to where its flow is, which may be here.
     *
     * @param clone valid during the call
     * @return whether it was taken away: then nothing more becomes of it here
     */
    boolean takes(Item clone);
}
