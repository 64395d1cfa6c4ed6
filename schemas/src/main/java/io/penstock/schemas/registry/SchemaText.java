// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas.registry;

import org.apache.avro.Schema;

/** How a schema is spelled where others read it: as it is, without what only tells Java's generated classes how to keep a string. Stateless. */
final class SchemaText {
    private static final String JAVA_STRING = "{\"type\":\"string\",\"avro.java.string\":\"String\"}";

    private SchemaText() {}

    static String of(Schema schema) {
        return schema.toString().replace(JAVA_STRING, "\"string\"");
    }
}
