// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.util.Arrays;

/**
 * The values of one indication, by field: unsigned numbers (IPv4 addresses in host order, MAC addresses as 48 bits), IPv6 addresses as two
 * halves, and objects for blobs, strings and SIDs. A field that was not set is {@code FWP_EMPTY} (spec 3.5). Mutable and reused; one thread.
 */
public final class FieldValues {
    private final long[] low = new long[Field.all().size()];
    private final long[] high = new long[low.length];
    private final Object[] objects = new Object[low.length];
    private final boolean[] present = new boolean[low.length];

    public void clear() {
        Arrays.fill(present, false);
        Arrays.fill(objects, null);
    }

    public void setEmpty(Field field) {
        present[field.ordinal()] = false;
    }

    /** An unsigned integer, an IPv4 address in host order, or a MAC address in the low 48 bits. */
    public void setNumber(Field field, long value) {
        int at = field.ordinal();
        low[at] = value;
        high[at] = 0;
        present[at] = true;
    }

    /** A 16-byte value as two big-endian halves. */
    public void setWide(Field field, long highHalf, long lowHalf) {
        int at = field.ordinal();
        high[at] = highHalf;
        low[at] = lowHalf;
        present[at] = true;
    }

    /** Bytes, a string, or a set of SIDs. */
    public void setObject(Field field, Object value) {
        int at = field.ordinal();
        objects[at] = value;
        present[at] = true;
    }

    public boolean isEmpty(Field field) {
        return !present[field.ordinal()];
    }

    boolean isPresent(int ordinal) {
        return present[ordinal];
    }

    /** The number, or the low half of a 16-byte value; meaningless where the field is empty. */
    public long number(Field field) {
        return low[field.ordinal()];
    }

    /** The high half of a 16-byte value. */
    public long highHalf(Field field) {
        return high[field.ordinal()];
    }

    long low(int ordinal) {
        return low[ordinal];
    }

    long high(int ordinal) {
        return high[ordinal];
    }

    /** The object that was set, or null. */
    public Object object(Field field) {
        return objects[field.ordinal()];
    }

    Object object(int ordinal) {
        return objects[ordinal];
    }
}
