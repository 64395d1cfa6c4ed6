// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.pend.PendOutcome;
import io.penstock.engine.pend.PendTicket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Counts, per callout, what this partition pends and how that ends. Stored with each record, so a count is as exact as a verdict; published now and
 * then, for people to see. On the stream thread only.
 */
final class PendBook {
    /** A hundred thousand pends a second would otherwise mean as many records that nobody looks at. */
    private static final long PUBLISHED_EVERY_MS = 1_000;

    private final int partition;
    private final Map<String, PendCounts> counts = new TreeMap<>();
    private final Set<String> dirty = new LinkedHashSet<>();
    private final Set<String> unpublished = new LinkedHashSet<>();
    private long publishedMs;

    PendBook(int partition) {
        this.partition = partition;
    }

    void pended(String calloutKey) {
        of(calloutKey).pended();
    }

    /** Counts the end of a pend; {@code nowMs} is the wall clock, milliseconds since the epoch. */
    void ended(PendTicket ticket, PendOutcome outcome, long nowMs) {
        of(ticket.id().calloutKey()).ended(outcome, nowMs - ticket.openedMillis());
    }

    private PendCounts of(String calloutKey) {
        dirty.add(calloutKey);
        return counts.computeIfAbsent(calloutKey, PendCounts::new);
    }

    /** After a restart everything is published once more: what the process before had published is not known. */
    void restore(byte[] value) {
        PendCounts stored = PendCounts.decode(value);
        counts.put(stored.calloutKey(), stored);
        unpublished.add(stored.calloutKey());
    }

    void drainDirty(BiConsumer<byte[], byte[]> store) {
        for (String calloutKey : dirty) {
            store.accept(
                    calloutKey.getBytes(StandardCharsets.UTF_8),
                    counts.get(calloutKey).encode(partition));
        }
        unpublished.addAll(dirty);
        dirty.clear();
    }

    /** Hands over what has changed since it was published, under the keys of {@code penstock.callouts}. */
    void publish(long nowMs, BiConsumer<byte[], byte[]> topic) {
        if (unpublished.isEmpty() || nowMs - publishedMs < PUBLISHED_EVERY_MS) {
            return;
        }
        for (String calloutKey : unpublished) {
            String key = "counts/" + calloutKey + "/" + partition;
            topic.accept(
                    key.getBytes(StandardCharsets.UTF_8), counts.get(calloutKey).encode(partition));
        }
        unpublished.clear();
        publishedMs = nowMs;
    }
}
