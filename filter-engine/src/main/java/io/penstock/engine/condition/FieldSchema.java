// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.condition;

import java.util.Optional;

/** The fields of a layer with their types: what conditions are held against (spec 3.1). Implementations are immutable. */
public interface FieldSchema {
    /** Type of a field's value, empty where the schema has no such field. */
    Optional<DataType> typeOf(Field field);

    /** What a field's value stands for, {@link FieldType#RAW_DATA} where the schema has no such field. */
    FieldType fieldTypeOf(Field field);
}
