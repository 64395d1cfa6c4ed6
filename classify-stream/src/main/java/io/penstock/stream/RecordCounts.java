// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.callout.ContractError;

/** Gathers counts while a record is processed and hands them on once: a counter shared by threads is too dear per packet. */
final class RecordCounts {
    private static final ClassifyCounter[] COUNTERS = ClassifyCounter.values();

    private final long[] counts = new long[COUNTERS.length];
    private final ClassifyMetrics metrics;

    RecordCounts(ClassifyMetrics metrics) {
        this.metrics = metrics;
    }

    void add(ClassifyCounter counter, long amount) {
        counts[counter.ordinal()] += amount;
    }

    /** A callout absorbed an item. Not batched, like all that is told by callout. */
    void absorbed(String calloutKey) {
        metrics.absorbed(calloutKey);
    }

    /** A callout's answer broke its contract, or was not heard. */
    void contractError(String calloutKey, ContractError error) {
        add(ClassifyCounter.CONTRACT_ERRORS, 1);
        metrics.contractError(calloutKey, error);
    }

    /** Hands the counts on and starts again at zero. */
    void flush() {
        for (ClassifyCounter counter : COUNTERS) {
            if (counts[counter.ordinal()] != 0) {
                metrics.add(counter, counts[counter.ordinal()]);
                counts[counter.ordinal()] = 0;
            }
        }
    }
}
