// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.callout.ContractError;
import io.penstock.engine.classify.Discard;
import io.penstock.engine.policy.DiscardReason;
import io.penstock.engine.policy.Layer;

/** Gathers counts while a record is processed and hands them on once: a counter shared by threads is too dear per packet. */
final class RecordCounts {
    private static final ClassifyMeter[] COUNTERS = ClassifyMeter.values();
    private static final DiscardReason[] REASONS = DiscardReason.values();
    private static final String NO_LAYER = "none";

    private final long[] counts = new long[COUNTERS.length];
    private final long[] totals = new long[COUNTERS.length];
    private final long[] byReason = new long[REASONS.length];
    private final long[] byLayer = new long[Layer.all().size() + 1];
    private long discards;
    private long discarded;
    private final ClassifyMetrics metrics;

    RecordCounts(ClassifyMetrics metrics) {
        this.metrics = metrics;
    }

    void add(ClassifyMeter counter, long amount) {
        counts[counter.ordinal()] += amount;
    }

    /** Packets were discarded; none where bytes of a stream were, or a clone's. */
    void discarded(Discard discard) {
        int packets = discard.packets();
        DiscardReason reason = discard.detail() == null ? DiscardReason.FIREWALL_POLICY : discard.detail();
        discards += packets;
        byReason[reason.ordinal()] += packets;
        byLayer[discard.layer() == null ? byLayer.length - 1 : discard.layer().ordinal()] += packets;
    }

    /** What a counter has come to since this began, up to the last {@link #flush}. */
    long total(ClassifyMeter counter) {
        return totals[counter.ordinal()];
    }

    /** Packets discarded since this began, up to the last {@link #flush}. */
    long discarded() {
        return discarded;
    }

    /** A callout absorbed an item. Not batched, like all that is told by callout. */
    void absorbed(String calloutKey) {
        metrics.absorbed(calloutKey);
    }

    /** A callout's answer broke its contract, or was not heard. */
    void contractError(String calloutKey, ContractError error) {
        add(ClassifyMeter.CONTRACT_ERRORS, 1);
        metrics.contractError(calloutKey, error);
    }

    /** Hands the counts on and starts again at zero. */
    void flush() {
        for (ClassifyMeter counter : COUNTERS) {
            if (counts[counter.ordinal()] != 0) {
                metrics.add(counter, counts[counter.ordinal()]);
                totals[counter.ordinal()] += counts[counter.ordinal()];
                counts[counter.ordinal()] = 0;
            }
        }
        if (discards != 0) {
            flushDiscards();
        }
    }

    private void flushDiscards() {
        for (DiscardReason reason : REASONS) {
            if (byReason[reason.ordinal()] != 0) {
                metrics.discarded(reason, byReason[reason.ordinal()]);
                byReason[reason.ordinal()] = 0;
            }
        }
        for (int layer = 0; layer < byLayer.length; layer++) {
            if (byLayer[layer] != 0) {
                String key = layer == byLayer.length - 1
                        ? NO_LAYER
                        : Layer.all().get(layer).key();
                metrics.discardedAt(key, byLayer[layer]);
                byLayer[layer] = 0;
            }
        }
        discarded += discards;
        discards = 0;
    }
}
