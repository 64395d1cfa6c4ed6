// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Writes records in Avro's single-object encoding. Keep one per thread: it reuses its buffer, which grows to the largest record written.
 * Not thread-safe.
 */
public final class WireWriter {
    private static final int FIRST_BUFFER_BYTES = 1_024;

    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(FIRST_BUFFER_BYTES);
    private BinaryEncoder encoder;
    private final Map<Schema, byte[]> headers = new HashMap<>();
    private Schema lastSchema;
    private byte[] lastHeader;

    /** A writer with an empty buffer. */
    public WireWriter() {}

    /**
     * Writes one record.
     *
     * @return the whole value for a Kafka record, an array of its own
     * @throws NullPointerException if a field without a null branch is null
     */
    public byte[] write(SpecificRecord record) {
        // Buffered, since a byte at a time would take the stream's lock each; set up anew, since a record that failed
        // may have left a rest.
        encoder = EncoderFactory.get().binaryEncoder(buffer, encoder);
        buffer.reset();
        buffer.writeBytes(header(record.getSchema()));
        try {
            // The generated classes' own encoders: no reflection per field.
            ((SpecificRecordBase) record).customEncode(encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return buffer.toByteArray();
    }

    @SuppressWarnings("ReferenceEquality")
    private byte[] header(Schema schema) {
        // The generated classes hold one schema each: its identity is enough, and its hash is not cheap.
        if (schema != lastSchema) {
            lastHeader = headers.computeIfAbsent(schema, form -> SingleObject.header(SchemaForms.fingerprint(form)));
            lastSchema = schema;
        }
        return lastHeader;
    }
}
