// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.pend.PendLedger;
import java.util.Set;

/**
 * Strikes the balance of a task after each record. What waits is asked of the ledger, and what came and went is counted where it is told, so that neither follows from
 * the other. On the stream thread only.
 */
final class TaskBooks {
    private final int partition;
    private final RecordCounts counts;
    private final PendLedger ledger;
    private long waitingAtFirst;
    private long openAtFirst;

    TaskBooks(int partition, RecordCounts counts, PendLedger ledger) {
        this.partition = partition;
        this.counts = counts;
        this.ledger = ledger;
    }

    /** What waits now was there when the task was taken up. */
    void restored() {
        waitingAtFirst = ledger.waitingPackets();
        openAtFirst = ledger.pended();
    }

    TaskBalance balance(long revision, Set<String> outOfBand) {
        long waiting = ledger.waitingPackets();
        long open = ledger.pended();
        long blocked = counts.total(ClassifyMeter.BLOCKED);
        long decided = counts.total(ClassifyMeter.PERMITTED)
                + blocked
                + counts.total(ClassifyMeter.ABSORBED)
                + counts.total(ClassifyMeter.MALFORMED);
        long ended = counts.total(ClassifyMeter.COMPLETED) + counts.total(ClassifyMeter.EXPIRED);
        return new TaskBalance(
                partition,
                revision,
                waiting,
                ledger.pendedByCallout(),
                waitingAtFirst + counts.total(ClassifyMeter.PACKETS) - decided - waiting,
                blocked - counts.discarded(),
                openAtFirst + counts.total(ClassifyMeter.PENDED) - ended - open,
                outOfBand);
    }
}
