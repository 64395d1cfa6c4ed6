// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;

/** Apicurio's own serde for Avro, set up as somebody does who has it and wants to read Penstock's topics or write to them. One thread. */
final class ApicurioSerde implements AutoCloseable {
    private final AvroKafkaSerializer<GenericRecord> serializer = new AvroKafkaSerializer<>();
    private final AvroKafkaDeserializer<GenericRecord> deserializer = new AvroKafkaDeserializer<>();

    ApicurioSerde(ApicurioServer registry) {
        Map<String, Object> settings = Map.of(
                "apicurio.registry.url",
                registry.url() + "/apis/registry/v3",
                "apicurio.registry.artifact-resolver-strategy",
                "io.apicurio.registry.serde.avro.strategy.QualifiedRecordIdStrategy",
                "apicurio.registry.find-latest",
                true);
        serializer.configure(settings, false);
        deserializer.configure(settings, false);
    }

    GenericRecord read(String topic, byte[] value) {
        return deserializer.deserialize(topic, value);
    }

    byte[] write(String topic, GenericRecord record) {
        return serializer.serialize(topic, record);
    }

    @Override
    public void close() {
        serializer.close();
        deserializer.close();
    }
}
