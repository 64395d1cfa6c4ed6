// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.util.HexFormat;

/** The value of a condition (spec 3.2), typed. {@link ConditionRules} says which field may be tested with it and how. */
public sealed interface ConditionValue {
    /** Its type, which must be the field's, or one that may be mixed with it (spec 3.2). */
    DataType type();

    /** {@code FWP_EMPTY}: equals only an empty field. */
    record Empty() implements ConditionValue {
        @Override
        public DataType type() {
            return DataType.FWP_EMPTY;
        }
    }

    /**
     * An integer of 8 to 64 bits: unsigned ones compare unsigned, signed ones are sign-extended; IPv4 addresses in host order; MAC addresses in the
     * low 48 bits.
     *
     * @param type an integer type, or FWP_BYTE_ARRAY6_TYPE
     * @param value within the bits of the type; what is outside, {@link ConditionRules} refuse with FWP_E_OUT_OF_BOUNDS
     */
    record Number(DataType type, long value) implements ConditionValue {}

    /**
     * A 16-byte value, usually an IPv6 address, as two big-endian halves.
     *
     * @param high first eight bytes
     * @param low last eight bytes
     */
    record Wide(long high, long low) implements ConditionValue {
        @Override
        public DataType type() {
            return DataType.FWP_BYTE_ARRAY16_TYPE;
        }
    }

    /**
     * An IPv4 address and a mask.
     *
     * @param address 32 bits in host order; those outside the mask do not count
     * @param mask 32 bits in host order, contiguous ones from the top; 0 matches every address; others are FWP_E_INVALID_NET_MASK
     */
    record V4Mask(int address, int mask) implements ConditionValue {
        @Override
        public DataType type() {
            return DataType.FWP_V4_ADDR_MASK;
        }
    }

    /**
     * An IPv6 address and a prefix.
     *
     * @param high first eight bytes, big-endian
     * @param low last eight bytes
     * @param prefixLength bits that count, 0 to 128; others are FWP_E_INVALID_NET_MASK
     */
    record V6Mask(long high, long low, int prefixLength) implements ConditionValue {
        @Override
        public DataType type() {
            return DataType.FWP_V6_ADDR_MASK;
        }
    }

    /** Both ends included; both of the field's type. */
    record Range(ConditionValue low, ConditionValue high) implements ConditionValue {
        @Override
        public DataType type() {
            return DataType.FWP_RANGE_TYPE;
        }
    }

    /**
     * Bytes, as hex so that equal values are equal records.
     *
     * @param hex lower-case hex, two digits a byte; not checked, so that {@link #bytes} throws for anything else
     */
    record Blob(String hex) implements ConditionValue {
        /** A blob of these bytes, copied. */
        public static Blob of(byte[] bytes) {
            return new Blob(HexFormat.of().formatHex(bytes));
        }

        /** The bytes; the array is the caller's. */
        public byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }

        @Override
        public DataType type() {
            return DataType.FWP_BYTE_BLOB_TYPE;
        }
    }

    /** A string, a SID (kept in its canonical spelling, any other is refused with IllegalArgumentException) or a security descriptor (SDDL). */
    record Text(DataType type, String value) implements ConditionValue {
        public Text {
            value = type == DataType.FWP_SID ? new Sid(value).text() : value;
        }
    }

    /** A value of a type that only imports have; kept as its text, and never matches. */
    record Carried(DataType type, String text) implements ConditionValue {}
}
