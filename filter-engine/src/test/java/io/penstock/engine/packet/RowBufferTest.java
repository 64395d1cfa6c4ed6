// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RowBufferTest {
    private final RowBuffer rows = new RowBuffer();
    private final PacketDecoder decoder = new PacketDecoder();

    @Test
    void shouldKeepEveryRowWhenItGrows() {
        for (int number = 0; number < 1_000; number++) {
            int row = rows.appendRow();
            PacketRow.sequence(rows.rows(), row, number);
        }

        assertThat(rows.count()).isEqualTo(1_000);
        assertThat(rows.rowsLength()).isEqualTo(1_000 * PacketRow.ROW_LENGTH);
        for (int number = 0; number < 1_000; number++) {
            assertThat(PacketRow.sequence(rows.rows(), rows.rowOffset(number))).isEqualTo(number);
        }
    }

    @Test
    void shouldStartARowWithZerosWhateverStoodThereBefore() {
        Arrays.fill(rows.rows(), (byte) 0x55);

        int row = rows.appendRow();

        assertThat(Arrays.copyOfRange(rows.rows(), row, row + PacketRow.ROW_LENGTH))
                .containsOnly(0);
    }

    @Test
    void shouldEnterAFramesPlaceInTheLastRow() {
        rows.frameSnap(4);
        rows.appendRow();
        rows.appendFrame(new byte[] {9, 1, 2, 3, 4, 5, 6}, 1, 6);
        rows.appendRow();
        rows.appendFrame(new byte[] {7, 8}, 0, 2);

        int second = rows.rowOffset(1);
        assertThat(PacketRow.frameLength(rows.rows(), 0)).isEqualTo(4);
        assertThat(PacketRow.frameOffset(rows.rows(), second)).isEqualTo(4);
        assertThat(PacketRow.frameLength(rows.rows(), second)).isEqualTo(2);
        assertThat(Arrays.copyOf(rows.frames(), rows.framesLength())).containsExactly(1, 2, 3, 4, 7, 8);
    }

    @Test
    void shouldShipNoFrameWhenSnappedToNothing() {
        rows.frameSnap(0);
        rows.appendRow();
        rows.appendFrame(new byte[] {1, 2}, 0, 2);

        assertThat(PacketRow.frameLength(rows.rows(), 0)).isZero();
        assertThat(rows.framesLength()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> rows.frameSnap(-1));
    }

    @Test
    void shouldTakeTheQuotedTupleAlongWhenARowIsCopied() {
        RowBuffer source = new RowBuffer();
        byte[] frame = DecodeVectors.named("icmp-unreachable-udp").frame();
        for (int number = 0; number < 3; number++) {
            decoder.decode(frame, 0, frame.length, frame.length, LinkType.RAW, number, 0, 0, source);
            source.appendFrame(frame, 0, frame.length);
        }

        int row = rows.copyRow(source, 2);

        assertThat(PacketRow.sequence(rows.rows(), row)).isEqualTo(2);
        assertThat(PacketRow.quoted(rows.rows(), row)).isEqualTo(1);
        assertThat(PacketRow.frameLength(rows.rows(), row)).isZero();
        assertThat(RowText.fields(rows, 0, 0)).isEqualTo(RowText.fields(source, 2, 0));
    }

    @Test
    void shouldForgetEverythingWhenCleared() {
        rows.appendRow();
        rows.appendFrame(new byte[9], 0, 9);
        rows.appendQuoted();

        rows.clear();

        assertThat(rows.rowsLength() + rows.quotedLength() + rows.framesLength())
                .isZero();
    }

    @Test
    void shouldRefuseMoreQuotedTuplesThanARowCanName() {
        for (int entry = 0; entry < RowBuffer.MOST_QUOTED; entry++) {
            rows.appendQuoted();
        }

        assertThatIllegalStateException().isThrownBy(rows::appendQuoted);
    }
}
