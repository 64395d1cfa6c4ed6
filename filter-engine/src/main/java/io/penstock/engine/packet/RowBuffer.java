// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet;

import java.util.Arrays;

/**
 * Growing arrays of rows, quoted tuples and frames, reused from batch to batch (ARCHITECTURE 2, "Decoded once"). Not thread-safe: one owner at a time. The arrays that
 * {@link #rows()}, {@link #quoted()} and {@link #frames()} return are the live ones, replaced when they grow; only what the counts name is valid.
 * A row names its quoted tuple by 16 bits, so a buffer holds {@value #MOST_QUOTED} of them: clear it batch by batch.
 */
public final class RowBuffer {
    /** Quoted tuples that one buffer can hold. */
    public static final int MOST_QUOTED = 65_535;

    private static final int NO_SNAP = Integer.MAX_VALUE;

    private byte[] rows = new byte[64 * PacketRow.ROW_LENGTH];
    private byte[] quoted = new byte[0];
    private byte[] frames = new byte[0];
    private int count;
    private int quotedCount;
    private int framesLength;
    private int frameSnap = NO_SNAP;

    /**
     * Frames appended from now on keep at most this many bytes; 0 keeps none. Whole frames unless called.
     *
     * @throws IllegalArgumentException if that is below 0
     */
    public RowBuffer frameSnap(int snapLengthBytes) {
        if (snapLengthBytes < 0) {
            throw new IllegalArgumentException("snap length " + snapLengthBytes + " is below 0");
        }
        frameSnap = snapLengthBytes;
        return this;
    }

    /** Begins the next batch: forgets rows, quoted tuples and frames, and keeps arrays and snap length. */
    public void clear() {
        count = 0;
        quotedCount = 0;
        framesLength = 0;
    }

    /** Number of rows. */
    public int count() {
        return count;
    }

    /** Number of quoted tuples. */
    public int quotedCount() {
        return quotedCount;
    }

    /** Bytes of frames held. */
    public int framesLength() {
        return framesLength;
    }

    /** Rows, of which {@link #rowsLength()} bytes are valid. */
    public byte[] rows() {
        return rows;
    }

    /** Quoted tuples, of which {@link #quotedLength()} bytes are valid. */
    public byte[] quoted() {
        return quoted;
    }

    /** Frames, of which {@link #framesLength()} bytes are valid. */
    public byte[] frames() {
        return frames;
    }

    /** Valid bytes of {@link #rows()}. */
    public int rowsLength() {
        return count * PacketRow.ROW_LENGTH;
    }

    /** Valid bytes of {@link #quoted()}. */
    public int quotedLength() {
        return quotedCount * QuotedTuple.LENGTH;
    }

    /** Offset in {@link #rows()} of a row, counted from 0. */
    public int rowOffset(int index) {
        return index * PacketRow.ROW_LENGTH;
    }

    /** Appends a row of zeros and returns its offset in {@link #rows()}. */
    public int appendRow() {
        int row = count * PacketRow.ROW_LENGTH;
        int end = row + PacketRow.ROW_LENGTH;
        if (end > rows.length) {
            rows = Arrays.copyOf(rows, Math.max(end, rows.length * 2));
        }
        Arrays.fill(rows, row, end, (byte) 0);
        count++;
        return row;
    }

    /**
     * Appends a quoted tuple of zeros and returns its offset in {@link #quoted()}; its 1-based index is {@link #quotedCount()}.
     *
     * @throws IllegalStateException if the buffer holds {@value #MOST_QUOTED} already, so was not cleared between batches
     */
    public int appendQuoted() {
        if (quotedCount == MOST_QUOTED) {
            throw new IllegalStateException("more than " + MOST_QUOTED + " quoted tuples in one buffer");
        }
        int entry = quotedCount * QuotedTuple.LENGTH;
        int end = entry + QuotedTuple.LENGTH;
        if (end > quoted.length) {
            quoted = Arrays.copyOf(quoted, Math.max(end, Math.max(quoted.length * 2, 8 * QuotedTuple.LENGTH)));
        }
        Arrays.fill(quoted, entry, end, (byte) 0);
        quotedCount++;
        return entry;
    }

    /**
     * Copies a frame, snapped, behind the others and enters its place in the last row.
     *
     * @param offset index of the frame's first byte in {@code bytes}
     * @param lengthBytes bytes of it
     * @throws ArithmeticException if the buffer's frames would pass 2^31 - 1 bytes
     */
    public void appendFrame(byte[] bytes, int offset, int lengthBytes) {
        int shipped = Math.min(lengthBytes, frameSnap);
        int end = Math.addExact(framesLength, shipped);
        if (end > frames.length) {
            frames = Arrays.copyOf(frames, Math.max(end, Math.max(1 << 14, (int)
                    Math.min(frames.length * 2L, 1 << 30))));
        }
        System.arraycopy(bytes, offset, frames, framesLength, shipped);
        int row = rowOffset(count - 1);
        PacketRow.frameOffset(rows, row, shipped == 0 ? 0 : framesLength);
        PacketRow.frameLength(rows, row, shipped);
        framesLength = end;
    }

    /**
     * Copies one row and its quoted tuple from another buffer, without its frame, and returns the new row's offset.
     *
     * @param index number of the row in the other buffer, from 0
     * @throws IllegalStateException as {@link #appendQuoted} does
     */
    public int copyRow(RowBuffer source, int index) {
        int row = appendRow();
        System.arraycopy(source.rows, source.rowOffset(index), rows, row, PacketRow.ROW_LENGTH);
        PacketRow.frameOffset(rows, row, 0);
        PacketRow.frameLength(rows, row, 0);
        int quotedIndex = PacketRow.quoted(rows, row);
        if (quotedIndex != 0) {
            int entry = appendQuoted();
            System.arraycopy(source.quoted, QuotedTuple.offsetOf(quotedIndex), quoted, entry, QuotedTuple.LENGTH);
            PacketRow.quoted(rows, row, quotedCount);
        }
        return row;
    }
}
