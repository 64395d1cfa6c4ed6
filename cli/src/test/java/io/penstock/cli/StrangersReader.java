// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics as somebody does who has brokers, a registry with Confluent's interface and Avro, and nothing of Penstock: no class, no schema, no list of topics.
 */
final class StrangersReader {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HEADER_BYTES = 5;

    private final Map<String, Object> client;
    private final ApicurioServer registry;
    private final Map<Integer, Schema> schemas = new HashMap<>();
    /** By the full name of a record, the schema that it is wanted in; others come as they were written. */
    private final Map<String, Schema> wanted = new HashMap<>();

    /** With what lets it in at the brokers. */
    StrangersReader(Map<String, Object> client, ApicurioServer registry) {
        this.client = client;
        this.registry = registry;
    }

    /** Reads records of this name by this schema from now on, in which form they were written. */
    void want(Schema schema) {
        wanted.put(schema.getFullName(), schema);
    }

    /** Topics that the brokers have with records in them, and that are not Kafka's own or the changelogs of a Streams application. */
    Map<String, List<GenericRecord>> everything() throws Exception {
        Map<String, List<GenericRecord>> everything = new TreeMap<>();
        try (Admin admin = Admin.create(client)) {
            for (String topic : admin.listTopics().names().get()) {
                if (!topic.endsWith("-changelog")) {
                    List<GenericRecord> values = values(topic);
                    if (!values.isEmpty()) {
                        everything.put(topic, values);
                    }
                }
            }
        }
        return everything;
    }

    /** The values of a topic, what is committed now; deletions left out. */
    List<GenericRecord> values(String topic) {
        return records(topic).stream()
                .filter(record -> record.value() != null)
                .map(this::value)
                .toList();
    }

    /** The value of a record that has one. */
    GenericRecord value(ConsumerRecord<byte[], byte[]> record) {
        return decode(place(record), record.value());
    }

    /** The keys of a topic whose keys are records. */
    List<GenericRecord> keys(String topic) {
        return records(topic).stream().map(this::key).toList();
    }

    /** The key of a record, where keys are records. */
    GenericRecord key(ConsumerRecord<byte[], byte[]> record) {
        return decode("key of " + place(record), record.key());
    }

    /** The records of a topic, their bytes as they are. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(POLL).forEach(records::add);
            }
            return records;
        }
    }

    /** The schema by which a value was written. */
    Schema writtenBy(byte[] value) {
        return schemas.computeIfAbsent(ByteBuffer.wrap(value).getInt(1), this::schema);
    }

    private GenericRecord decode(String place, byte[] value) {
        if (value.length < HEADER_BYTES || value[0] != 0) {
            throw new AssertionError(place + " is not framed with a schema's id");
        }
        Schema written = writtenBy(value);
        Schema read = wanted.getOrDefault(written.getFullName(), written);
        BinaryDecoder decoder =
                DecoderFactory.get().binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null);
        try {
            GenericRecord record = new GenericDatumReader<GenericRecord>(written, read).read(null, decoder);
            if (!decoder.isEnd()) {
                throw new AssertionError(place + ": bytes behind the record");
            }
            return record;
        } catch (IOException bad) {
            throw new AssertionError(place + " is no " + written.getFullName(), bad);
        }
    }

    private Schema schema(int id) {
        var answer = registry.get("/apis/ccompat/v7/schemas/ids/" + id);
        if (answer.statusCode() != 200) {
            throw new AssertionError("schema " + id + ": " + answer.statusCode() + " " + answer.body());
        }
        try {
            return new Schema.Parser()
                    .parse(JSON.readTree(answer.body()).path("schema").asText());
        } catch (IOException bad) {
            throw new AssertionError(answer.body(), bad);
        }
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }
}
