// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.util.Arrays;
import java.util.Collection;

/**
 * The values of one indication, by field: numbers (IPv4 addresses in host order, MAC addresses as 48 bits), IPv6 addresses as two
 * halves, and objects for blobs, strings, SIDs and tokens. A field that was not set is {@code FWP_EMPTY} (spec 3.5). Mutable and reused; one thread.
 */
public final class FieldValues {
    private final long[] low = new long[Field.all().size()];
    private final long[] high = new long[low.length];
    private final Object[] objects = new Object[low.length];
    private final boolean[] present = new boolean[low.length];

    /** Makes every field empty. */
    public void clear() {
        Arrays.fill(present, false);
        Arrays.fill(objects, null);
    }

    /** Makes one field empty: it is unknown here (spec 3.5). */
    public void setEmpty(Field field) {
        present[field.ordinal()] = false;
    }

    /** An integer, sign-extended if its type has a sign; an IPv4 address in host order; or a MAC address in the low 48 bits. */
    public void setNumber(Field field, long value) {
        int at = field.ordinal();
        low[at] = value;
        high[at] = 0;
        present[at] = true;
    }

    /** A 16-byte value as two big-endian halves: its first eight bytes and its last. */
    public void setWide(Field field, long highHalf, long lowHalf) {
        int at = field.ordinal();
        high[at] = highHalf;
        low[at] = lowHalf;
        present[at] = true;
    }

    /** Bytes; an application id is brought to lower case and NUL-terminated (spec 3.2). The array must not change while it stands here. */
    public void setBlob(Field field, byte[] value) {
        set(field, field.holdsApplicationId() ? ApplicationId.normal(value) : value);
    }

    /** A string ({@code FWP_UNICODE_STRING_TYPE}). */
    public void setText(Field field, String value) {
        set(field, value);
    }

    public void setSid(Field field, Sid value) {
        set(field, value);
    }

    public void setToken(Field field, TokenInformation value) {
        set(field, value);
    }

    /**
     * Bytes, a string, a SID (also as its text) or a token (also as its SIDs).
     *
     * @throws IllegalArgumentException if a text is no SID where the field holds one, or a token's SIDs name no user
     */
    public void setObject(Field field, Object value) {
        switch (value) {
            case byte[] bytes -> setBlob(field, bytes);
            case String text when field.holdsSid() -> setSid(field, new Sid(text));
            case Collection<?> sids ->
                setToken(
                        field,
                        TokenInformation.of(sids.stream()
                                .map(sid -> new Sid(sid.toString()))
                                .toList()));
            default -> set(field, value);
        }
    }

    private void set(Field field, Object value) {
        int at = field.ordinal();
        objects[at] = value;
        present[at] = true;
    }

    /** Whether the field is {@code FWP_EMPTY}. */
    public boolean isEmpty(Field field) {
        return !present[field.ordinal()];
    }

    boolean isPresent(int ordinal) {
        return present[ordinal];
    }

    /** The number, or the last eight bytes of a 16-byte value; meaningless where the field is empty. */
    public long number(Field field) {
        return low[field.ordinal()];
    }

    /** The first eight bytes of a 16-byte value; meaningless where the field is empty. */
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
