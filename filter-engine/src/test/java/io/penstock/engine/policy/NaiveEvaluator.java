// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.condition.NaiveConditions;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * The specification written down once more, plainly and slowly, from filters and conditions alone: matching by spec 3, arbitration by spec 4.
 * The oracle that the engine must agree with.
 */
public final class NaiveEvaluator {
    private NaiveEvaluator() {}

    /** What a callout answers; {@code action} is PERMIT, BLOCK, CONTINUE, NONE or UNCHANGED. */
    public record Answer(String action, boolean clearsRight, boolean absorbs) {}

    /**
     * What a callout is asked with, and how it answers.
     *
     * @param registered whether there is code
     * @param answer given whether the write right is still there
     */
    public record Stub(boolean registered, Function<Boolean, Answer> answer) {}

    /** Outcome of one classification, in the words of the arbitration vectors; action is NONE, PERMIT or BLOCK. */
    public record Outcome(
            String action,
            Filter deciding,
            boolean right,
            boolean veto,
            boolean absorbed,
            List<Filter> evaluated,
            List<Filter> invoked) {}

    /** A classification under way (spec 4.1). */
    private static final class State {
        String action = "NONE";
        boolean right = true;
        Filter deciding;
        boolean veto;
        boolean absorb;
        final List<Filter> evaluated = new ArrayList<>();
        final List<Filter> invoked = new ArrayList<>();
    }

    private record Result(String action, boolean hard, boolean canVeto, boolean absorb) {}

    /** Whether all conditions of a filter hold: by field OR, across fields AND (spec 3.4). */
    public static boolean matches(Filter filter, FieldValues values, boolean prefixIsSuffix) {
        for (Condition one : filter.conditions()) {
            boolean any = false;
            for (Condition other : filter.conditions()) {
                if (other.field().equals(one.field()) && NaiveConditions.holds(other, values, prefixIsSuffix)) {
                    any = true;
                }
            }
            if (!any) {
                return false;
            }
        }
        return true;
    }

    /** Spec 4.5 over the filters that {@code matching} lets through. */
    public static Outcome classify(
            Layer layer,
            List<Sublayer> sublayers,
            List<Filter> filters,
            Function<Filter, Boolean> matching,
            Function<String, Stub> callouts) {
        State state = new State();
        List<Sublayer> ordered = new ArrayList<>(sublayers);
        ordered.sort(Comparator.comparingInt((Sublayer s) -> -s.weight()).thenComparingInt(Sublayer::order));
        boolean stream = layer.family().equals("STREAM") && !layer.isDiscard();
        for (Sublayer sublayer : ordered) {
            boolean decided = inSublayer(state, sublayer, layer, filters, matching, callouts);
            if (stream && decided && state.action.equals("BLOCK")) {
                break;
            }
        }
        boolean absorbed = state.absorb && state.action.equals("BLOCK") && hearsAbsorb(layer);
        return new Outcome(
                state.action, state.deciding, state.right, state.veto, absorbed, state.evaluated, state.invoked);
    }

    /** Rules A3 to A6 of spec 5.4, without a pend. */
    private static boolean hearsAbsorb(Layer layer) {
        return !layer.isDiscard()
                && switch (layer.family()) {
                    case "INBOUND_MAC_FRAME_ETHERNET",
                            "OUTBOUND_MAC_FRAME_ETHERNET",
                            "INBOUND_MAC_FRAME_NATIVE",
                            "OUTBOUND_MAC_FRAME_NATIVE",
                            "INGRESS_VSWITCH_ETHERNET",
                            "EGRESS_VSWITCH_ETHERNET",
                            "INBOUND_IPPACKET",
                            "OUTBOUND_IPPACKET",
                            "INBOUND_TRANSPORT",
                            "OUTBOUND_TRANSPORT",
                            "INBOUND_ICMP_ERROR",
                            "OUTBOUND_ICMP_ERROR",
                            "DATAGRAM_DATA",
                            "STREAM_PACKET",
                            "ALE_AUTH_RECV_ACCEPT",
                            "ALE_AUTH_CONNECT",
                            "ALE_FLOW_ESTABLISHED",
                            "IPFORWARD" -> true;
                    default -> false;
                };
    }

    private static boolean inSublayer(
            State state,
            Sublayer sublayer,
            Layer layer,
            List<Filter> filters,
            Function<Filter, Boolean> matching,
            Function<String, Stub> callouts) {
        List<Filter> candidates = new ArrayList<>();
        for (Filter filter : filters) {
            boolean here = filter.layer().equals(layer) && filter.subLayerKey().equals(sublayer.subLayerKey());
            if (here && filter.isEnabled() && matching.apply(filter)) {
                candidates.add(filter);
            }
        }
        candidates.sort(Comparator.comparing((Filter f) -> new BigInteger(Long.toUnsignedString(f.effectiveWeight())))
                .reversed()
                .thenComparingLong(Filter::filterId));
        for (Filter filter : candidates) {
            state.evaluated.add(filter);
            Result result = evaluate(state, filter, callouts);
            if (result.action().equals("PERMIT") || result.action().equals("BLOCK")) {
                combine(state, filter, result, layer.family().equals("STREAM") && !layer.isDiscard());
                return true;
            }
        }
        return false;
    }

    private static Result evaluate(State state, Filter filter, Function<String, Stub> callouts) {
        boolean flag = filter.flags().contains(FilterFlag.CLEAR_ACTION_RIGHT);
        if (filter.action() instanceof Action.Permit) {
            return new Result("PERMIT", flag, false, false);
        }
        if (filter.action() instanceof Action.Block) {
            return new Result("BLOCK", true, flag, false);
        }
        Stub stub = callouts.apply(filter.action().callout());
        boolean inspection = filter.action() instanceof Action.CalloutInspection;
        if (!stub.registered()) {
            boolean permit = filter.flags().contains(FilterFlag.PERMIT_IF_CALLOUT_UNREGISTERED);
            if (inspection) {
                return new Result("CONTINUE", false, false, false);
            }
            return permit ? new Result("PERMIT", flag, false, false) : new Result("BLOCK", true, flag, false);
        }
        state.invoked.add(filter);
        Answer answer = stub.answer().apply(state.right);
        String action = answer.action();
        boolean decides = action.equals("PERMIT") || action.equals("BLOCK");
        if (inspection || !decides && filter.action() instanceof Action.CalloutUnknown) {
            return new Result("CONTINUE", false, false, false);
        }
        if (action.equals("UNCHANGED") && !state.right) {
            return new Result("CONTINUE", false, false, false);
        }
        // Absorbing means something only with a block that the callout itself returned (A1 of spec 5.4).
        boolean absorbs = action.equals("BLOCK") && answer.absorbs();
        return new Result(decides ? action : "BLOCK", answer.clearsRight(), true, absorbs);
    }

    private static void combine(State state, Filter filter, Result result, boolean stream) {
        if (state.right) {
            if (!state.action.equals(result.action())) {
                state.action = result.action();
                state.deciding = filter;
                state.absorb = result.absorb();
            }
            state.right = stream || !result.hard();
        } else if (state.action.equals("PERMIT") && result.action().equals("BLOCK") && result.canVeto()) {
            state.action = "BLOCK";
            state.deciding = filter;
            state.veto = true;
            state.absorb = result.absorb();
        }
    }
}
