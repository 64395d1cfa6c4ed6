// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.policy;

import io.penstock.engine.condition.Condition;
import io.penstock.engine.condition.ConditionValue;
import io.penstock.engine.condition.DataType;
import io.penstock.engine.condition.Field;
import io.penstock.engine.condition.FieldValues;
import io.penstock.engine.condition.MatchType;
import io.penstock.engine.condition.SecurityDescriptor;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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
                if (other.field().equals(one.field()) && holds(other, values, prefixIsSuffix)) {
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
        boolean absorbed = state.absorb && state.action.equals("BLOCK") && !layer.isDiscard();
        return new Outcome(
                state.action,
                state.deciding,
                stream || state.right,
                state.veto,
                absorbed,
                state.evaluated,
                state.invoked);
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
        return new Result(decides ? action : "BLOCK", answer.clearsRight(), true, answer.absorbs());
    }

    private static void combine(State state, Filter filter, Result result, boolean stream) {
        if (state.right || stream) {
            if (!state.action.equals(result.action())) {
                state.action = result.action();
                state.deciding = filter;
                state.absorb = result.absorb();
            }
            state.right = !result.hard();
        } else if (state.action.equals("PERMIT") && result.action().equals("BLOCK") && result.canVeto()) {
            state.action = "BLOCK";
            state.deciding = filter;
            state.veto = true;
            state.absorb = result.absorb();
        }
    }

    /** One condition (spec 3.3, 3.5). */
    static boolean holds(Condition condition, FieldValues values, boolean prefixIsSuffix) {
        Field field = condition.field();
        if (condition.value() instanceof ConditionValue.Empty) {
            return values.isEmpty(field);
        }
        if (values.isEmpty(field)) {
            return false;
        }
        return switch (condition.value()) {
            case ConditionValue.Empty() -> false;
            case ConditionValue.Number(DataType type, long number) ->
                integer(condition.matchType(), unsigned(values.number(field)), unsigned(number));
            case ConditionValue.Wide wide -> integer(condition.matchType(), wide(values, field), big(wide));
            case ConditionValue.V4Mask(int address, int mask) -> {
                BigInteger bits = BigInteger.valueOf(mask & 0xFFFFFFFFL);
                boolean in = unsigned(values.number(field))
                        .and(bits)
                        .equals(BigInteger.valueOf(address & 0xFFFFFFFFL).and(bits));
                yield in == (condition.matchType() == MatchType.EQUAL);
            }
            case ConditionValue.V6Mask(long high, long low, int length) -> {
                BigInteger network = big(new ConditionValue.Wide(high, low)).shiftRight(128 - length);
                yield wide(values, field).shiftRight(128 - length).equals(network)
                        == (condition.matchType() == MatchType.EQUAL);
            }
            case ConditionValue.Range(ConditionValue low, ConditionValue high) ->
                holds(new Condition(field, MatchType.GREATER_OR_EQUAL, low), values, prefixIsSuffix)
                        && holds(new Condition(field, MatchType.LESS_OR_EQUAL, high), values, prefixIsSuffix);
            case ConditionValue.Blob blob ->
                blob(condition.matchType(), (byte[]) values.object(field), blob.bytes(), prefixIsSuffix);
            case ConditionValue.Text(DataType type, String text)
            when type == DataType.FWP_SECURITY_DESCRIPTOR_TYPE ->
                SecurityDescriptor.of(text).grantsMatch((Collection<?>) values.object(field))
                        == (condition.matchType() == MatchType.EQUAL);
            case ConditionValue.Text(DataType type, String text) ->
                text(condition.matchType(), (String) values.object(field), text, prefixIsSuffix);
        };
    }

    private static boolean integer(MatchType matchType, BigInteger value, BigInteger wanted) {
        return switch (matchType) {
            case FLAGS_ALL_SET -> value.and(wanted).equals(wanted);
            case FLAGS_ANY_SET -> value.and(wanted).signum() != 0;
            case FLAGS_NONE_SET -> value.and(wanted).signum() == 0;
            default -> order(matchType, value.compareTo(wanted));
        };
    }

    private static boolean order(MatchType matchType, int order) {
        return switch (matchType) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case GREATER -> order > 0;
            case LESS -> order < 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case LESS_OR_EQUAL -> order <= 0;
            default -> throw new IllegalArgumentException(matchType.key());
        };
    }

    private static boolean blob(MatchType matchType, byte[] value, byte[] wanted, boolean prefixIsSuffix) {
        if (matchType != MatchType.PREFIX && matchType != MatchType.NOT_PREFIX) {
            return order(matchType, Arrays.compareUnsigned(value, wanted));
        }
        boolean fits = value.length >= wanted.length;
        for (int i = 0; fits && i < wanted.length; i++) {
            fits = value[prefixIsSuffix ? value.length - wanted.length + i : i] == wanted[i];
        }
        return fits == (matchType == MatchType.PREFIX);
    }

    private static boolean text(MatchType matchType, String value, String wanted, boolean prefixIsSuffix) {
        return switch (matchType) {
            case EQUAL_CASE_INSENSITIVE -> value.equalsIgnoreCase(wanted);
            case PREFIX, NOT_PREFIX ->
                (prefixIsSuffix ? value.endsWith(wanted) : value.startsWith(wanted)) == (matchType == MatchType.PREFIX);
            default -> order(matchType, value.compareTo(wanted));
        };
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    private static BigInteger wide(FieldValues values, Field field) {
        return big(new ConditionValue.Wide(values.highHalf(field), values.number(field)));
    }

    private static BigInteger big(ConditionValue.Wide value) {
        return unsigned(value.high()).shiftLeft(64).add(unsigned(value.low()));
    }
}
