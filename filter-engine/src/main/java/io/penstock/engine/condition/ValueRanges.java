// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The numbers or addresses that a condition accepts, as ranges with both ends included, lowest first, none touching the next (spec 3.3). Immutable; any thread. */
public final class ValueRanges {
    private final List<Range> ranges;

    private record Range(BigInteger low, BigInteger high) {}

    private ValueRanges(List<Range> ranges) {
        this.ranges = ranges;
    }

    /**
     * What a condition on a field of this type accepts, or null where ranges cannot say it.
     *
     * @throws IllegalArgumentException if the ends of its range are no numbers of that type, which {@link ConditionRules} forbid
     */
    public static ValueRanges of(Condition condition, DataType type) {
        int bits = bits(type);
        if (bits == 0) {
            return null;
        }
        BigInteger most = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        MatchType matchType = condition.matchType();
        return switch (condition.value()) {
            case ConditionValue.Empty() -> new ValueRanges(List.of());
            case ConditionValue.Number number -> compared(matchType, number(number), most);
            case ConditionValue.Wide wide -> compared(matchType, number(wide), most);
            case ConditionValue.V4Mask(int address, int mask) ->
                network(matchType, unsigned(address & mask), 32 - Integer.bitCount(mask), most);
            case ConditionValue.V6Mask(long high, long low, int length) ->
                network(matchType, number(new ConditionValue.Wide(high, low)), 128 - length, most);
            case ConditionValue.Range(ConditionValue low, ConditionValue high) -> merged(number(low), number(high));
            case ConditionValue.Blob(var _) -> null;
            case ConditionValue.Text(var _, var _) -> null;
            case ConditionValue.Carried(var _, var _) -> null;
        };
    }

    private static int bits(DataType type) {
        return switch (type) {
            case FWP_BYTE_ARRAY16_TYPE -> 128;
            case FWP_BYTE_ARRAY6_TYPE -> 48;
            default -> type.isSigned() ? 0 : type.integerBits();
        };
    }

    private static ValueRanges compared(MatchType matchType, BigInteger value, BigInteger most) {
        return switch (matchType) {
            case EQUAL -> merged(value, value);
            case NOT_EQUAL -> outside(value, value, most);
            case GREATER -> merged(value.add(BigInteger.ONE), most);
            case GREATER_OR_EQUAL -> merged(value, most);
            case LESS -> merged(BigInteger.ZERO, value.subtract(BigInteger.ONE));
            case LESS_OR_EQUAL -> merged(BigInteger.ZERO, value);
            default -> null;
        };
    }

    private static ValueRanges network(MatchType matchType, BigInteger address, int hostBits, BigInteger most) {
        BigInteger low = address.shiftRight(hostBits).shiftLeft(hostBits);
        BigInteger high = low.add(BigInteger.ONE.shiftLeft(hostBits)).subtract(BigInteger.ONE);
        return matchType == MatchType.NOT_EQUAL ? outside(low, high, most) : merged(low, high);
    }

    private static ValueRanges outside(BigInteger low, BigInteger high, BigInteger most) {
        return union(
                List.of(merged(BigInteger.ZERO, low.subtract(BigInteger.ONE)), merged(high.add(BigInteger.ONE), most)));
    }

    private static ValueRanges merged(BigInteger low, BigInteger high) {
        return new ValueRanges(low.compareTo(high) > 0 ? List.of() : List.of(new Range(low, high)));
    }

    /** What any of several accepts. */
    public static ValueRanges union(List<ValueRanges> several) {
        List<Range> sorted = several.stream()
                .flatMap(one -> one.ranges.stream())
                .sorted(Comparator.comparing(Range::low))
                .toList();
        List<Range> merged = new ArrayList<>();
        for (Range range : sorted) {
            Range last = merged.isEmpty() ? null : merged.getLast();
            if (last != null && range.low().compareTo(last.high().add(BigInteger.ONE)) <= 0) {
                merged.set(merged.size() - 1, new Range(last.low(), last.high().max(range.high())));
            } else {
                merged.add(range);
            }
        }
        return new ValueRanges(merged);
    }

    /** Whether it accepts everything that the other does. */
    public boolean contains(ValueRanges other) {
        return other.ranges.stream()
                .allMatch(inner -> ranges.stream()
                        .anyMatch(outer -> outer.low().compareTo(inner.low()) <= 0
                                && outer.high().compareTo(inner.high()) >= 0));
    }

    /** Whether some value is accepted by both. */
    public boolean overlaps(ValueRanges other) {
        return other.ranges.stream()
                .anyMatch(one -> ranges.stream()
                        .anyMatch(mine -> mine.low().compareTo(one.high()) <= 0
                                && mine.high().compareTo(one.low()) >= 0));
    }

    /** Whether it accepts nothing. */
    boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** The lowest value that it accepts; it accepts some. */
    BigInteger lowest() {
        return ranges.getFirst().low();
    }

    /** The fewest prefixes of the type's bits that together are the ranges, lowest first. */
    List<ValuePrefix> prefixes() {
        List<ValuePrefix> prefixes = new ArrayList<>();
        for (Range range : ranges) {
            BigInteger next = range.low();
            while (next.compareTo(range.high()) <= 0) {
                int left = range.high().subtract(next).add(BigInteger.ONE).bitLength() - 1;
                int free = next.signum() == 0 ? left : Math.min(next.getLowestSetBit(), left);
                prefixes.add(new ValuePrefix(next, free));
                next = next.add(BigInteger.ONE.shiftLeft(free));
            }
        }
        return prefixes;
    }

    private static BigInteger number(ConditionValue value) {
        return switch (value) {
            case ConditionValue.Number(var _, long number) -> new BigInteger(Long.toUnsignedString(number));
            case ConditionValue.Wide(long high, long low) ->
                new BigInteger(Long.toUnsignedString(high))
                        .shiftLeft(64)
                        .add(new BigInteger(Long.toUnsignedString(low)));
            default -> throw new IllegalArgumentException(value + " is no number");
        };
    }

    private static BigInteger unsigned(int value) {
        return BigInteger.valueOf(value & 0xFFFF_FFFFL);
    }
}
