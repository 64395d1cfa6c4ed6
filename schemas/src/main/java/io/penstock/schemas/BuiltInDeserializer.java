// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Hands bytes on as they are, where there is no registry; but a record of ours that was written with one stops whoever reads it. To pass it over, as is done with
 * records that are nobody's, would lose what others have published only because a setting is missing here. Stateless.
 */
final class BuiltInDeserializer implements Deserializer<byte[]> {
    /** A few bytes read as some record all too easily. */
    private static final int LEAST_BODY_BYTES = 16;

    @Override
    public byte[] deserialize(String topic, byte[] value) {
        if (value != null && value.length > 0 && value[0] == 0 && isOurs(value)) {
            throw new SchemaRegistryException(
                    topic + ": written with schema id " + RegistryFrame.id(ByteBuffer.wrap(value))
                            + " of a schema registry, and this process has none: set schema.registry.url",
                    true,
                    null);
        }
        return value;
    }

    private static boolean isOurs(byte[] value) {
        SpecificData data = new GeneratedRecords();
        return RegistryFrame.isFramed(value)
                && value.length >= RegistryFrame.HEADER_BYTES + LEAST_BODY_BYTES
                && SchemaForms.PRESENT.stream().anyMatch(form -> isOne(form, data, value));
    }

    private static boolean isOne(Schema form, SpecificData data, byte[] value) {
        WireDecoder decoder = new WireDecoder();
        decoder.reset(value, RegistryFrame.HEADER_BYTES, value.length);
        try {
            FormReading.of(form, data).read(decoder);
            return decoder.left() == 0;
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException other) {
            return false;
        }
    }
}
