// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

/** Data types of field and condition values, with WFP's spelling (spec 3.2). */
public enum DataType {
    FWP_EMPTY,
    FWP_UINT8,
    FWP_UINT16,
    FWP_UINT32,
    FWP_UINT64,
    FWP_INT8,
    FWP_INT16,
    FWP_INT32,
    FWP_INT64,
    FWP_FLOAT,
    FWP_DOUBLE,
    FWP_BYTE_ARRAY16_TYPE,
    FWP_BYTE_BLOB_TYPE,
    FWP_SID,
    FWP_SECURITY_DESCRIPTOR_TYPE,
    FWP_TOKEN_INFORMATION_TYPE,
    FWP_TOKEN_ACCESS_INFORMATION_TYPE,
    FWP_UNICODE_STRING_TYPE,
    FWP_BYTE_ARRAY6_TYPE,
    FWP_BITMAP_INDEX_TYPE,
    FWP_BITMAP_ARRAY64_TYPE,
    FWP_V4_ADDR_MASK,
    FWP_V6_ADDR_MASK,
    FWP_RANGE_TYPE;

    private static final int FIRST_CONDITION_ONLY = 0x100;

    /** WFP's number: 0 to 20, and from 0x100 what only a condition may have. */
    public int code() {
        int beyond = ordinal() - FWP_V4_ADDR_MASK.ordinal();
        return beyond < 0 ? ordinal() : FIRST_CONDITION_ONLY + beyond;
    }

    /** Width of an integer in bits, signed or not; 0 for other types. */
    public int integerBits() {
        return switch (this) {
            case FWP_UINT8, FWP_INT8 -> 8;
            case FWP_UINT16, FWP_INT16 -> 16;
            case FWP_UINT32, FWP_INT32 -> 32;
            case FWP_UINT64, FWP_INT64 -> 64;
            default -> 0;
        };
    }

    /** Whether integers of this type have a sign; they are kept sign-extended and compared so. */
    public boolean isSigned() {
        return switch (this) {
            case FWP_INT8, FWP_INT16, FWP_INT32, FWP_INT64 -> true;
            default -> false;
        };
    }

    /** Whether values have an order, so that match types that compare may be asked (spec 3.3). */
    public boolean isSortable() {
        return switch (this) {
            case FWP_BYTE_ARRAY16_TYPE, FWP_BYTE_BLOB_TYPE, FWP_UNICODE_STRING_TYPE -> true;
            default -> integerBits() > 0;
        };
    }

    /** Whether imports may carry values of this type, which then never match. */
    public boolean isImportOnly() {
        return switch (this) {
            case FWP_FLOAT, FWP_DOUBLE, FWP_BITMAP_INDEX_TYPE, FWP_BITMAP_ARRAY64_TYPE -> true;
            default -> false;
        };
    }

    /** Whether a field of this type holds a token. */
    public boolean isToken() {
        return this == FWP_TOKEN_INFORMATION_TYPE || this == FWP_TOKEN_ACCESS_INFORMATION_TYPE;
    }
}
