// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.pend;

import io.penstock.engine.classify.Item;
import io.penstock.engine.flow.FlowKey;

/** Follows a ledger's changes, to store them (ARCHITECTURE, "Pends"). Called by the ledger's thread. */
public interface PendJournal {
    /** Keeps nothing. */
    PendJournal NONE = new PendJournal() {
        @Override
        public void opened(PendTicket ticket) {}

        @Override
        public void closed(PendTicket ticket) {}

        @Override
        public void held(FlowKey key, long order, Item item, String calloutKey) {}

        @Override
        public void released(FlowKey key, long order) {}
    };

    /** An item was pended. */
    void opened(PendTicket ticket);

    /** A ticket was consumed. */
    void closed(PendTicket ticket);

    /**
     * An item was held.
     *
     * @param order its place among all held items of the ledger, 0 and up: within a flow lower ones go first
     * @param calloutKey the callout to whose account it goes while it is held; empty for none
     */
    void held(FlowKey key, long order, Item item, String calloutKey);

    /**
     * A held item was taken back.
     *
     * @param order its place, as it was told when the item was held
     */
    void released(FlowKey key, long order);
}
