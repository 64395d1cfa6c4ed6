// SPDX-License-Identifier: Apache-2.0
package io.penstock.worker;

import io.penstock.engine.classify.Item;
import io.penstock.engine.classify.ItemCodec;
import io.penstock.engine.packet.PacketRow;
import io.penstock.schemas.AvroWire;
import io.penstock.schemas.Direction;
import io.penstock.schemas.PendedBatch;
import io.penstock.schemas.PendedPacket;
import io.penstock.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Pended packets as a topology publishes them: UDP, numbered, with a payload. */
final class Pends {
    static final int PARTITIONS = 3;

    private Pends() {}

    static PendedPacket pended(String calloutKey, long number, String payload) {
        return pended(calloutKey, number, ItemCodec.encode(item(number, payload.getBytes(StandardCharsets.UTF_8))));
    }

    static PendedPacket pended(String calloutKey, long number, byte[] item) {
        return PendedPacket.newBuilder()
                .setPendId("pend-" + number)
                .setOriginTopic(Topics.PACKETS)
                .setOriginPartition((int) (number % PARTITIONS))
                .setOriginOffset(number)
                .setIndex(0)
                .setVisit(0)
                .setCalloutKey(calloutKey)
                .setFilterKey("inspect")
                .setLayer("FWPM_LAYER_DATAGRAM_DATA_V4")
                .setAgent("agent")
                .setHost("host")
                .setIncarnation(1)
                .setSequence(number)
                .setCaptureTimeNanos(number)
                .setPublishTimeMs(1_000 + number)
                .setDeadlineMs(Long.MAX_VALUE)
                .setDigest(77 * number)
                .setPolicyVersion("")
                .setRevision(1)
                .setItem(ByteBuffer.wrap(item))
                .setDirection(Direction.INBOUND)
                .setIpVersion(4)
                .setProtocol(17)
                .setLocal("10.0.0.1")
                .setRemote("10.0.0.2")
                .setLocalPort(53)
                .setRemotePort(40_000)
                .setProviderContextKey("patterns")
                .setProviderContext("{\"signatures\":[{\"name\":\"evil\",\"text\":\"evil\"}]}")
                .build();
    }

    /** Publishes pends of a shared callout, numbered. */
    static void send(String bootstrapServers, String calloutKey, int from, int to) {
        send(bootstrapServers, calloutKey, from, to, number -> 0);
    }

    /** Publishes pends of a partitioned callout, each at its partition of origin. */
    static void sendToOrigin(String bootstrapServers, String calloutKey, int from, int to) {
        send(bootstrapServers, calloutKey, from, to, number -> number % PARTITIONS);
    }

    private static void send(String bootstrapServers, String calloutKey, int from, int to, IntUnaryOperator partition) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int number = from; number < to; number++) {
                byte[] value = wire(pended(calloutKey, number, "payload " + number));
                producer.send(
                        new ProducerRecord<>(Topics.pended(calloutKey), partition.applyAsInt(number), null, value));
            }
        }
    }

    /** Publishes pends of a shared callout that travel together, numbered. */
    static void sendTogether(String bootstrapServers, String calloutKey, int from, int to) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.pended(calloutKey), together(calloutKey, from, to)));
        }
    }

    /** Pends that travel together, numbered from 0, as a share consumer is handed them for the so-manyth time. */
    static ConsumerRecord<byte[], byte[]> deliveredTogether(String calloutKey, int count, short delivery) {
        byte[] value = together(calloutKey, 0, count);
        return new ConsumerRecord<>(
                Topics.pended(calloutKey),
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                value.length,
                null,
                value,
                new RecordHeaders(),
                Optional.empty(),
                Optional.of(delivery));
    }

    private static byte[] together(String calloutKey, int from, int to) {
        return AvroWire.encode(new PendedBatch(IntStream.range(from, to)
                .mapToObj(number -> pended(calloutKey, number, "payload " + number))
                .toList()));
    }

    static byte[] wire(PendedPacket pended) {
        return AvroWire.encode(pended);
    }

    private static Item item(long number, byte[] payload) {
        byte[] row = new byte[PacketRow.ROW_LENGTH];
        PacketRow.sequence(row, 0, number);
        PacketRow.kind(row, 0, PacketRow.KIND_IPV4);
        PacketRow.direction(row, 0, PacketRow.INBOUND);
        PacketRow.ipProtocol(row, 0, 17);
        PacketRow.frameLength(row, 0, payload.length);
        PacketRow.payloadLength(row, 0, payload.length);
        return new Item()
                .origin(Topics.PACKETS, (int) (number % PARTITIONS), number, 1_000 + number)
                .agent("agent", "host", 1)
                .packet(0, row, 0, new byte[0], payload, null);
    }
}
