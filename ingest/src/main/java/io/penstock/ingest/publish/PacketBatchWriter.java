// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.publish;

import io.penstock.engine.packet.PacketRow;
import io.penstock.engine.packet.RowBuffer;
import io.penstock.schemas.PacketBatch;
import io.penstock.schemas.WireWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes one agent's {@link PacketBatch} records, byte for byte as {@link WireWriter} does, but straight from the rows into the
 * record: each byte is copied once. One thread.
 */
final class PacketBatchWriter {
    private static final int HEADER_BYTES = 10;
    private static final int LONGEST_VARINT = 10;

    private final byte[] prefix;
    private byte[] out = new byte[0];
    private int end;

    PacketBatchWriter(String agent, String host, long incarnation) {
        out = new byte[HEADER_BYTES + 3 * LONGEST_VARINT + 3 * (agent.length() + host.length())];
        System.arraycopy(header(), 0, out, 0, HEADER_BYTES);
        end = HEADER_BYTES;
        bytes(agent.getBytes(StandardCharsets.UTF_8));
        bytes(host.getBytes(StandardCharsets.UTF_8));
        number(incarnation);
        prefix = Arrays.copyOf(out, end);
    }

    private static byte[] header() {
        ByteBuffer none = ByteBuffer.allocate(0);
        PacketBatch empty = new PacketBatch("", "", 0L, 0L, 0L, 0, 0, none, none, none, List.of());
        return Arrays.copyOf(new WireWriter().write(empty), HEADER_BYTES);
    }

    /** The value of a record with the packets that wait; an array of its own. */
    byte[] write(PartitionBatch batch) {
        RowBuffer rows = batch.rows();
        int fixed = size(batch.firstSequence()) + size(batch.lastSequence()) + size(rows.count());
        int version = size(PacketRow.ROW_VERSION);
        int variable = sized(rows.rowsLength()) + sized(rows.quotedLength()) + sized(rows.framesLength());
        out = new byte[prefix.length + fixed + version + variable + 1];
        System.arraycopy(prefix, 0, out, 0, prefix.length);
        end = prefix.length;
        number(batch.firstSequence());
        number(batch.lastSequence());
        number(rows.count());
        number(PacketRow.ROW_VERSION);
        bytes(rows.rows(), rows.rowsLength());
        bytes(rows.quoted(), rows.quotedLength());
        bytes(rows.frames(), rows.framesLength());
        number(0); // the end of the sockets, of which a capture file tells none
        return out;
    }

    private void bytes(byte[] value) {
        bytes(value, value.length);
    }

    private void bytes(byte[] value, int length) {
        number(length);
        System.arraycopy(value, 0, out, end, length);
        end += length;
    }

    /** Zigzag, then seven bits a byte, lowest first (Avro 1.12, "Binary encoding"). */
    private void number(long value) {
        long left = value << 1 ^ value >> 63;
        while ((left & ~0x7FL) != 0) {
            out[end++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        out[end++] = (byte) left;
    }

    private static int size(long value) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(value << 1 ^ value >> 63);
        return Math.max(1, (bits + 6) / 7);
    }

    private static int sized(int length) {
        return size(length) + length;
    }
}
