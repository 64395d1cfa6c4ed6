// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy.lint;

import io.penstock.engine.callout.Callout;
import io.penstock.engine.callout.CalloutMode;
import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionIndex;
import io.penstock.engine.condition.ConditionRelations;
import io.penstock.engine.policy.Action;
import io.penstock.engine.policy.BuiltInCallouts;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.LayerFamily;
import io.penstock.engine.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Finds filters of one layer that others come before (spec 4.2): in their own sublayer, where the first permit or block ends it, and across sublayers, where the write
 * right ends it. Each is compared with those alone that an index of conditions gives. One thread.
 */
final class PrecedenceCheck {
    private final Policy policy;
    private final Function<String, Callout> code;
    private final List<LintFinding> found;
    private final ConditionRelations relations;
    /** At STREAM the right has no meaning (R-STREAM). */
    private final boolean waterfall;
    /** The filters that can match, sublayers and filters in the order of arbitration; a filter's number is its place here. */
    private final List<Filter> filters = new ArrayList<>();
    /** For each filter where its sublayer begins in them. */
    private final List<Integer> beginnings = new ArrayList<>();

    private final ConditionIndex index;

    PrecedenceCheck(Policy policy, Layer layer, Function<String, Callout> code, List<LintFinding> found) {
        this.policy = policy;
        this.code = code;
        this.found = found;
        relations = new ConditionRelations(layer, policy.settings().prefixIsSuffix());
        index = new ConditionIndex(layer);
        waterfall = layer.family().equals(LayerFamily.STREAM.name()) && !layer.isDiscard();
    }

    /** Checks the filters of the layer, sublayers and filters in the order of arbitration; none of them can never match. */
    void check(List<List<Filter>> sublayers) {
        for (List<Filter> sublayer : sublayers) {
            int beginning = filters.size();
            for (Filter filter : sublayer) {
                index.add(filters.size(), filter.conditions());
                filters.add(filter);
                beginnings.add(beginning);
            }
        }
        for (int at = 0; at < filters.size(); at++) {
            Filter filter = filters.get(at);
            List<Integer> covering = index.mayCover(filter.conditions());
            boolean told = before(at, covering);
            if (!told && !waterfall) {
                overruled(at, covering);
                softBlock(at);
            }
        }
    }

    /** Whether a filter before this one in its sublayer is the same, or decides all that this one matches. */
    private boolean before(int at, List<Integer> covering) {
        Filter filter = filters.get(at);
        for (int earlier : covering) {
            Filter first = filters.get(earlier);
            boolean comesBefore = earlier >= beginnings.get(at) && earlier < at;
            if (comesBefore && relations.covers(first.conditions(), filter.conditions())) {
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
    private void overruled(int at, List<Integer> covering) {
        Filter filter = filters.get(at);
        boolean vetoes = filter.action() instanceof Action.Block && filter.clearsActionRight();
        if (!isStatic(filter) || vetoes) {
            return;
        }
        Filter by = clearsRight(at, covering);
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
        }
    }

    private static boolean isAlike(Filter by, Filter filter) {
        return by.action().equals(filter.action());
    }

    /** The filter of a heavier sublayer that takes all that a filter matches, where that sublayer's result is hard for every item of those; else null. */
    private Filter clearsRight(int at, List<Integer> covering) {
        Filter filter = filters.get(at);
        int passedOver = -1;
        for (int heavier : covering) {
            Filter one = filters.get(heavier);
            int beginning = beginnings.get(heavier);
            boolean candidate = beginning < beginnings.get(at) && beginning != passedOver && isHard(one);
            if (candidate && relations.covers(one.conditions(), filter.conditions())) {
                if (!isSoftBetween(beginning, heavier, filter)) {
                    return one;
                }
                passedOver = beginning;
            }
        }
        return null;
    }

    private static boolean isHard(Filter filter) {
        return filter.action() instanceof Action.Block
                || filter.action() instanceof Action.Permit && filter.clearsActionRight();
    }

    /** Whether one of these filters may decide something that another one matches, and softly. */
    private boolean isSoftBetween(int from, int to, Filter filter) {
        return from < to
                && index.mayMeet(filter.conditions()).stream()
                        .filter(number -> number >= from && number < to)
                        .map(filters::get)
                        .anyMatch(one -> !one.action().isInspection()
                                && !isHard(one)
                                && !relations.excludes(one.conditions(), filter.conditions()));
    }

    private void softBlock(int at) {
        Filter filter = filters.get(at);
        String callout = filter.action().callout();
        if (callout == null || filter.action().isInspection() || isNeverSoft(filter, callout)) {
            return;
        }
        Filter permit = permitsBehind(at);
        if (permit != null) {
            add(
                    LintRule.SOFT_BLOCK,
                    filter,
                    permit,
                    "a block of callout " + callout + " is soft unless the callout clears the right: "
                            + permit.filterKey() + " in the lighter sublayer " + permit.subLayerKey()
                            + " permits then");
        }
    }

    /** The first permit in a lighter sublayer that surely takes some of what a filter matches: no filter before it there can take what both match; else null. */
    private Filter permitsBehind(int at) {
        List<Condition> conditions = filters.get(at).conditions();
        List<Filter> taking = new ArrayList<>();
        int sublayer = -1;
        for (int lighter : index.mayMeet(conditions)) {
            if (lighter < at || beginnings.get(lighter).equals(beginnings.get(at))) {
                continue;
            }
            if (beginnings.get(lighter) != sublayer) {
                sublayer = beginnings.get(lighter);
                taking.clear();
            }
            Filter one = filters.get(lighter);
            boolean reached = one.action() instanceof Action.Permit
                    && relations.meet(one.conditions(), conditions)
                    && taking.stream().allMatch(other -> relations.excludes(other.conditions(), one.conditions()));
            if (reached) {
                return one;
            }
            if (!one.action().isInspection() && !relations.excludes(one.conditions(), conditions)) {
                taking.add(one);
            }
        }
        return null;
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
