// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.diff;

import io.penstock.engine.condition.ConditionRelations;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.Sublayer;
import java.util.ArrayList;
import java.util.List;

/**
 * A hard permit, and the blocks of lighter sublayers at its layer that it overrides where both match, since a block without CLEAR_ACTION_RIGHT cannot veto
 * (spec 4.2, R-COMBINE, R-VETO).
 *
 * @param permit the permit
 * @param blocks by filter id, at least one
 */
public record HardPermit(Filter permit, List<Filter> blocks) {
    public HardPermit {
        blocks = List.copyOf(blocks);
    }

    /** Those of a policy that override what they did not override in an earlier one. */
    static List<HardPermit> fresh(Policy old, Policy now, FilterMatching matching) {
        List<Filter> blocks =
                now.filters().stream().filter(HardPermit::isPlainBlock).toList();
        List<HardPermit> all = new ArrayList<>();
        for (Filter permit : now.filters()) {
            if (!isHardPermit(permit)) {
                continue;
            }
            List<Filter> overridden = blocks.stream()
                    .filter(block -> overrides(now, permit, block))
                    .filter(block -> !overrides(old, matching.earlier(permit), matching.earlier(block)))
                    .toList();
            if (!overridden.isEmpty()) {
                all.add(new HardPermit(permit, overridden));
            }
        }
        return all;
    }

    private static boolean isHardPermit(Filter filter) {
        return filter.isEnabled() && filter.action() instanceof Action.Permit && filter.clearsActionRight();
    }

    private static boolean isPlainBlock(Filter filter) {
        return filter.isEnabled() && filter.action() instanceof Action.Block && !filter.clearsActionRight();
    }

    /** Whether the one is a hard permit that keeps the other from blocking; a filter that is not there overrides nothing. */
    private static boolean overrides(Policy policy, Filter permit, Filter block) {
        return permit != null
                && block != null
                && permit.layer() == block.layer()
                && isHardPermit(permit)
                && isPlainBlock(block)
                && weight(policy, permit) > weight(policy, block)
                && !new ConditionRelations(permit.layer(), policy.settings().prefixIsSuffix())
                        .excludes(permit.conditions(), block.conditions());
    }

    private static int weight(Policy policy, Filter filter) {
        return policy.sublayer(filter.subLayerKey()).map(Sublayer::weight).orElseThrow();
    }
}
