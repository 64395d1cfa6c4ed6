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
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * An agent that sees UDP packets of 64 bytes and gathers those of a partition for as long as an agent does. Flows take turns: none has a packet that waits when its
 * next one comes, and there are as many at the end as at the beginning. One thread.
 */
final class PacketSender implements AutoCloseable {
    private static final int FRAME_BYTES = 64;
    /** Longer than the lock of a worker that is killed. */
    private static final int FLOW_RESTS_SECONDS = 20;

    private static final int PORTS = 60_000;

    private final int flows;
    private final PacketDecoder decoder = new PacketDecoder();
    private final WireWriter writer = new WireWriter();
    private final List<Gathered> partitions;
    private final KafkaProducer<byte[], byte[]> producer;

    private static final class Gathered {
        private final RowBuffer rows = new RowBuffer();
        private long firstSequence;
        private long lastSequence;
        private int packets;
    }

    PacketSender(Map<String, Object> client, Load load) {
        // So that each keeps to its partition.
        flows = Math.ceilDiv(FLOW_RESTS_SECONDS * load.perSecond(), load.partitions()) * load.partitions();
        partitions = Stream.generate(Gathered::new).limit(load.partitions()).toList();
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Of the packet with that sequence. */
    static int numberOf(long sequence) {
        return Math.toIntExact(sequence - 1);
    }

    void add(int number) {
        add(partitions.get(number % partitions.size()), number);
    }

    /** Sends what was gathered for a partition. */
    void leave(int partition) {
        if (partitions.get(partition).packets > 0) {
            publish(partition);
        }
    }

    private void add(Gathered gathered, int number) {
        byte[] frame = frame(number % flows);
        RowBuffer rows = gathered.rows;
        decoder.decode(
                frame,
                0,
                frame.length,
                frame.length,
                LinkType.RAW,
                number + 1L,
                System.currentTimeMillis() * 1_000_000,
                0,
                rows);
        rows.appendFrame(frame, 0, frame.length);
        PacketRow.direction(rows.rows(), rows.rowOffset(gathered.packets), PacketRow.OUTBOUND);
        if (gathered.packets == 0) {
            gathered.firstSequence = number + 1L;
        }
        gathered.lastSequence = number + 1L;
        gathered.packets++;
    }

    private void publish(int partition) {
        Gathered gathered = partitions.get(partition);
        RowBuffer rows = gathered.rows;
        PacketBatch batch = new PacketBatch(
                "bench",
                "bench",
                1L,
                gathered.firstSequence,
                gathered.lastSequence,
                gathered.packets,
                PacketRow.ROW_VERSION,
                ByteBuffer.wrap(rows.rows(), 0, rows.rowsLength()),
                ByteBuffer.wrap(rows.quoted(), 0, rows.quotedLength()),
                ByteBuffer.wrap(rows.frames(), 0, rows.framesLength()),
                List.of());
        byte[] value = writer.write(batch);
        rows.clear();
        gathered.packets = 0;
        producer.send(new ProducerRecord<>(Topics.PACKETS, partition, null, value));
    }

    private static byte[] frame(int flow) {
        ByteBuffer frame = ByteBuffer.allocate(FRAME_BYTES);
        frame.putShort((short) 0x4500).putShort((short) FRAME_BYTES);
        frame.putInt(0).put((byte) 64).put((byte) 17).putShort((short) 0);
        frame.putInt(0x0A000001).putInt(0x0A010000 + flow / PORTS);
        frame.putShort((short) (1_024 + flow % PORTS)).putShort((short) 53);
        frame.putShort((short) (FRAME_BYTES - 20)).putShort((short) 0);
        return frame.array();
    }

    @Override
    public void close() {
        producer.close();
    }
}
