// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

/** What a field's number or bytes stand for in the schema of a layer, WFP's {@code FWPM_FIELD_TYPE} (spec 3.2). */
public enum FieldType {
    /** The value as it is. */
    RAW_DATA,
    /** An IPv4 address in host order or an IPv6 address; may be tested with a network. */
    IP_ADDRESS,
    /** Bits. */
    FLAGS
}
