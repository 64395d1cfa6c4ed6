// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

/** Data types of field and condition values, with WFP's spelling (spec 3.2). */
public enum DataType {
    FWP_EMPTY,
    FWP_UINT8,
    FWP_UINT16,
    FWP_UINT32,
    FWP_UINT64,
    FWP_BYTE_ARRAY16_TYPE,
    FWP_BYTE_ARRAY6_TYPE,
    FWP_BYTE_BLOB_TYPE,
    FWP_UNICODE_STRING_TYPE,
    FWP_SID,
    FWP_SECURITY_DESCRIPTOR_TYPE,
    FWP_TOKEN_INFORMATION_TYPE,
    FWP_TOKEN_ACCESS_INFORMATION_TYPE,
    FWP_V4_ADDR_MASK,
    FWP_V6_ADDR_MASK,
    FWP_RANGE_TYPE;

    /** Width of an unsigned integer in bits, 0 for other types. */
    public int integerBits() {
        return switch (this) {
            case FWP_UINT8 -> 8;
            case FWP_UINT16 -> 16;
            case FWP_UINT32 -> 32;
            case FWP_UINT64 -> 64;
            default -> 0;
        };
    }
}
