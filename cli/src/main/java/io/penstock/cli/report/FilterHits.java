// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import io.penstock.engine.classify.Fate;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Policy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The packets that the filters of one policy version decided (spec 10.1).
 *
 * @param version the version; empty before the first activation
 * @param revisions under which packets were counted, rising; none where nothing was activated
 * @param packets all that had their final verdict under it
 * @param undecided those of them that no filter decided
 * @param rows a row for each filter that decided a packet, most packets first
 * @param neverHit the other filters that take part in verdicts, in the policy's order
 */
public record FilterHits(
        String version, List<Long> revisions, long packets, long undecided, List<Row> rows, List<Filter> neverHit) {

    /**
     * A filter and its packets.
     *
     * @param filterKey its key
     * @param filter the filter; null where the policy is not known any more
     */
    public record Row(String filterKey, Filter filter, long permit, long block, long absorb) {
        long packets() {
            return permit + block + absorb;
        }
    }

    /**
     * What was counted, a version each, the newest first.
     *
     * @param policies by version; one that is missing is not known any more
     */
    public static List<FilterHits> of(HitTally tally, Map<String, Policy> policies) {
        List<FilterHits> all = new ArrayList<>();
        for (HitTally.Version version : tally.counted()) {
            all.add(of(version, policies.getOrDefault(version.version(), Policy.NONE)));
        }
        return all;
    }

    private static FilterHits of(HitTally.Version version, Policy policy) {
        Map<String, Filter> filters = new HashMap<>();
        policy.filters().forEach(filter -> filters.put(filter.filterKey(), filter));
        List<Row> rows = version.filters().stream()
                .map(key -> new Row(
                        key,
                        filters.get(key),
                        version.of(key, Fate.PERMIT),
                        version.of(key, Fate.BLOCK),
                        version.of(key, Fate.ABSORB)))
                .sorted(Comparator.comparingLong(Row::packets).reversed().thenComparing(Row::filterKey))
                .toList();
        version.filters().forEach(filters::remove);
        List<Filter> never = policy.filters().stream()
                .filter(filter -> filter.isEnabled() && filters.containsKey(filter.filterKey()))
                .toList();
        return new FilterHits(
                version.version(), version.revisions(), version.packets(), version.undecided(), rows, never);
    }
}
