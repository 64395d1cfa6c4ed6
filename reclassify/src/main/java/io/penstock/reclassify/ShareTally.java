// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Packets by name, for one breakdown of one group. Bounded. One thread. */
final class ShareTally {
    /** Shares that a report shows of a breakdown. */
    static final int SHOWN = 20;

    private static final Comparator<Share> MOST_FIRST =
            Comparator.comparingLong(Share::packets).reversed().thenComparing(Share::name);

    private final LeastHashed<String, long[]> shares;

    ShareTally(int most) {
        shares = new LeastHashed<>(most, Function.identity(), () -> new long[2]);
    }

    void add(String name, long packets, long bytes) {
        long[] share = shares.of(name);
        if (share != null) {
            share[0] += packets;
            share[1] += bytes;
        }
    }

    void add(ShareTally other) {
        other.shares.forEach((name, share) -> add(name, share[0], share[1]));
    }

    /** All shares that are kept, most packets first. */
    List<Share> kept() {
        List<Share> kept = new ArrayList<>();
        shares.forEach((name, share) -> kept.add(new Share(name, share[0], share[1])));
        kept.sort(MOST_FIRST);
        return kept;
    }

    /** The largest shares, and what of these sums is left. */
    Breakdown breakdown(long packets, long bytes) {
        List<Share> kept = kept();
        List<Share> shown = kept.subList(0, Math.min(SHOWN, kept.size()));
        return new Breakdown(
                shown,
                packets - shown.stream().mapToLong(Share::packets).sum(),
                bytes - shown.stream().mapToLong(Share::bytes).sum());
    }
}
