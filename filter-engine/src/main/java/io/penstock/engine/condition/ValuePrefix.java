// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.math.BigInteger;

/**
 * The values that begin with the same bits, as the addresses of a network do.
 *
 * @param low the lowest of them; its free bits are 0
 * @param free bits at the end that differ, 0 to 128
 */
record ValuePrefix(BigInteger low, int free) implements Comparable<ValuePrefix> {
    /** The one of so many free bits that a value, or a prefix with fewer of them, is in. */
    static ValuePrefix around(BigInteger value, int free) {
        return new ValuePrefix(value.shiftRight(free).shiftLeft(free), free);
    }

    BigInteger high() {
        return low.add(BigInteger.ONE.shiftLeft(free)).subtract(BigInteger.ONE);
    }

    /** Lower ones first, wider ones before what is in them. */
    @Override
    public int compareTo(ValuePrefix other) {
        int byLow = low.compareTo(other.low);
        return byLow != 0 ? byLow : Integer.compare(other.free, free);
    }
}
