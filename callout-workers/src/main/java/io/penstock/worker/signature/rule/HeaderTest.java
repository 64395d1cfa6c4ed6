// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker.signature.rule;

/** A test on a packet's headers. A rule that has one is run packet by packet. */
public sealed interface HeaderTest {
    /**
     * Compares a number.
     *
     * @param least smallest value that matches
     * @param most largest value that matches
     * @param negated whether values outside match instead
     */
    record Number(HeaderField field, long least, long most, boolean negated) implements HeaderTest {
        /** Whether this value matches. */
        public boolean matches(long value) {
            return (value >= least && value <= most) != negated;
        }
    }

    /**
     * Compares TCP's control bits.
     *
     * @param bits the bits named
     * @param ignored bits that do not count
     */
    record Flags(int bits, int ignored, BitMatch match) implements HeaderTest {
        /** Whether these control bits match. */
        public boolean matches(int value) {
            return match.matches(value & ~ignored & 0xFF, bits);
        }
    }

    /**
     * Compares the fragment bits of IPv4: 4 reserved, 2 don't fragment, 1 more fragments, as the header has them.
     *
     * @param bits the bits named
     */
    record FragmentBits(int bits, BitMatch match) implements HeaderTest {
        /** Whether these fragment bits match. */
        public boolean matches(int value) {
            return match.matches(value, bits);
        }
    }

    /** Source and destination address are the same. */
    record SameAddress() implements HeaderTest {}

    /** How bits are compared. */
    enum BitMatch {
        /** These and no others. */
        EXACT,
        /** These, perhaps others. */
        ALL,
        /** At least one of these. */
        ANY,
        /** Not all of these. */
        NOT;

        boolean matches(int value, int bits) {
            return switch (this) {
                case EXACT -> value == bits;
                case ALL -> (value & bits) == bits;
                case ANY -> (value & bits) != 0;
                case NOT -> (value & bits) != bits;
            };
        }
    }
}
