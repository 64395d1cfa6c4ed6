// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Agents and a topology of a release that has other forms of the records, as far as topics and registry can tell. One thread. */
final class OtherRelease implements AutoCloseable {
    static final long LINK_SPEED = 1_000_000_000L;

    private static final String PACKETS = "penstock.packets";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApicurioServer registry;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<ConsumerRecord<byte[], byte[]>> batches;
    private final List<GenericRecord> packets;

    OtherRelease(String bootstrapServers, ApicurioServer registry, StrangersReader reader) {
        this.registry = registry;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
        batches = reader.records(PACKETS);
        packets = batches.stream().map(reader::value).toList();
    }

    /** Publishes the packets that are there once more, as another agent's and in another form. */
    void publishAgain(String agent, Schema form) {
        int id = register(form);
        publishAgain(agent, form, batch -> framed(id, batch));
    }

    /** The same in the form in which they are there, written by Apicurio's serializer. */
    void publishAgain(String agent, Schema form, ApicurioSerde serde) {
        publishAgain(agent, form, batch -> serde.write(PACKETS, batch));
    }

    private void publishAgain(String agent, Schema form, Function<GenericRecord, byte[]> writer) {
        for (int i = 0; i < packets.size(); i++) {
            if (packets.get(i).getSchema().getFullName().equals(form.getFullName())) {
                GenericRecord batch = in(form, packets.get(i));
                batch.put("agent", agent);
                batch.put("host", agent);
                producer.send(new ProducerRecord<>(PACKETS, batches.get(i).partition(), null, writer.apply(batch)));
            }
        }
        producer.flush();
    }

    /** Publishes verdicts in another form. */
    void publishVerdicts(Schema form, List<GenericRecord> verdicts) {
        int id = register(form);
        for (GenericRecord batch : verdicts) {
            int partition = (Integer) batch.get("originPartition");
            byte[] origin = ByteBuffer.allocate(Integer.BYTES).putInt(partition).array();
            producer.send(new ProducerRecord<>("penstock.verdicts", partition, origin, framed(id, in(form, batch))));
        }
        producer.flush();
    }

    private static GenericRecord in(Schema form, GenericRecord record) {
        GenericData.Record other = new GenericData.Record(form);
        for (Schema.Field field : form.getFields()) {
            if (record.hasField(field.name())) {
                other.put(field.pos(), record.get(field.name()));
            } else {
                other.put(field.pos(), field.name().equals("linkSpeed") ? LINK_SPEED : "new here");
            }
        }
        return other;
    }

    private int register(Schema form) {
        var answer = registry.post(
                "/apis/ccompat/v7/subjects/" + form.getFullName() + "/versions",
                JSON.createObjectNode().put("schema", form.toString()).toString());
        try {
            return JSON.readTree(answer.body()).required("id").asInt();
        } catch (IOException | IllegalArgumentException refused) {
            throw new AssertionError(answer.statusCode() + " " + answer.body(), refused);
        }
    }

    private static byte[] framed(int id, GenericRecord record) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
