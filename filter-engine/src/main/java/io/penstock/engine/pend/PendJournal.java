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
        public void held(FlowKey key, long order, Item item) {}

        @Override
        public void released(FlowKey key, long order) {}
    };

    void opened(PendTicket ticket);

    void closed(PendTicket ticket);

    /** An item was held; {@code order} rises over all flows of the ledger. */
    void held(FlowKey key, long order, Item item);

    void released(FlowKey key, long order);
}
