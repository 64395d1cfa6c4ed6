// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import java.util.ArrayList;
import java.util.List;

/** Every step of an item's walk, for {@code --explain}: what was visited, which filters were asked, what they said. One thread. */
public final class DecisionTrace {
    private final List<Step> steps = new ArrayList<>();

    /** One thing that happened. */
    public sealed interface Step {
        /** A visit began. */
        record Visited(String layer, int flags) implements Step {}

        /** A matching filter was considered. {@code rightBefore}: whether the action could still be changed. */
        record Evaluated(
                String filterKey,
                long filterId,
                String subLayerKey,
                CalloutAction result,
                boolean hard,
                boolean rightBefore)
                implements Step {}

        /** A filter's callout was asked. */
        record Invoked(String filterKey, long filterId, String calloutKey) implements Step {}

        /** A visit ended. {@code action} null: nothing decided. */
        record Ended(String layer, CalloutAction action, String filterKey, boolean veto, boolean absorbed)
                implements Step {}
    }

    public List<Step> steps() {
        return List.copyOf(steps);
    }

    public void clear() {
        steps.clear();
    }

    void visited(Layer layer, int flags) {
        steps.add(new Step.Visited(layer.key(), flags));
    }

    void evaluated(Filter filter, CalloutAction result, boolean hard, boolean rightBefore) {
        steps.add(new Step.Evaluated(
                filter.filterKey(), filter.filterId(), filter.subLayerKey(), result, hard, rightBefore));
    }

    void invoked(Filter filter) {
        steps.add(new Step.Invoked(
                filter.filterKey(), filter.filterId(), filter.action().callout()));
    }

    void ended(Layer layer, Arbitration end) {
        String filter = end.deciding() == null ? null : end.deciding().filter().filterKey();
        steps.add(new Step.Ended(layer.key(), end.action(), filter, end.isVeto(), end.isAbsorbed()));
    }
}
