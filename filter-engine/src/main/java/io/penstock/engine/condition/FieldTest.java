// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.util.Arrays;

/**
 * A condition made ready for evaluation: it reads its field in place and allocates nothing. An empty field passes no test but {@link IsEmpty}
 * (spec 3.5), also not a negated one. {@code at} is the field's ordinal.
 */
sealed interface FieldTest {
    boolean holds(FieldValues values);

    /** A number within bounds, both included. Numbers are compared signed, after their top bit is flipped where they are unsigned. */
    record NumberWithin(int at, long low, long high, long flipped, boolean negated) implements FieldTest {
        static NumberWithin of(int at, long low, long high, boolean signed, boolean negated) {
            long flipped = signed ? 0 : Long.MIN_VALUE;
            return new NumberWithin(at, low ^ flipped, high ^ flipped, flipped, negated);
        }

        @Override
        public boolean holds(FieldValues values) {
            if (!values.isPresent(at)) {
                return false;
            }
            long value = values.low(at) ^ flipped;
            return (value >= low && value <= high) != negated;
        }
    }

    /** A number whose bits under the mask are as wanted: flags and IPv4 networks. */
    record NumberBits(int at, long mask, long wanted, boolean negated) implements FieldTest {
        @Override
        public boolean holds(FieldValues values) {
            return values.isPresent(at) && ((values.low(at) & mask) == wanted) != negated;
        }
    }

    /** A 16-byte value within bounds, both included and compared unsigned. */
    record WideWithin(int at, ConditionValue.Wide low, ConditionValue.Wide high, boolean negated) implements FieldTest {
        @Override
        public boolean holds(FieldValues values) {
            if (!values.isPresent(at)) {
                return false;
            }
            long valueHigh = values.high(at);
            long valueLow = values.low(at);
            boolean within = notBelow(valueHigh, valueLow, low.high(), low.low())
                    && notBelow(high.high(), high.low(), valueHigh, valueLow);
            return within != negated;
        }

        private static boolean notBelow(long aHigh, long aLow, long bHigh, long bLow) {
            int highs = Long.compareUnsigned(aHigh, bHigh);
            return highs > 0 || highs == 0 && Long.compareUnsigned(aLow, bLow) >= 0;
        }
    }

    /** A 16-byte value whose bits under the mask are as wanted: IPv6 networks. */
    record WideBits(int at, long maskHigh, long maskLow, long wantedHigh, long wantedLow, boolean negated)
            implements FieldTest {
        @Override
        public boolean holds(FieldValues values) {
            if (!values.isPresent(at)) {
                return false;
            }
            boolean equal = (values.high(at) & maskHigh) == wantedHigh && (values.low(at) & maskLow) == wantedLow;
            return equal != negated;
        }
    }

    /** Bytes against bytes, left to right and unsigned, a shorter equal prefix being less (spec 3.3). */
    final class BytesOrder implements FieldTest {
        private final int at;
        private final byte[] low;
        private final byte[] high;
        private final MatchType matchType;

        BytesOrder(int at, byte[] low, byte[] high, MatchType matchType) {
            this.at = at;
            this.low = low;
            this.high = high;
            this.matchType = matchType;
        }

        @Override
        public boolean holds(FieldValues values) {
            if (!values.isPresent(at) || !(values.object(at) instanceof byte[] value)) {
                return false;
            }
            int order = Arrays.compareUnsigned(value, low);
            return matchType == MatchType.RANGE
                    ? order >= 0 && Arrays.compareUnsigned(value, high) <= 0
                    : ConditionCompiler.ordered(matchType, order);
        }
    }

    /** Bytes that end with (or begin with) the wanted ones. */
    final class BytesAffix implements FieldTest {
        private final int at;
        private final byte[] wanted;
        private final boolean suffix;
        private final boolean negated;

        BytesAffix(int at, byte[] wanted, boolean suffix, boolean negated) {
            this.at = at;
            this.wanted = wanted;
            this.suffix = suffix;
            this.negated = negated;
        }

        @Override
        public boolean holds(FieldValues values) {
            if (!values.isPresent(at) || !(values.object(at) instanceof byte[] value)) {
                return false;
            }
            int from = suffix ? value.length - wanted.length : 0;
            boolean fits = value.length >= wanted.length
                    && Arrays.equals(value, from, from + wanted.length, wanted, 0, wanted.length);
            return fits != negated;
        }
    }

    /** A string against a string, by UTF-16 code units. */
    record TextTest(int at, String wanted, MatchType matchType, boolean suffix) implements FieldTest {
        @Override
        public boolean holds(FieldValues values) {
            if (!values.isPresent(at) || !(values.object(at) instanceof String value)) {
                return false;
            }
            return switch (matchType) {
                case EQUAL_CASE_INSENSITIVE -> value.equalsIgnoreCase(wanted);
                case PREFIX -> affix(value);
                case NOT_PREFIX -> !affix(value);
                default -> ConditionCompiler.ordered(matchType, value.compareTo(wanted));
            };
        }

        private boolean affix(String value) {
            return suffix ? value.endsWith(wanted) : value.startsWith(wanted);
        }
    }

    /** A string within bounds, both included, by UTF-16 code units. */
    record TextWithin(int at, String low, String high) implements FieldTest {
        @Override
        public boolean holds(FieldValues values) {
            return values.isPresent(at)
                    && values.object(at) instanceof String value
                    && value.compareTo(low) >= 0
                    && value.compareTo(high) <= 0;
        }
    }

    /** A SID against a SID; where the field was filled with a token, its user's. */
    record SidTest(int at, Sid wanted, boolean negated) implements FieldTest {
        @Override
        public boolean holds(FieldValues values) {
            if (!values.isPresent(at)) {
                return false;
            }
            return switch (values.object(at)) {
                case Sid sid -> wanted.equals(sid) != negated;
                case TokenInformation token -> wanted.equals(token.user()) != negated;
                default -> false;
            };
        }
    }

    /** An access check of a token's SIDs. */
    record AccessCheck(int at, SecurityDescriptor descriptor, boolean negated) implements FieldTest {
        @Override
        public boolean holds(FieldValues values) {
            return values.isPresent(at)
                    && values.object(at) instanceof TokenInformation token
                    && descriptor.grantsMatch(token) != negated;
        }
    }

    /** What only imports have. */
    record Never() implements FieldTest {
        @Override
        public boolean holds(FieldValues values) {
            return false;
        }
    }

    /** {@code FWP_EMPTY}: the field has no value. */
    record IsEmpty(int at) implements FieldTest {
        @Override
        public boolean holds(FieldValues values) {
            return !values.isPresent(at);
        }
    }

    /** Conditions on one field: one of them suffices (spec 3.4). */
    final class AnyOf implements FieldTest {
        private final FieldTest[] tests;

        AnyOf(FieldTest[] tests) {
            this.tests = tests;
        }

        @Override
        public boolean holds(FieldValues values) {
            for (FieldTest test : tests) {
                if (test.holds(values)) {
                    return true;
                }
            }
            return false;
        }
    }
}
