// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.pend.PendLedger;
import java.time.Duration;

/** Frees what is kept for a host once its capture has ended, or its flows have long been silent. One thread. */
final class CaptureDesk {
    /** How long a host's way of reaching a group is kept without use. */
    private static final long GROUP_NANOS = Duration.ofHours(1).toNanos();

    private final EngineState state;
    private final PendLedger ledger;
    private final FlowDesk flows;

    CaptureDesk(EngineState state, PendLedger ledger, FlowDesk flows) {
        this.state = state;
        this.ledger = ledger;
        this.flows = flows;
    }

    /** An agent's capture has ended: its host's flows get their last record, and what was kept for it is freed, once nothing of it waits. */
    void ended(Item record) {
        ended(record.host, record);
    }

    private void ended(String host, Item at) {
        if (ledger.isWaiting(host)) {
            state.ended().add(host);
            return;
        }
        state.ended().remove(host);
        flows.endOfCapture(host, at);
        state.fragments().removeHost(host);
        state.multicast().removeHost(host);
        state.endpoints().removeHost(host);
    }

    /** Something of a host waits no longer: its capture may have ended meanwhile. */
    void settled(Item item) {
        if (state.ended().contains(item.host) && !ledger.isWaiting(item.host)) {
            ended(item.host, item);
        }
    }

    /** Frees memory of flows that are over. */
    void sweep(Item record, long packetTimeNanos) {
        String host = record.host;
        flows.sweep(record, packetTimeNanos, ledger::isWaiting);
        state.fragments().sweep(host, packetTimeNanos);
        state.multicast().sweep(host, packetTimeNanos, GROUP_NANOS);
    }
}
