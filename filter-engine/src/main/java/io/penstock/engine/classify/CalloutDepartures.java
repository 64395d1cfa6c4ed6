// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutRegistry;
import io.penstock.engine.callout.RegistrationStatus;
import io.penstock.engine.pend.PendLedger;
import io.penstock.engine.pend.PendTicket;
import java.util.function.Consumer;

/** Takes run-time callouts away: at once, or once nothing of theirs is open (spec 5.7, 6.7). One thread. */
final class CalloutDepartures {
    private final CalloutRegistry registry;
    private final FlowContextDesk contexts;
    private final PendLedger ledger;
    private boolean underWay;

    CalloutDepartures(CalloutRegistry registry, FlowContextDesk contexts, PendLedger ledger) {
        this.registry = registry;
        this.contexts = contexts;
        this.ledger = ledger;
    }

    /** Unregisters, or answers busy while contexts or pends are open; from then on nothing new is asked of the callout. */
    RegistrationStatus unregister(String calloutKey) {
        if (underWay) {
            return RegistrationStatus.STATUS_FWP_IN_USE;
        }
        if (registry.find(calloutKey) == null) {
            return RegistrationStatus.STATUS_FWP_CALLOUT_NOT_FOUND;
        }
        registry.leave(calloutKey);
        if (isBusy(calloutKey)) {
            return RegistrationStatus.STATUS_DEVICE_BUSY;
        }
        registry.unregister(calloutKey);
        return RegistrationStatus.STATUS_SUCCESS;
    }

    /** Unregisters by force: what is open ends by {@code settle}, contexts are removed. */
    RegistrationStatus unregister(String calloutKey, Consumer<PendTicket> settle) {
        RegistrationStatus status = unregister(calloutKey);
        if (status != RegistrationStatus.STATUS_DEVICE_BUSY) {
            return status;
        }
        underWay = true;
        try {
            for (PendTicket ticket : ledger.ticketsOf(calloutKey)) {
                settle.accept(ticket);
            }
            contexts.removeAll(calloutKey);
        } finally {
            underWay = false;
        }
        return unregister(calloutKey);
    }

    private boolean isBusy(String calloutKey) {
        return contexts.remain(calloutKey) || !ledger.ticketsOf(calloutKey).isEmpty();
    }
}
