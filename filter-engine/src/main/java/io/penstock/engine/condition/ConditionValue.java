// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.util.HexFormat;

/** The value of a condition (spec 3.2), typed. {@link ConditionRules} says which field may be tested with it and how. */
public sealed interface ConditionValue {
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
     */
    record Number(DataType type, long value) implements ConditionValue {}

    /** A 16-byte value, usually an IPv6 address, as two big-endian halves. */
    record Wide(long high, long low) implements ConditionValue {
        @Override
        public DataType type() {
            return DataType.FWP_BYTE_ARRAY16_TYPE;
        }
    }

    /** An IPv4 address and a contiguous mask, both in host order. */
    record V4Mask(int address, int mask) implements ConditionValue {
        @Override
        public DataType type() {
            return DataType.FWP_V4_ADDR_MASK;
        }
    }

    /** An IPv6 address and a prefix length of 0 to 128. */
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

    /** Bytes, as lower-case hex so that equal values are equal records. */
    record Blob(String hex) implements ConditionValue {
        public static Blob of(byte[] bytes) {
            return new Blob(HexFormat.of().formatHex(bytes));
        }

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
