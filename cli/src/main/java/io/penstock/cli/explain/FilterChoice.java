// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.explain;

import io.penstock.cli.CommandFailure;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.document.NearestName;
import java.util.List;

/** Finds the filters that a user names: by key, by the key that a filter of several layers has in its document, or by id. */
public final class FilterChoice {
    private FilterChoice() {}

    /**
     * The filters of that name.
     *
     * @throws CommandFailure if there is none; it names the nearest
     */
    public static List<Filter> of(Policy policy, String option, String name) {
        List<Filter> exact = select(policy, name);
        if (!exact.isEmpty()) {
            return exact;
        }
        List<String> known = policy.filters().stream()
                .map(filter -> base(filter.filterKey()))
                .distinct()
                .toList();
        String nearest = NearestName.of(name, known);
        throw CommandFailure.badInput(option + ": no filter '" + name + "' in the policy"
                + (nearest.isEmpty() ? "; a key or an id expected" : " (nearest: " + nearest + ")"));
    }

    private static List<Filter> select(Policy policy, String name) {
        List<Filter> byKey = policy.filters().stream()
                .filter(filter -> filter.filterKey().equals(name)
                        || base(filter.filterKey()).equals(name))
                .toList();
        return byKey.isEmpty()
                ? policy.filters().stream()
                        .filter(filter -> Long.toString(filter.filterId()).equals(name))
                        .toList()
                : byKey;
    }

    private static String base(String key) {
        int at = key.lastIndexOf('@');
        return at < 0 ? key : key.substring(0, at);
    }
}
