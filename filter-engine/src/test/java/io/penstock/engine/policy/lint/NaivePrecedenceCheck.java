// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.lint;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.condition.ConditionRelations;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.BuiltInCallouts;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.LayerFamily;
import io.penstock.engine.policy.Policy;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** {@link PrecedenceCheck} without an index: each filter is compared with every other one, in the order of arbitration. */
final class NaivePrecedenceCheck {
    private final Policy policy;
    private final Function<String, Callout> code;
    private final List<LintFinding> found;
    private final ConditionRelations relations;
    /** At STREAM the right has no meaning (R-STREAM). */
    private final boolean waterfall;

    NaivePrecedenceCheck(Policy policy, Layer layer, Function<String, Callout> code, List<LintFinding> found) {
        this.policy = policy;
        this.code = code;
        this.found = found;
        relations = new ConditionRelations(layer, policy.settings().prefixIsSuffix());
        waterfall = layer.family().equals(LayerFamily.STREAM.name()) && !layer.isDiscard();
    }

    /** Checks the filters of the layer, sublayers and filters in the order of arbitration; none of them can never match. */
    void check(List<List<Filter>> sublayers) {
        for (int at = 0; at < sublayers.size(); at++) {
            List<Filter> sublayer = sublayers.get(at);
            for (int i = 0; i < sublayer.size(); i++) {
                Filter filter = sublayer.get(i);
                boolean told = before(filter, sublayer.subList(0, i));
                if (!told && !waterfall) {
                    overruled(filter, sublayers.subList(0, at));
                    softBlock(filter, sublayers.subList(at + 1, sublayers.size()));
                }
            }
        }
    }

    /** Whether a filter before this one in its sublayer is the same, or decides all that this one matches. */
    private boolean before(Filter filter, List<Filter> earlier) {
        for (Filter first : earlier) {
            if (relations.covers(first.conditions(), filter.conditions())) {
                if (isSame(first, filter)) {
                    add(
                            LintRule.DUPLICATE,
                            filter,
                            first,
                            "the same as " + first.filterKey() + ", which is asked first");
                    return true;
                }
                if (isStatic(first)) {
                    add(
                            LintRule.SHADOWED,
                            filter,
                            first,
                            "never asked: " + first.filterKey() + " comes first in sublayer " + first.subLayerKey()
                                    + ", matches all that it matches, and " + verb(first));
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isSame(Filter first, Filter filter) {
        return first.action().equals(filter.action())
                && first.flags().equals(filter.flags())
                && first.rawContext() == filter.rawContext()
                && Objects.equals(first.providerContextKey(), filter.providerContextKey())
                && relations.covers(filter.conditions(), first.conditions());
    }

    /** A result that cannot veto changes nothing once the right is cleared, whatever the action is then (R-COMBINE). */
    private void overruled(Filter filter, List<List<Filter>> heavier) {
        boolean vetoes = filter.action() instanceof Action.Block && filter.clearsActionRight();
        if (!isStatic(filter) || vetoes) {
            return;
        }
        for (List<Filter> sublayer : heavier) {
            Filter by = clearsRight(sublayer, filter);
            if (by != null) {
                String why = by.action() instanceof Action.Permit
                        ? "its hard permit stands against a block that cannot veto"
                        : "its block is hard, and final";
                add(
                        LintRule.OVERRULED,
                        filter,
                        by,
                        "changes nothing: " + by.filterKey() + " in the heavier sublayer " + by.subLayerKey()
                                + " matches all that it matches; "
                                + (isAlike(by, filter) ? "it decides the same" : why));
                return;
            }
        }
    }

    private static boolean isAlike(Filter by, Filter filter) {
        return by.action().equals(filter.action());
    }

    /** The filter of a sublayer that takes all that {@code filter} matches, where the sublayer's result is hard for every item of those; else null. */
    private Filter clearsRight(List<Filter> sublayer, Filter filter) {
        for (Filter one : sublayer) {
            boolean hard = one.action() instanceof Action.Block
                    || one.action() instanceof Action.Permit && one.clearsActionRight();
            if (hard && relations.covers(one.conditions(), filter.conditions())) {
                return one;
            }
            boolean decides = !one.action().isInspection();
            if (decides && !hard && !relations.excludes(one.conditions(), filter.conditions())) {
                return null;
            }
        }
        return null;
    }

    private void softBlock(Filter filter, List<List<Filter>> lighter) {
        String callout = filter.action().callout();
        if (callout == null || filter.action().isInspection() || isNeverSoft(filter, callout)) {
            return;
        }
        for (List<Filter> sublayer : lighter) {
            for (Filter one : sublayer) {
                if (one.action() instanceof Action.Permit
                        && relations.meet(one.conditions(), filter.conditions())
                        && isReached(one, filter, sublayer)) {
                    add(
                            LintRule.SOFT_BLOCK,
                            filter,
                            one,
                            "a block of callout " + callout + " is soft unless the callout clears the right: "
                                    + one.filterKey() + " in the lighter sublayer " + one.subLayerKey()
                                    + " permits then");
                    return;
                }
            }
        }
    }

    /** Whether no filter before the permit in its sublayer can take what both match. */
    private boolean isReached(Filter permit, Filter filter, List<Filter> sublayer) {
        for (Filter one : sublayer) {
            if (one.filterId() == permit.filterId()) {
                return true;
            }
            boolean apart = relations.excludes(one.conditions(), permit.conditions())
                    || relations.excludes(one.conditions(), filter.conditions());
            if (!one.action().isInspection() && !apart) {
                return false;
            }
        }
        return false;
    }

    /** One that pends has its item decided by its answer; what has no code here blocks hard or is skipped; Windows' own drop silently. */
    private boolean isNeverSoft(Filter filter, String callout) {
        Callout here = code.apply(callout);
        return policy.isInert(filter)
                || BuiltInCallouts.byKey(callout).isPresent()
                || here == null
                || here.mode() == CalloutMode.OUT_OF_BAND;
    }

    private static boolean isStatic(Filter filter) {
        return filter.action().callout() == null;
    }

    private static String verb(Filter filter) {
        return filter.action() instanceof Action.Permit ? "permits" : "blocks";
    }

    private void add(LintRule rule, Filter filter, Filter other, String text) {
        found.add(new LintFinding(rule, filter.filterKey(), other.filterKey(), text));
    }
}
