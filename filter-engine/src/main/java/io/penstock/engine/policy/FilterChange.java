// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A filter that names a callout comes or goes as one policy takes another's place (spec 5.5).
 *
 * @param filter the filter, as the policy has it that it stands in; of a deleted one without its key
 * @param added false: deleted
 */
public record FilterChange(Filter filter, boolean added) {

    /** What a switch deletes and adds of filters that name callouts, each in the order of its policy, deletes first. A changed filter is both. */
    public static List<FilterChange> between(Policy before, Policy now) {
        Map<String, Filter> old = naming(before);
        Map<String, Filter> fresh = naming(now);
        List<FilterChange> changes = new ArrayList<>();
        for (Filter filter : old.values()) {
            if (!isSame(filter, fresh.get(filter.filterKey()))) {
                changes.add(new FilterChange(filter.withoutKey(), false));
            }
        }
        for (Filter filter : fresh.values()) {
            if (!isSame(filter, old.get(filter.filterKey()))) {
                changes.add(new FilterChange(filter, true));
            }
        }
        return changes;
    }

    /** Key of the callout that the filter names. */
    public String calloutKey() {
        return filter.action().callout();
    }

    private static Map<String, Filter> naming(Policy policy) {
        Map<String, Filter> filters = new LinkedHashMap<>();
        for (Filter filter : policy.filters()) {
            if (filter.action().callout() != null) {
                filters.put(filter.filterKey(), filter);
            }
        }
        return filters;
    }

    /** Run-time numbers are assigned anew with each revision and make no other filter. */
    private static boolean isSame(Filter one, Filter other) {
        return other != null
                && one.layer() == other.layer()
                && one.subLayerKey().equals(other.subLayerKey())
                && one.effectiveWeight() == other.effectiveWeight()
                && one.conditions().equals(other.conditions())
                && one.action().equals(other.action())
                && one.flags().equals(other.flags())
                && one.rawContext() == other.rawContext()
                && Objects.equals(one.providerContextKey(), other.providerContextKey());
    }
}
