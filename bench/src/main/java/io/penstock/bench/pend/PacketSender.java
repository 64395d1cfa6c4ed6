// SPDX-License-Identifier: Apache-2.0
package io.penstock.bench.pend;

import io.penstock.engine.packet.LinkType;
import io.penstock.engine.packet.PacketDecoder;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.schemas.PacketBatch;
import io.penstock.schemas.Topics;
import io.penstock.schemas.WireWriter;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** An agent that sees one UDP packet of 64 bytes at a time, each of a flow of its own. One thread. */
final class PacketSender implements AutoCloseable {
    private static final int FRAME_BYTES = 64;

    private final int partitions;
    private final PacketDecoder decoder = new PacketDecoder();
    private final RowBuffer rows = new RowBuffer();
    private final WireWriter writer = new WireWriter();
    private final KafkaProducer<byte[], byte[]> producer;

    PacketSender(Map<String, Object> client, int partitions, int lingerMs) {
        this.partitions = partitions;
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, lingerMs);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void send(int number) {
        byte[] frame = frame(number);
        long now = System.currentTimeMillis() * 1_000_000;
        decoder.decode(frame, 0, frame.length, frame.length, LinkType.RAW, number + 1L, now, 0, rows);
        rows.appendFrame(frame, 0, frame.length);
        PacketRow.direction(rows.rows(), rows.rowOffset(0), PacketRow.OUTBOUND);
        PacketBatch batch = new PacketBatch(
                "bench",
                "bench",
                1L,
                number + 1L,
                number + 1L,
                1,
                PacketRow.ROW_VERSION,
                ByteBuffer.wrap(rows.rows(), 0, rows.rowsLength()),
                ByteBuffer.wrap(rows.quoted(), 0, rows.quotedLength()),
                ByteBuffer.wrap(rows.frames(), 0, rows.framesLength()),
                List.of());
        byte[] value = writer.write(batch);
        rows.clear();
        producer.send(new ProducerRecord<>(Topics.PACKETS, number % partitions, null, value));
    }

    private static byte[] frame(int number) {
        ByteBuffer frame = ByteBuffer.allocate(FRAME_BYTES);
        frame.putShort((short) 0x4500).putShort((short) FRAME_BYTES);
        frame.putInt(0).put((byte) 64).put((byte) 17).putShort((short) 0);
        frame.putInt(0x0A000001).putInt(0x0A010000 + number / 60_000);
        frame.putShort((short) (1_024 + number % 60_000)).putShort((short) 53);
        frame.putShort((short) (FRAME_BYTES - 20)).putShort((short) 0);
        return frame.array();
    }

    @Override
    public void close() {
        producer.close();
    }
}
