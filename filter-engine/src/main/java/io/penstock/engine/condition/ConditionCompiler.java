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
            case ConditionValue.Range(ConditionValue low, ConditionValue high) -> range(at, low, high);
            case ConditionValue.Blob blob -> blob(at, matchType, blob.bytes(), negated);
            case ConditionValue.Text(var type, String text) -> text(at, matchType, type, text, negated);
        };
    }

    private static FieldTest number(int at, MatchType matchType, DataType type, long value) {
        long most = type.integerBits() == 0 ? 0xFFFF_FFFF_FFFFL : -1L >>> 64 - type.integerBits();
        return switch (matchType) {
            case EQUAL, EQUAL_CASE_INSENSITIVE, RANGE -> FieldTest.NumberWithin.unsigned(at, value, value, false);
            case NOT_EQUAL -> FieldTest.NumberWithin.unsigned(at, value, value, true);
            case GREATER -> FieldTest.NumberWithin.unsigned(at, 0, value, true);
            case LESS -> FieldTest.NumberWithin.unsigned(at, value, -1, true);
            case GREATER_OR_EQUAL -> FieldTest.NumberWithin.unsigned(at, value, -1, false);
            case LESS_OR_EQUAL -> FieldTest.NumberWithin.unsigned(at, 0, value, false);
            case FLAGS_ALL_SET -> new FieldTest.NumberBits(at, value, value, false);
            case FLAGS_ANY_SET -> new FieldTest.NumberBits(at, value & most, 0, true);
            case FLAGS_NONE_SET -> new FieldTest.NumberBits(at, value, 0, false);
            case PREFIX, NOT_PREFIX -> throw mismatch(matchType, "a number");
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
            default -> throw mismatch(matchType, "a 16-byte value");
        };
    }

    private static FieldTest wideBits(int at, ConditionValue.V6Mask mask, boolean negated) {
        int length = mask.prefixLength();
        long maskHigh = length == 0 ? 0 : length >= 64 ? -1L : -1L << 64 - length;
        long maskLow = length <= 64 ? 0 : length == 128 ? -1L : -1L << 128 - length;
        return new FieldTest.WideBits(at, maskHigh, maskLow, mask.high() & maskHigh, mask.low() & maskLow, negated);
    }

    private static FieldTest range(int at, ConditionValue low, ConditionValue high) {
        if (low instanceof ConditionValue.Number(var _, long from)
                && high instanceof ConditionValue.Number(var _, long to)) {
            return FieldTest.NumberWithin.unsigned(at, from, to, false);
        }
        if (low instanceof ConditionValue.Wide from && high instanceof ConditionValue.Wide to) {
            return new FieldTest.WideWithin(at, from, to, false);
        }
        if (low instanceof ConditionValue.Blob from && high instanceof ConditionValue.Blob to) {
            return new FieldTest.BytesOrder(at, from.bytes(), to.bytes(), MatchType.RANGE);
        }
        throw new IllegalArgumentException("FWP_E_INVALID_RANGE: " + low + " to " + high);
    }

    private FieldTest blob(int at, MatchType matchType, byte[] bytes, boolean negated) {
        return switch (matchType) {
            case PREFIX, NOT_PREFIX -> new FieldTest.BytesAffix(at, bytes, prefixIsSuffix, negated);
            case FLAGS_ALL_SET, FLAGS_ANY_SET, FLAGS_NONE_SET, EQUAL_CASE_INSENSITIVE ->
                throw mismatch(matchType, "a blob");
            default -> new FieldTest.BytesOrder(at, bytes, NOTHING, matchType);
        };
    }

    private FieldTest text(int at, MatchType matchType, DataType type, String text, boolean negated) {
        return type == DataType.FWP_SECURITY_DESCRIPTOR_TYPE
                ? new FieldTest.AccessCheck(at, SecurityDescriptor.of(text), negated)
                : new FieldTest.TextTest(at, text, matchType, prefixIsSuffix);
    }

    private static IllegalArgumentException mismatch(MatchType matchType, String what) {
        return new IllegalArgumentException("FWP_E_MATCH_TYPE_MISMATCH: " + matchType.key() + " with " + what);
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
