// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.classify;

import io.penstock.engine.callout.CalloutAction;
import io.penstock.engine.condition.ConditionOutcome;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.flow.FlowState;
import io.penstock.engine.flow.Standing;
import io.penstock.engine.pend.Completion;
import io.penstock.engine.pend.PendOutcome;
import io.penstock.engine.pend.PendTicket;
import io.penstock.engine.policy.Filter;
import io.penstock.engine.policy.Layer;
import io.penstock.engine.policy.Sublayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Every step of an item's walk, for whoever asks why: which layers were visited, which filters were tried and what each of their conditions came to,
 * what callouts said, how sublayers combined (spec 4.5). Told by the code that decides, as it decides. One thread.
 */
public final class DecisionTrace {
    private final List<Step> steps = new ArrayList<>();

    /** What became of a matching filter's callout. */
    public enum Consulted {
        /** The filter names none. */
        NONE,
        /** It was asked. */
        ASKED,
        /** It has no code anywhere, nor a recorded answer: skipped, and the verdict is uncertain (spec 4.6, 10.1.2). */
        INERT,
        /** It is not registered (spec 4.6). */
        UNREGISTERED,
        /** It is registered for flows with a context of its own, and this one has none (spec 5.6 F8). */
        SKIPPED
    }

    /** One thing that happened. */
    public sealed interface Step {
        /**
         * A visit began.
         *
         * @param flags bits of the FLAGS field at this visit (spec 3.6)
         */
        record Visited(String layer, int flags) implements Step {}

        /**
         * The filters of a sublayer are next.
         *
         * @param weight the sublayer's, 0 to 65,535
         */
        record Entered(String subLayerKey, int weight) implements Step {}

        /**
         * A filter was tried.
         *
         * @param filterId run-time id
         * @param effectiveWeight unsigned 64 bits
         * @param matched whether all its conditions held: any on one field, all across fields (spec 3.4)
         * @param conditions each by itself, in the filter's order, also those behind the first that failed
         */
        record Tried(
                String filterKey,
                long filterId,
                long effectiveWeight,
                boolean matched,
                List<ConditionOutcome> conditions)
                implements Step {}

        /**
         * A filter's callout was asked.
         *
         * @param filterId run-time id of the filter
         */
        record Invoked(String filterKey, long filterId, String calloutKey) implements Step {}

        /**
         * A matching filter came to a result.
         *
         * @param filterId run-time id
         * @param result PERMIT, BLOCK or CONTINUE, which is no result
         * @param hard whether the result clears the write right
         * @param canVeto whether it may override a hard permit (R-VETO)
         * @param absorb whether its callout absorbed
         * @param rightBefore whether the action could still be changed
         */
        record Evaluated(
                String filterKey,
                long filterId,
                String subLayerKey,
                Consulted consulted,
                CalloutAction result,
                boolean hard,
                boolean canVeto,
                boolean absorb,
                boolean rightBefore)
                implements Step {}

        /**
         * A sublayer's result was combined with the layer's action (R-COMBINE).
         *
         * @param before the layer's action before, null for none
         * @param after and after
         * @param decided whether the filter has become the deciding one
         * @param veto whether it overrode a hard permit
         */
        record Combined(
                String subLayerKey,
                String filterKey,
                CalloutAction before,
                boolean rightBefore,
                CalloutAction after,
                boolean rightAfter,
                boolean decided,
                boolean veto)
                implements Step {}

        /** A visit ended. {@code action} null: nothing decided. */
        record Ended(String layer, CalloutAction action, String filterKey, boolean veto, boolean absorbed)
                implements Step {}

        /** What happened between visits. */
        sealed interface Between extends Step {}

        /**
         * The flow's authorisation stood for another visit of the AUTH layer (spec 2.6).
         *
         * @param layer the layer that authorised or blocked the flow, null where none did
         * @param filterKey the filter that decided there, null where nothing did
         * @param blocked whether the flow is blocked, and the packet with it
         */
        record Standing(String layer, String filterKey, boolean blocked) implements Between {}

        /** A callout elsewhere is to decide; the walk is put down. */
        record Pended(String filterKey, String calloutKey) implements Between {}

        /** That callout has answered; the walk is taken up. */
        record Answered(String filterKey, String calloutKey, PendAnswer answer) implements Between {}

        /** The walk of a clone begins that this callout has injected. */
        record Injected(String calloutKey) implements Between {}

        /** The walk has ended before these layers. */
        record Unvisited(List<String> layers) implements Between {
            public Unvisited {
                layers = List.copyOf(layers);
            }
        }
    }

