// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.ingest.capture.CapturedPacket;
import io.penstock.schemas.PacketBatch;
import io.penstock.schemas.WireWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketBatchWriterTest {
    private static final long SEED = Long.getLong("penstock.seed", 4_711L);

    @Test
    void shouldWriteWhatTheGeneralWriterWrites() {
        System.out.println("PacketBatchWriterTest seed " + SEED);
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            String agent = "capture ä" + round;
            long incarnation = random.nextLong() >> random.nextInt(64);
            PartitionBatch batch = batch(random, random.nextLong() >> random.nextInt(64));
            byte[] written = new PacketBatchWriter(agent, "höst", incarnation).write(batch);
            assertThat(written).isEqualTo(new WireWriter().write(record(agent, incarnation, batch)));
        }
    }

    private static PartitionBatch batch(Random random, long firstSequence) {
        PartitionBatch batch = new PartitionBatch(AgentOptions.of(1).snappedTo(random.nextInt(200)));
        int packets = 1 + random.nextInt(20);
        for (int i = 0; i < packets; i++) {
            RowBuffer row = new RowBuffer();
            PacketRow.sequence(row.rows(), row.appendRow(), firstSequence + i);
            if (random.nextBoolean()) {
                row.appendQuoted();
                PacketRow.quoted(row.rows(), 0, 1);
            }
            byte[] frame = new byte[random.nextInt(300)];
            random.nextBytes(frame);
            batch.add(row, new CapturedPacket().wrap(frame, 0, frame.length, frame.length), 0);
        }
        return batch;
    }

    private static PacketBatch record(String agent, long incarnation, PartitionBatch batch) {
        RowBuffer rows = batch.rows();
        return new PacketBatch(
                agent,
                "höst",
                incarnation,
                batch.firstSequence(),
                batch.lastSequence(),
                rows.count(),
                PacketRow.ROW_VERSION,
                ByteBuffer.wrap(rows.rows(), 0, rows.rowsLength()),
                ByteBuffer.wrap(rows.quoted(), 0, rows.quotedLength()),
                ByteBuffer.wrap(rows.frames(), 0, rows.framesLength()),
                List.of());
    }
}
