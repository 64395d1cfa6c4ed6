// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import io.penstock.schemas.WireException.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads records in Avro's single-object encoding, whichever of ours they are; a record of an earlier release comes out in its present form,
 * new fields at their defaults. Keep one per thread: it keeps what it has set up for each form. Not thread-safe.
 *
 * <p>{@code bytes} fields of what comes out are views of the array that was given, which must not change while they are in use.
 */
public final class WireReader {
    private final WireDecoder decoder = new WireDecoder();
    private final Map<Long, Form> known = new HashMap<>();
    private final SpecificData data = new GeneratedRecords();
    private final LongFunction<Schema> forms;
    private long lastFingerprint;
    private Form lastForm;

    /** A form in which records are written, and how they are read. */
    private record Form(String name, FormReading reading) {}

    /** A reader that has seen nothing yet. */
    public WireReader() {
        this(SchemaForms::find);
    }

    /** A reader with a schema store of its own. */
    WireReader(LongFunction<Schema> forms) {
        this.forms = forms;
    }

    /**
     * Reads one record.
     *
     * @param value the whole value of a Kafka record; null is refused like anything else that is not a record
     * @throws WireException if it is not exactly one record of a known form
     */
    public SpecificRecord read(byte[] value) throws WireException {
        Form form = form(fingerprint(value));
        decoder.reset(value, SingleObject.HEADER_BYTES, value.length);
        SpecificRecord record = decode(form);
        if (decoder.left() > 0) {
            throw new WireException(
                    Fault.TRAILING_BYTES,
                    form.name() + ": " + decoder.left() + " bytes behind the record, from byte " + decoder.position());
        }
        return record;
    }

    /**
     * Reads one record that must be of the given type.
     *
     * @throws WireException also if it is a record of another type
     */
    public <T extends SpecificRecord> T read(Class<T> type, byte[] value) throws WireException {
        SpecificRecord record = read(value);
        if (!type.isInstance(record)) {
            throw new WireException(
                    Fault.UNEXPECTED_RECORD,
                    "a " + record.getSchema().getName() + " where a " + type.getSimpleName() + " belongs");
        }
        return type.cast(record);
    }

    private SpecificRecord decode(Form form) throws WireException {
        try {
            return (SpecificRecord) form.reading().read(decoder);
        } catch (WireDecoder.BadBytes bad) {
            throw new WireException(bad.fault(), form.name() + ": " + bad.getMessage(), bad);
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException bad) {
            throw new WireException(
                    Fault.MALFORMED, form.name() + ": " + bad.getMessage() + " near byte " + decoder.position(), bad);
        }
    }

    private static long fingerprint(byte[] value) throws WireException {
        if (value != null && value.length >= SingleObject.HEADER_BYTES && SingleObject.isMarked(value)) {
            return SingleObject.fingerprint(value);
        }
        throw headless(value);
    }

    private static WireException headless(byte[] value) {
        if (value == null) {
            return new WireException(Fault.TOO_SHORT, "no value");
        }
        if (RegistryFrame.isFramed(value)) {
            return new WireException(
                    Fault.UNKNOWN_SCHEMA,
                    "schema id " + RegistryFrame.id(ByteBuffer.wrap(value))
                            + ": no schema.registry.url is set, or its registry has no schema of ours by that id");
        }
        if (value.length < SingleObject.HEADER_BYTES) {
            return new WireException(
                    Fault.TOO_SHORT, value.length + " bytes, " + SingleObject.HEADER_BYTES + " needed for the header");
        }
        return new WireException(Fault.NO_MARKER, String.format("marker %02x%02x instead of c301", value[0], value[1]));
    }

    private Form form(long fingerprint) throws WireException {
        if (lastForm != null && lastFingerprint == fingerprint) {
            return lastForm;
        }
        Form form = known.get(fingerprint);
        if (form == null) {
            form = newForm(fingerprint);
            known.put(fingerprint, form);
        }
        lastFingerprint = fingerprint;
        lastForm = form;
        return form;
    }

    private Form newForm(long fingerprint) throws WireException {
        Schema written = forms.apply(fingerprint);
        Schema present = written == null ? null : SchemaForms.present(written);
        if (present == null) {
            throw new WireException(
                    Fault.UNKNOWN_SCHEMA, String.format("unknown schema fingerprint %016x", fingerprint));
        }
        // Equal fingerprints say that the bytes are laid out as the present form has them.
        FormReading reading = SchemaForms.fingerprint(present) == fingerprint
                ? FormReading.of(present, data)
                : resolving(new SpecificDatumReader<>(written, present, data));
        return new Form(present.getName(), reading);
    }

    private static FormReading resolving(SpecificDatumReader<SpecificRecord> reader) {
        return in -> reader.read(null, in);
    }
}