    /** What a callout elsewhere has answered. */
    public enum PendAnswer {
        PERMIT,
        BLOCK,
        /** Clones take the item's place. */
        REPLACE,
        REDIRECT,
        /** The visit is made once more. */
        AGAIN,
        /** It decided bytes of a stream. */
        STREAM,
        /** It threw, or its code is not here. */
        FAILED,
        /** Nobody did in time, as it is recorded. */
        EXPIRED,
        /** Its socket was closed meanwhile, as it is recorded. */
        CLOSED;

        static PendAnswer of(Completion completion) {
            return switch (completion) {
                case Completion.Permit permit -> PERMIT;
                case Completion.Block block -> BLOCK;
                case Completion.Replace replace -> REPLACE;
                case Completion.Redirected redirected -> REDIRECT;
                case Completion.ClassifyAgain again -> AGAIN;
                case Completion.Stream stream -> STREAM;
                case Completion.Failed failed -> FAILED;
            };
        }
    }

    /** The steps since {@link #clear}, first to last; a copy. */
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Forgets the steps: the next item begins. */
    public void clear() {
        steps.clear();
    }

    void visited(Layer layer, int flags) {
        steps.add(new Step.Visited(layer.key(), flags));
    }

    void entered(Sublayer sublayer) {
        steps.add(new Step.Entered(sublayer.subLayerKey(), sublayer.weight()));
    }

    void tried(RuntimeFilter filter, FieldValues values, boolean matched) {
        Filter of = filter.filter();
        steps.add(
                new Step.Tried(of.filterKey(), of.filterId(), of.effectiveWeight(), matched, filter.outcomes(values)));
    }

    void invoked(Filter filter) {
        steps.add(new Step.Invoked(
                filter.filterKey(), filter.filterId(), filter.action().callout()));
    }

    void evaluated(Filter filter, Consulted consulted, Arbitration.FilterResult result, boolean right) {
        steps.add(new Step.Evaluated(
                filter.filterKey(),
                filter.filterId(),
                filter.subLayerKey(),
                consulted,
                result.action,
                result.hard,
                result.canVeto,
                result.absorb,
                right));
    }

    void combined(Filter filter, CalloutAction before, boolean rightBefore, Arbitration after) {
        boolean decided = after.deciding() != null && after.deciding().filter().equals(filter);
        steps.add(new Step.Combined(
                filter.subLayerKey(),
                filter.filterKey(),
                before,
                rightBefore,
                after.action(),
                after.hasRight(),
                decided,
                decided && after.isVeto()));
    }

    void standing(FlowState flow) {
        Standing by = flow.standing();
        steps.add(new Step.Standing(
                by == null ? null : by.layerKey(), by == null ? null : by.filterKey(), flow.isBlocked()));
    }

    void pended(PendTicket ticket) {
        steps.add(new Step.Pended(ticket.id().filterKey(), ticket.id().calloutKey()));
    }

    void answered(PendTicket ticket, Completion completion) {
        steps.add(new Step.Answered(ticket.id().filterKey(), ticket.id().calloutKey(), PendAnswer.of(completion)));
    }

    void unanswered(PendTicket ticket, PendOutcome outcome) {
        PendAnswer answer = switch (outcome) {
            case EXPIRED -> PendAnswer.EXPIRED;
            case ENDPOINT_CLOSED -> PendAnswer.CLOSED;
            case NONE, HELD, COMPLETED, FAILED, OVERFLOW -> PendAnswer.FAILED;
        };
        steps.add(new Step.Answered(ticket.id().filterKey(), ticket.id().calloutKey(), answer));
    }

    /** The walk of an item begins: told where that is a clone. */
    void begun(Item item) {
        if (item.injected) {
            steps.add(new Step.Injected(item.injectionChain.isEmpty() ? null : item.injectionChain.getLast()));
        }
    }

    /** The walk has ended at its visit, before those behind it. */
    void unvisited(Walk walk, boolean ipv6) {
        List<String> layers = walk.ahead().stream()
                .map(visit -> visit.layer(ipv6))
                .filter(Objects::nonNull)
                .map(Layer::key)
                .toList();
        if (!layers.isEmpty()) {
            steps.add(new Step.Unvisited(layers));
        }
    }

    void ended(Layer layer, Arbitration end) {
        String filter = end.deciding() == null ? null : end.deciding().filter().filterKey();
        steps.add(new Step.Ended(layer.key(), end.action(), filter, end.isVeto(), end.isAbsorbed()));
    }
}
