// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.discard;

import io.penstock.engine.classify.Discard;
import io.penstock.engine.classify.Item;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Sums discards by key, each once however often its input is read (spec 8.2). One thread.
 */
public final class DiscardTally {
    private final int rememberedIds;
    private final Set<DiscardId> seen = new LinkedHashSet<>();
    private final Map<DiscardKey, DiscardCount> sums = new LinkedHashMap<>();

    /**
     * An empty tally.
     *
     * @param rememberedIds how many of the last ids are kept to tell repeats, some 100 bytes each; 0 where the input is known to come once
     * @throws IllegalArgumentException if it is below 0
     */
    public DiscardTally(int rememberedIds) {
        if (rememberedIds < 0) {
            throw new IllegalArgumentException("rememberedIds is at least 0, not " + rememberedIds);
        }
        this.rememberedIds = rememberedIds;
    }

    /** Counts a discard; false where it was counted before, as far back as ids are remembered. */
    public boolean add(Item item, Discard discard) {
        if (rememberedIds > 0 && !remember(DiscardId.of(item, discard))) {
            return false;
        }
        sums.merge(DiscardKey.of(item, discard), DiscardCount.of(discard), DiscardCount::plus);
        return true;
    }

    private boolean remember(DiscardId id) {
        if (!seen.add(id)) {
            return false;
        }
        if (seen.size() > rememberedIds) {
            seen.remove(seen.iterator().next());
        }
        return true;
    }

    /** Sums by key, in the order in which the keys came up. */
    public Map<DiscardKey, DiscardCount> sums() {
        return new LinkedHashMap<>(sums);
    }

    /** Sums by fewer parts. */
    public <K> Map<K, DiscardCount> sumsBy(Function<DiscardKey, K> part) {
        Map<K, DiscardCount> fewer = new LinkedHashMap<>();
        sums.forEach((key, count) -> fewer.merge(part.apply(key), count, DiscardCount::plus));
        return fewer;
    }

    /** The sum of all. */
    public DiscardCount total() {
        return sums.values().stream().reduce(DiscardCount.ZERO, DiscardCount::plus);
    }
}
