// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.ingest.capture.CapturedPacket;
import org.junit.jupiter.api.Test;

class PartitionBatchTest {
    private static final int MEBIBYTE = 1 << 20;

    @Test
    void shouldShipATooLargeFrameCutInARecordBelowTheLimit() {
        PartitionBatch batch = new PartitionBatch(AgentOptions.of(1));
        batch.add(row(), frame(10 * MEBIBYTE), 0);
        assertThat(batch.isFull()).isTrue();
        assertThat(PacketRow.frameLength(batch.rows().rows(), 0)).isEqualTo(PartitionBatch.LONGEST_FRAME_BYTES);
        assertThat(new PacketBatchWriter("a".repeat(250), "h".repeat(250), 1).write(batch))
                .hasSizeLessThan(MEBIBYTE);
    }

    @Test
    void shouldMakeRoomForALargeFrameByGoingFirst() {
        PartitionBatch batch = new PartitionBatch(AgentOptions.of(1));
        assertThat(batch.hasRoomFor(frame(600_000))).isTrue();
        batch.add(row(), frame(100), 0);
        assertThat(batch.hasRoomFor(frame(600_000))).isFalse();
        assertThat(batch.hasRoomFor(frame(1_500))).isTrue();
        assertThat(batch.isFull()).isFalse();
    }

    @Test
    void shouldBeFullWithItsPackets() {
        PartitionBatch batch =
                new PartitionBatch(AgentOptions.of(1).batchesOf(128).snappedTo(0));
        for (int i = 0; i < 128; i++) {
            assertThat(batch.isFull()).isFalse();
            batch.add(row(), frame(1_500), 0);
        }
        assertThat(batch.isFull()).isTrue();
        assertThat(batch.rows().framesLength()).isZero();
        batch.clear();
        assertThat(batch.isEmpty()).isTrue();
    }

    private static RowBuffer row() {
        RowBuffer row = new RowBuffer();
        row.appendRow();
        return row;
    }

    private static CapturedPacket frame(int bytes) {
        return new CapturedPacket().wrap(new byte[bytes], 0, bytes, bytes);
    }
}
