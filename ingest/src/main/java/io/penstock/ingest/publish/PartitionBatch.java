// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.QuotedTuple;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.ingest.capture.CapturedPacket;

/** The packets that wait to become one agent's next record of one partition. Reused; one thread at a time. */
final class PartitionBatch {
    /**
     * Most bytes of a frame, whatever the snap length: with all that a record and a pended packet carry besides, it stays below the
     * 1 MiB that a broker takes.
     */
    static final int LONGEST_FRAME_BYTES = 900 << 10;

    private final RowBuffer rows = new RowBuffer();
    private final int snapLengthBytes;
    private final int mostPackets;
    private final int mostBytes;
    private long wireBytes;
    private int malformed;
    private long sinceNanos;

    PartitionBatch(AgentOptions options) {
        this.snapLengthBytes = Math.min(options.snapLengthBytes(), LONGEST_FRAME_BYTES);
        this.mostPackets = options.batchPackets();
        this.mostBytes = options.batchBytes();
    }

    /** Whether the packet may join those that wait; an empty batch takes any. */
    boolean hasRoomFor(CapturedPacket packet) {
        int bytes = PacketRow.ROW_LENGTH + QuotedTuple.LENGTH + shipped(packet);
        return rows.count() == 0 || bytes() + bytes <= mostBytes;
    }

    private int shipped(CapturedPacket packet) {
        return Math.min(packet.capturedLengthBytes(), snapLengthBytes);
    }

    /**
     * Takes a packet in.
     *
     * @param row buffer of the packet's row alone
     * @param nowNanos {@link System#nanoTime} of the moment, or of one shortly before
     */
    void add(RowBuffer row, CapturedPacket packet, long nowNanos) {
        if (rows.count() == 0) {
            sinceNanos = nowNanos;
        }
        rows.copyRow(row, 0);
        rows.appendFrame(packet.buffer(), packet.offset(), shipped(packet));
        wireBytes += PacketRow.wireLength(row.rows(), 0);
        malformed += PacketRow.kind(row.rows(), 0) == PacketRow.KIND_MALFORMED ? 1 : 0;
    }

    boolean isFull() {
        return rows.count() >= mostPackets || bytes() >= mostBytes;
    }

    boolean isEmpty() {
        return rows.count() == 0;
    }

    /** How long the first packet has waited, in nanoseconds. */
    long ageNanos(long nowNanos) {
        return nowNanos - sinceNanos;
    }

    private int bytes() {
        return rows.rowsLength() + rows.quotedLength() + rows.framesLength();
    }

    RowBuffer rows() {
        return rows;
    }

    int packets() {
        return rows.count();
    }

    /** Lengths on the wire. */
    long wireBytes() {
        return wireBytes;
    }

    int malformed() {
        return malformed;
    }

    long firstSequence() {
        return PacketRow.sequence(rows.rows(), 0);
    }

    long lastSequence() {
        return PacketRow.sequence(rows.rows(), rows.rowOffset(rows.count() - 1));
    }

    void clear() {
        rows.clear();
        wireBytes = 0;
        malformed = 0;
    }
}
