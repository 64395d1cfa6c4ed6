// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.pend;

import io.penstock.engine.classify.Item;
import java.util.Optional;

/** What is recorded of pends in the past, for a replay (spec 10.1.2). One thread. */
public interface PendHistory {
    /** Nothing is recorded. */
    PendHistory NONE = new PendHistory() {
        @Override
        public Optional<RecordedEnd> end(PendId id, int nth, boolean decidesPacket) {
            return Optional.empty();
        }

        @Override
        public Optional<String> refusedBy(Item item) {
            return Optional.empty();
        }
    };

    /**
     * How a pend ended; empty where nothing is recorded of it.
     *
     * @param id of the pend, whose number of the visit says nothing here ({@link PendId#place()})
     * @param nth which of the pends at that place, from 0
     * @param decidesPacket whether the packet had no verdict before this pend ended; false for clones and for what a packet gave rise to besides
     */
    Optional<RecordedEnd> end(PendId id, int nth, boolean decidesPacket);

    /** Key of the callout at which a packet found no room to be pended or held (spec 6.7); empty where it did not. */
    Optional<String> refusedBy(Item item);

    /** Told of each pend of the replay, where its answer is from. */
    default void told(String calloutKey, AnswerOrigin origin) {
        // Nobody counts.
    }
}
