// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
 * Reads topics as somebody does who has brokers, a registry with Confluent's interface and Avro, and nothing of Penstock: no class, no schema, no list of topics. What is
 * committed when it is asked, and deletions left out. One thread.
 */
final class StrangersReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HEADER_BYTES = 5;

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ApicurioServer registry;
    private final Map<Integer, Schema> schemas = new HashMap<>();
    /** By the full name of a record, the schema that it is wanted in; others come as they were written. */
    private final Map<String, Schema> wanted = new HashMap<>();
    /** Where it begins to read, where that is not the first record. */
    private final Map<TopicPartition, Long> begins = new HashMap<>();

    /** With what lets it in at the brokers. */
    StrangersReader(Map<String, Object> client, ApicurioServer registry) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("isolation.level", "read_committed");
        admin = Admin.create(client);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.registry = registry;
    }

    /** Reads records of this name by this schema from now on, in which form they were written. */
    void want(Schema schema) {
        wanted.put(schema.getFullName(), schema);
    }

    /** Reads from now on what is committed from now on, and nothing from before. */
    void beginHere() throws Exception {
        begins.putAll(consumer.endOffsets(partitions(topics())));
    }

    /** Topics that the brokers have with records in them, and that are not Kafka's own or the changelogs of a Streams application. */
    Map<String, List<GenericRecord>> everything() throws Exception {
        Map<String, List<GenericRecord>> everything = new TreeMap<>();
        recordsOfAll()
                .forEach((topic, records) ->
                        everything.put(topic, records.stream().map(this::value).toList()));
        return everything;
    }

    /** The same, their bytes as they are. */
    Map<String, List<ConsumerRecord<byte[], byte[]>>> recordsOfAll() throws Exception {
        return read(topics()).stream()
                .collect(Collectors.groupingBy(ConsumerRecord::topic, TreeMap::new, Collectors.toList()));
    }

    private List<String> topics() throws Exception {
        return admin.listTopics().names().get().stream()
                .filter(topic -> !topic.endsWith("-changelog"))
                .toList();
    }

    /** The values of a topic. */
    List<GenericRecord> values(String topic) {
        return records(topic).stream().map(this::value).toList();
    }

    /** The value of a record. */
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
        return read(List.of(topic));
    }

    private List<ConsumerRecord<byte[], byte[]>> read(Collection<String> topics) {
        List<TopicPartition> partitions = partitions(topics);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        partitions.stream().filter(begins::containsKey).forEach(each -> consumer.seek(each, begins.get(each)));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
            consumer.poll(POLL).forEach(record -> {
                if (record.value() != null) {
                    records.add(record);
                }
            });
        }
        return records;
    }

    private List<TopicPartition> partitions(Collection<String> topics) {
        return topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
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

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
