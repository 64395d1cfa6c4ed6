// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import io.penstock.schemas.WireDecoder.BadBytes;
import io.penstock.schemas.WireException.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.PrimitivesArrays.IntArray;
import org.apache.avro.generic.PrimitivesArrays.LongArray;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Reads values of one schema straight from the bytes. What is written in the present form needs none of the resolution that Avro's readers
 * do for each value; columns of numbers are read without an object per number. Stateless, so any thread may use it with its own decoder.
 */
@FunctionalInterface
interface FormReading {
    /** Reads one value. */
    Object read(WireDecoder in) throws IOException;

    /** The reading of a schema of ours: every type but {@code fixed}, which none uses. */
    static FormReading of(Schema schema, SpecificData data) {
        return switch (schema.getType()) {
            case RECORD -> record(schema, data);
            case ARRAY -> array(schema, data);
            case MAP -> map(of(schema.getValueType(), data));
            case UNION -> union(schema, data);
            case ENUM -> symbol(schema, data);
            case STRING -> WireDecoder::readString;
            case BYTES -> in -> in.readBytes(null);
            case INT -> WireDecoder::readInt;
            case LONG -> WireDecoder::readLong;
            case FLOAT -> WireDecoder::readFloat;
            case DOUBLE -> WireDecoder::readDouble;
            case BOOLEAN -> WireDecoder::readBoolean;
            case NULL -> in -> null;
            case FIXED -> throw new IllegalArgumentException("no reading for " + schema);
        };
    }

    private static FormReading record(Schema schema, SpecificData data) {
        Class<?> type = data.getClass(schema);
        List<Schema.Field> fields = schema.getFields();
        FormReading[] readings =
                fields.stream().map(field -> of(field.schema(), data)).toArray(FormReading[]::new);
        return in -> {
            SpecificRecordBase record = (SpecificRecordBase) SpecificData.newInstance(type, schema);
            for (int field = 0; field < readings.length; field++) {
                record.put(field, readings[field].read(in));
            }
            return record;
        };
    }

    private static FormReading array(Schema schema, SpecificData data) {
        return switch (schema.getElementType().getType()) {
            case LONG -> in -> longs(in, schema);
            case INT -> in -> ints(in, schema);
            default -> {
                FormReading item = of(schema.getElementType(), data);
                yield in -> items(in, item);
            }
        };
    }

    private static LongArray longs(WireDecoder in, Schema schema) throws IOException {
        long count = in.readArrayStart();
        LongArray column = new LongArray((int) count, schema);
        for (; count > 0; count = in.arrayNext()) {
            for (long i = 0; i < count; i++) {
                column.add(column.size(), in.readLong());
            }
        }
        return column;
    }

    private static IntArray ints(WireDecoder in, Schema schema) throws IOException {
        long count = in.readArrayStart();
        IntArray column = new IntArray((int) count, schema);
        for (; count > 0; count = in.arrayNext()) {
            for (long i = 0; i < count; i++) {
                column.add(column.size(), in.readInt());
            }
        }
        return column;
    }

    private static List<Object> items(WireDecoder in, FormReading item) throws IOException {
        long count = in.readArrayStart();
        List<Object> items = new ArrayList<>((int) count);
        for (; count > 0; count = in.arrayNext()) {
            for (long i = 0; i < count; i++) {
                items.add(item.read(in));
            }
        }
        return items;
    }

    private static FormReading map(FormReading value) {
        return in -> {
            Map<String, Object> map = new HashMap<>();
            for (long count = in.readMapStart(); count > 0; count = in.mapNext()) {
                for (long i = 0; i < count; i++) {
                    map.put(in.readString(), value.read(in));
                }
            }
            return map;
        };
    }

    private static FormReading union(Schema schema, SpecificData data) {
        FormReading[] branches =
                schema.getTypes().stream().map(branch -> of(branch, data)).toArray(FormReading[]::new);
        return in -> branches[below(in.readIndex(), branches.length, "union branch")].read(in);
    }

    private static FormReading symbol(Schema schema, SpecificData data) {
        // Generated enums list their constants as the schema does.
        Object[] symbols = data.getClass(schema).getEnumConstants();
        return in -> symbols[below(in.readEnum(), symbols.length, schema.getName())];
    }

    private static int below(int index, int length, String what) throws BadBytes {
        if (index < 0 || index >= length) {
            throw new BadBytes(Fault.MALFORMED, what + " " + index + " of " + length);
        }
        return index;
    }
}
