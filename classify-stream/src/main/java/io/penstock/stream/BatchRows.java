// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream;

import io.penstock.engine.flow.SocketKnowledge;
import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.QuotedTuple;
import io.penstock.schemas.PacketBatch;
import io.penstock.schemas.SocketStamp;
import java.nio.ByteBuffer;

/**
 * The columns of a packet batch as arrays, checked once: whatever a row points at lies inside its batch.
 *
 * @param rows the array that holds the rows of {@link PacketRow#ROW_LENGTH} bytes each; it is the record's own
 * @param firstRow where in it the first row starts
 * @param quoted quoted tuples of ICMP errors
 * @param frames what the agent shipped of the frames
 * @param sockets what the agent says of sockets, at the packet where it says so; null where it says nothing of any
 * @param count packets, 1 to 4,096
 */
public record BatchRows(byte[] rows, int firstRow, byte[] quoted, byte[] frames, SocketKnowledge[] sockets, int count) {

    /**
     * Takes the columns out of a batch.
     *
     * @throws UnreadableRecordException where they contradict themselves; the agent that sent them is no friend of ours
     */
    public static BatchRows of(PacketBatch batch) {
        if (batch.getRowVersion() != PacketRow.ROW_VERSION) {
            throw new UnreadableRecordException(
                    "row version " + batch.getRowVersion() + ", this build reads " + PacketRow.ROW_VERSION);
        }
        ByteBuffer rows = batch.getRows();
        if (rows.remaining() != (long) batch.getCount() * PacketRow.ROW_LENGTH) {
            throw new UnreadableRecordException(rows.remaining() + " bytes of rows for " + batch.getCount()
                    + " packets of " + PacketRow.ROW_LENGTH + " bytes each");
        }
        BatchRows columns = new BatchRows(
                rows.array(),
                rows.arrayOffset() + rows.position(),
                copy(batch.getQuoted()),
                copy(batch.getFrames()),
                sockets(batch),
                batch.getCount());
        columns.check();
        return columns;
    }

    /** Where a packet's row starts in {@link #rows}. */
    public int row(int index) {
        return firstRow + index * PacketRow.ROW_LENGTH;
    }

    /** What the agent says here of the packet's socket, or null. */
    public SocketKnowledge socket(int index) {
        return sockets == null ? null : sockets[index];
    }

    private static SocketKnowledge[] sockets(PacketBatch batch) {
        if (batch.getSockets().isEmpty()) {
            return null;
        }
        SocketKnowledge[] sockets = new SocketKnowledge[batch.getCount()];
        for (SocketStamp stamp : batch.getSockets()) {
            int index = stamp.getIndex();
            if (index < 0 || index >= sockets.length) {
                throw new UnreadableRecordException("a socket stamp for packet " + index + " of " + sockets.length);
            }
            try {
                sockets[index] = SocketKnowledge.ofProcess(
                        stamp.getProcessId(), stamp.getApplication(), stamp.getUser(), stamp.getListening());
            } catch (IllegalArgumentException bad) {
                throw new UnreadableRecordException("socket stamp of packet " + index + ": " + bad.getMessage(), bad);
            }
        }
        return sockets;
    }

    private void check() {
        long before = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            int row = row(i);
            checkFrame(i, row);
            checkQuoted(i, row);
            long sequence = PacketRow.sequence(rows, row);
            if (sequence <= before) {
                throw new UnreadableRecordException("sequence " + sequence + " of packet " + i + " follows " + before);
            }
            before = sequence;
        }
    }

    private void checkFrame(int index, int row) {
        long length = PacketRow.frameLength(rows, row);
        long offset = PacketRow.frameOffset(rows, row);
        if (length < 0 || offset < 0 || offset + length > frames.length) {
            throw new UnreadableRecordException(
                    "frame of packet " + index + ": " + length + " bytes at " + offset + " of " + frames.length);
        }
    }

    private void checkQuoted(int index, int row) {
        int entry = PacketRow.quoted(rows, row);
        if (entry != 0 && QuotedTuple.offsetOf(entry) + QuotedTuple.LENGTH > quoted.length) {
            throw new UnreadableRecordException(
                    "quoted tuple " + entry + " of packet " + index + " is not in " + quoted.length + " bytes");
        }
    }

    /** The one copy: rows point at frames and tuples from the start of their column, and these are views of the record. */
    private static byte[] copy(ByteBuffer view) {
        byte[] copy = new byte[view.remaining()];
        view.duplicate().get(copy);
        return copy;
    }
}
