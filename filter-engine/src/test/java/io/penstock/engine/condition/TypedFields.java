// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A schema of one field of each data type that a field may have, also of those that no built-in layer uses. */
record TypedFields(Map<Field, DataType> types) implements FieldSchema {
    static final Field V4_ADDRESS = Field.IP_REMOTE_ADDRESS;
    static final Field V6_ADDRESS = Field.IP_LOCAL_ADDRESS;
    static final Field FLAGS = Field.FLAGS;
    static final Field APP_ID = named("ALE_APP_ID");
    static final Field U8 = Field.IP_PROTOCOL;
    static final Field U16 = Field.IP_REMOTE_PORT;
    static final Field U32 = named("INTERFACE_TYPE");
    static final Field U64 = named("IP_LOCAL_INTERFACE");
    static final Field I8 = named("ICMP_TYPE");
    static final Field I16 = named("VLAN_ID");
    static final Field I32 = named("TUNNEL_TYPE");
    static final Field I64 = named("INTERFACE_QUARANTINE_EPOCH");
    static final Field MAC = named("MAC_LOCAL_ADDRESS");
    static final Field UUID = named("DCOM_APP_ID");
    static final Field BLOB = named("PEER_NAME");
    static final Field STRING = named("IMAGE_NAME");
    static final Field SID = named("ALE_PACKAGE_ID");
    static final Field TOKEN = named("ALE_USER_ID");
    static final Field TOKEN_INFORMATION = named("CLIENT_TOKEN");
    static final Field DOUBLE = named("COMPARTMENT_ID");
    static final Field BITMAP = named("NDIS_PORT");

    static final TypedFields SCHEMA = new TypedFields(Map.ofEntries(
            Map.entry(V4_ADDRESS, DataType.FWP_UINT32),
            Map.entry(V6_ADDRESS, DataType.FWP_BYTE_ARRAY16_TYPE),
            Map.entry(FLAGS, DataType.FWP_UINT32),
            Map.entry(APP_ID, DataType.FWP_BYTE_BLOB_TYPE),
            Map.entry(U8, DataType.FWP_UINT8),
            Map.entry(U16, DataType.FWP_UINT16),
            Map.entry(U32, DataType.FWP_UINT32),
            Map.entry(U64, DataType.FWP_UINT64),
            Map.entry(I8, DataType.FWP_INT8),
            Map.entry(I16, DataType.FWP_INT16),
            Map.entry(I32, DataType.FWP_INT32),
            Map.entry(I64, DataType.FWP_INT64),
            Map.entry(MAC, DataType.FWP_BYTE_ARRAY6_TYPE),
            Map.entry(UUID, DataType.FWP_BYTE_ARRAY16_TYPE),
            Map.entry(BLOB, DataType.FWP_BYTE_BLOB_TYPE),
            Map.entry(STRING, DataType.FWP_UNICODE_STRING_TYPE),
            Map.entry(SID, DataType.FWP_SID),
            Map.entry(TOKEN, DataType.FWP_TOKEN_ACCESS_INFORMATION_TYPE),
            Map.entry(TOKEN_INFORMATION, DataType.FWP_TOKEN_INFORMATION_TYPE),
            Map.entry(DOUBLE, DataType.FWP_DOUBLE),
            Map.entry(BITMAP, DataType.FWP_BITMAP_ARRAY64_TYPE)));

    @Override
    public Optional<DataType> typeOf(Field field) {
        return Optional.ofNullable(types.get(field));
    }

    @Override
    public FieldType fieldTypeOf(Field field) {
        if (field.equals(FLAGS)) {
            return FieldType.FLAGS;
        }
        return field.equals(V4_ADDRESS) || field.equals(V6_ADDRESS) ? FieldType.IP_ADDRESS : FieldType.RAW_DATA;
    }

    /** Whether one condition holds, through the door that filters use. */
    static boolean holds(Condition condition, FieldValues values) {
        return holds(condition, values, true);
    }

    static boolean holds(Condition condition, FieldValues values, boolean prefixIsSuffix) {
        return CompiledConditions.of(List.of(condition), SCHEMA, prefixIsSuffix).hold(values);
    }

    private static Field named(String name) {
        return Field.byKey(name).orElseThrow();
    }
}
