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
 * Counts, per callout, what this partition pends and how that ends. Counts are stored with each record, so they are as exact as a verdict. How long pends
 * waited is stored when it is published, now and then, for people to see: a process that is killed loses the last second of that. On the stream thread only.
 */
final class PendBook {
    /** A hundred thousand pends a second would otherwise mean as many records that nobody looks at. */
    private static final long PUBLISHED_EVERY_MS = 1_000;

    private final int partition;
    private final Map<String, PendCounts> counts = new TreeMap<>();
    private final Set<String> dirty = new LinkedHashSet<>();
    private final Set<String> unpublished = new LinkedHashSet<>();
    private final Set<String> measured = new LinkedHashSet<>();
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
        unpublished.add(calloutKey);
        return counts.computeIfAbsent(calloutKey, PendCounts::new);
    }

    /** After a restart everything is published once more: what the process before had published is not known. */
    void restore(byte[] value) {
        PendCounts stored = PendCounts.decode(value);
        counts.put(stored.calloutKey(), stored);
        unpublished.add(stored.calloutKey());
    }

    /** After {@link #restore} of the same callout. */
    void restoreLatency(byte[] calloutKey, byte[] value) {
        PendCounts stored = counts.get(new String(calloutKey, StandardCharsets.UTF_8));
        if (stored != null) {
            stored.restoreLatency(value);
        }
    }

    void drainDirty(BiConsumer<byte[], byte[]> store, BiConsumer<byte[], byte[]> latencies) {
        for (String calloutKey : dirty) {
            store.accept(
                    calloutKey.getBytes(StandardCharsets.UTF_8),
                    counts.get(calloutKey).encodeCounts(partition));
        }
        for (String calloutKey : measured) {
            latencies.accept(
                    calloutKey.getBytes(StandardCharsets.UTF_8),
                    counts.get(calloutKey).encodeLatency());
        }
        measured.clear();
        dirty.clear();
    }

    /** Whether anything has changed since it was published. */
    boolean isUnpublished() {
        return !unpublished.isEmpty();
    }

    /** Hands over what has changed since it was published, under the keys of {@code penstock.callouts}. */
    void publish(long nowMs, BiConsumer<byte[], byte[]> topic) {
        if (nowMs - publishedMs >= PUBLISHED_EVERY_MS) {
            publishAll(nowMs, topic);
        }
    }

    /** {@link #publish} however short a time ago it was done last: somebody waits for an end, and may look then. */
    void publishAll(long nowMs, BiConsumer<byte[], byte[]> topic) {
        if (unpublished.isEmpty()) {
            return;
        }
        for (String calloutKey : unpublished) {
            String key = "counts/" + calloutKey + "/" + partition;
            topic.accept(
                    key.getBytes(StandardCharsets.UTF_8), counts.get(calloutKey).encode(partition));
        }
        measured.addAll(unpublished);
        unpublished.clear();
        publishedMs = nowMs;
    }
}
