// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a filter's conditions into tests, grouped by field whatever their order (spec 3.3, 3.4). */
final class ConditionCompiler {
    private static final ConditionValue.Wide LOWEST = new ConditionValue.Wide(0, 0);
    private static final ConditionValue.Wide HIGHEST = new ConditionValue.Wide(-1, -1);
    private static final byte[] NOTHING = {};

    private final boolean prefixIsSuffix;

    ConditionCompiler(boolean prefixIsSuffix) {
        this.prefixIsSuffix = prefixIsSuffix;
    }

    /** Tests by field, one for each; all must hold. {@code tests} stand in the order of their conditions. */
    static FieldTest[] grouped(List<Condition> conditions, FieldTest[] tests) {
        Map<Field, List<FieldTest>> groups = new LinkedHashMap<>();
        for (int i = 0; i < tests.length; i++) {
            groups.computeIfAbsent(conditions.get(i).field(), f -> new ArrayList<>())
                    .add(tests[i]);
        }
        return groups.values().stream().map(ConditionCompiler::any).toArray(FieldTest[]::new);
    }

    private static FieldTest any(List<FieldTest> tests) {
        return tests.size() == 1 ? tests.getFirst() : new FieldTest.AnyOf(tests.toArray(FieldTest[]::new));
    }

    /** The test of a condition that {@link ConditionRules} allows. */
    FieldTest test(Condition condition) {
        int at = condition.field().ordinal();
        MatchType matchType = condition.matchType();
        boolean negated = matchType == MatchType.NOT_EQUAL || matchType == MatchType.NOT_PREFIX;
        return switch (condition.value()) {
            case ConditionValue.Empty() -> new FieldTest.IsEmpty(at);
            case ConditionValue.Number(var type, long value) -> number(at, matchType, type, value);
            case ConditionValue.Wide wide -> wide(at, matchType, wide);
            case ConditionValue.V4Mask(int address, int mask) ->
                new FieldTest.NumberBits(at, mask & 0xFFFFFFFFL, address & mask & 0xFFFFFFFFL, negated);
            case ConditionValue.V6Mask mask -> wideBits(at, mask, negated);
            case ConditionValue.Range(ConditionValue low, ConditionValue high) -> range(condition.field(), low, high);
            case ConditionValue.Blob blob -> blob(condition.field(), matchType, blob.bytes(), negated);
            case ConditionValue.Text(var type, String text) -> text(at, matchType, type, text, negated);
            case ConditionValue.Carried(var _, var _) -> new FieldTest.Never();
        };
    }

    private static FieldTest number(int at, MatchType matchType, DataType type, long value) {
        boolean signed = type.isSigned();
        long least = signed ? Long.MIN_VALUE : 0;
        long most = signed ? Long.MAX_VALUE : -1;
        return switch (matchType) {
            case EQUAL -> FieldTest.NumberWithin.of(at, value, value, signed, false);
            case NOT_EQUAL -> FieldTest.NumberWithin.of(at, value, value, signed, true);
            case GREATER -> FieldTest.NumberWithin.of(at, least, value, signed, true);
            case LESS -> FieldTest.NumberWithin.of(at, value, most, signed, true);
            case GREATER_OR_EQUAL -> FieldTest.NumberWithin.of(at, value, most, signed, false);
            case LESS_OR_EQUAL -> FieldTest.NumberWithin.of(at, least, value, signed, false);
            case FLAGS_ALL_SET -> new FieldTest.NumberBits(at, value, value, false);
            case FLAGS_ANY_SET -> new FieldTest.NumberBits(at, value, 0, true);
            case FLAGS_NONE_SET -> new FieldTest.NumberBits(at, value, 0, false);
            default -> throw unruly(matchType, type);
        };
    }

    private static FieldTest wide(int at, MatchType matchType, ConditionValue.Wide value) {
        return switch (matchType) {
            case EQUAL -> new FieldTest.WideWithin(at, value, value, false);
            case NOT_EQUAL -> new FieldTest.WideWithin(at, value, value, true);
            case GREATER -> new FieldTest.WideWithin(at, LOWEST, value, true);
            case LESS -> new FieldTest.WideWithin(at, value, HIGHEST, true);
            case GREATER_OR_EQUAL -> new FieldTest.WideWithin(at, value, HIGHEST, false);
            case LESS_OR_EQUAL -> new FieldTest.WideWithin(at, LOWEST, value, false);
            default -> throw unruly(matchType, value.type());
        };
    }

    private static FieldTest wideBits(int at, ConditionValue.V6Mask mask, boolean negated) {
        int length = mask.prefixLength();
        long maskHigh = length == 0 ? 0 : length >= 64 ? -1L : -1L << 64 - length;
        long maskLow = length <= 64 ? 0 : length == 128 ? -1L : -1L << 128 - length;
        return new FieldTest.WideBits(at, maskHigh, maskLow, mask.high() & maskHigh, mask.low() & maskLow, negated);
    }

    private static FieldTest range(Field field, ConditionValue low, ConditionValue high) {
        int at = field.ordinal();
        return switch (low) {
            case ConditionValue.Number(DataType type, long from)
            when high instanceof ConditionValue.Number to ->
                FieldTest.NumberWithin.of(at, from, to.value(), type.isSigned(), false);
            case ConditionValue.Wide from
            when high instanceof ConditionValue.Wide to -> new FieldTest.WideWithin(at, from, to, false);
            case ConditionValue.Blob from
            when high instanceof ConditionValue.Blob to ->
                new FieldTest.BytesOrder(at, normal(field, from.bytes()), normal(field, to.bytes()), MatchType.RANGE);
            case ConditionValue.Text from
            when high instanceof ConditionValue.Text to -> new FieldTest.TextWithin(at, from.value(), to.value());
            default -> throw unruly(MatchType.RANGE, low.type());
        };
    }

    private FieldTest blob(Field field, MatchType matchType, byte[] bytes, boolean negated) {
        int at = field.ordinal();
        byte[] normal = normal(field, bytes);
        if (matchType != MatchType.PREFIX && matchType != MatchType.NOT_PREFIX) {
            return new FieldTest.BytesOrder(at, normal, NOTHING, matchType);
        }
        boolean begins = !prefixIsSuffix && field.holdsApplicationId();
        return new FieldTest.BytesAffix(
                at, begins ? ApplicationId.unterminated(normal) : normal, prefixIsSuffix, negated);
    }

    private static byte[] normal(Field field, byte[] bytes) {
        return field.holdsApplicationId() ? ApplicationId.normal(bytes) : bytes;
    }

    private FieldTest text(int at, MatchType matchType, DataType type, String text, boolean negated) {
        return switch (type) {
            case FWP_SECURITY_DESCRIPTOR_TYPE -> new FieldTest.AccessCheck(at, Sddl.parse(text), negated);
            case FWP_SID -> new FieldTest.SidTest(at, new Sid(text), negated);
            default -> new FieldTest.TextTest(at, text, matchType, prefixIsSuffix);
        };
    }

    private static IllegalStateException unruly(MatchType matchType, DataType type) {
        return new IllegalStateException(matchType.key() + " with " + type + " is against the rules");
    }

    /** Whether an order of value to condition satisfies a match type that compares. */
    static boolean ordered(MatchType matchType, int order) {
        return switch (matchType) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case GREATER -> order > 0;
            case LESS -> order < 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case LESS_OR_EQUAL -> order <= 0;
            default -> false;
        };
    }
}
