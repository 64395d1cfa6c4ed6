// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/**
 * Finds the generated class of one of our own schemas.
 *
 * <p>Since 1.12.1 Avro makes no class that a schema names unless the process trusts it, by a setting that is global. Ours need
 * none: schemas come from {@link SchemaForms}, never from the wire, and only classes of this package are looked up.
 */
final class GeneratedRecords extends SpecificData {
    private static final String NAMESPACE = GeneratedRecords.class.getPackageName();

    private final Map<String, Class<?>> classes = new ConcurrentHashMap<>();

    GeneratedRecords() {
        super(GeneratedRecords.class.getClassLoader());
        // The generated classes' own decoders: no reflection, no boxing per field.
        setCustomCoders(true);
    }

    @Override
    public Class<?> getClass(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED ->
                NAMESPACE.equals(schema.getNamespace())
                        ? classes.computeIfAbsent(schema.getFullName(), GeneratedRecords::load)
                        : null;
            default -> super.getClass(schema);
        };
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, GeneratedRecords.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException("no generated class for schema " + name, missing);
        }
    }
}
