// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.diff;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.FilterFlag;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Policy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds for each filter of a policy the one it was in an earlier policy: by its key, else by all that it does. A firewall makes its filters anew, under new
 * keys, whenever it starts; they are no changes (spec 1.8, FIELD).
 */
final class FilterMatching {
    private final Map<String, Filter> before = new LinkedHashMap<>();
    private final Map<Filter, Filter> earlier = new HashMap<>();
    private final List<Filter> removed;
    private final List<Filter> added = new ArrayList<>();

    /** What a filter does, whatever it is called and numbered; contexts are numbers of one run of the machine. */
    private record Deed(
            String name,
            String providerKey,
            Layer layer,
            String subLayerKey,
            List<Condition> conditions,
            Action action,
            Set<FilterFlag> flags) {
        static Deed of(Filter filter) {
            return new Deed(
                    filter.name(),
                    filter.providerKey(),
                    filter.layer(),
                    filter.subLayerKey(),
                    filter.conditions(),
                    filter.action(),
                    filter.flags());
        }
    }

    /** What a filter does, and when it is asked. */
    private record WeightedDeed(Deed deed, long effectiveWeight) {
        static WeightedDeed of(Filter filter) {
            return new WeightedDeed(Deed.of(filter), filter.effectiveWeight());
        }
    }

    FilterMatching(Policy old, Policy now) {
        old.filters().forEach(filter -> before.put(filter.filterKey(), filter));
        List<Filter> unmatched = new ArrayList<>();
        for (Filter filter : now.filters()) {
            Filter same = before.remove(filter.filterKey());
            if (same == null) {
                unmatched.add(filter);
            } else {
                earlier.put(filter, same);
            }
        }
        added.addAll(match(match(unmatched, WeightedDeed::of), Deed::of));
        removed = List.copyOf(before.values());
    }

    /** Pairs what is left of both policies by what the function tells of it, in the order of the filters; returns what it pairs with none. */
    private List<Filter> match(List<Filter> unmatched, Function<Filter, Object> by) {
        Map<Object, Deque<Filter>> left = new HashMap<>();
        before.values()
                .forEach(f -> left.computeIfAbsent(by.apply(f), d -> new ArrayDeque<>())
                        .add(f));
        List<Filter> still = new ArrayList<>();
        for (Filter filter : unmatched) {
            Deque<Filter> same = left.get(by.apply(filter));
            if (same == null || same.isEmpty()) {
                still.add(filter);
            } else {
                Filter old = same.poll();
                before.remove(old.filterKey());
                earlier.put(filter, old);
            }
        }
        return still;
    }

    /** The filter that this one of the later policy was in the earlier, or null. */
    Filter earlier(Filter filter) {
        return earlier.get(filter);
    }

    /** Filters of the later policy alone, by their ids. */
    List<Filter> added() {
        return added;
    }

    /** Filters of the earlier policy alone, by their ids. */
    List<Filter> removed() {
        return removed;
    }
}
