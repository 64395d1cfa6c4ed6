// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.diff;

import io.penstock.engine.policy.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A filter that one of two policies has otherwise than the other, or not at all (ARCHITECTURE 5). */
public sealed interface FilterDifference {
    /** The filter as the later policy has it; a removed one as the earlier had it. */
    Filter filter();

    /** Only the later policy has it. */
    record Added(Filter filter) implements FilterDifference {}

    /** Only the earlier policy has it. */
    record Removed(Filter filter) implements FilterDifference {}

    /** Both have it, with another effective weight. */
    record Reweighted(Filter before, Filter filter) implements FilterDifference {}

    /**
     * Both have it by one key, and it differs in more than its weight.
     *
     * @param members what differs, as documents spell it, at least one
     */
    record Changed(Filter before, Filter filter, List<String> members) implements FilterDifference {
        public Changed {
            members = List.copyOf(members);
        }
    }

    /** The members in which two filters of one key differ, as documents spell them; run-time numbers do not count. */
    static List<String> members(Filter before, Filter now) {
        List<String> members = new ArrayList<>();
        add(members, "displayData", before.name(), now.name());
        add(members, "providerKey", before.providerKey(), now.providerKey());
        add(members, "layerKey", before.layer(), now.layer());
        add(members, "subLayerKey", before.subLayerKey(), now.subLayerKey());
        add(members, "effectiveWeight", before.effectiveWeight(), now.effectiveWeight());
        add(members, "filterCondition", before.conditions(), now.conditions());
        add(members, "action", before.action(), now.action());
        add(members, "flags", before.flags(), now.flags());
        add(members, "providerContextKey", before.providerContextKey(), now.providerContextKey());
        add(members, "rawContext", before.rawContext(), now.rawContext());
        return members;
    }

    private static void add(List<String> members, String member, Object before, Object now) {
        if (!Objects.equals(before, now)) {
            members.add(member);
        }
    }
}
