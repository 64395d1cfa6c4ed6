// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.flow;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/** One datagram on its way to being whole: which bytes are covered, which were captured, where it ends. */
final class Assembly {
    private static final byte[] NO_ROW = new byte[0];

    final long startNanos;
    byte[] firstRow = NO_ROW;
    private final BitSet covered = new BitSet();
    private byte[] bytes = NO_ROW;
    private int captured;
    private int end = -1;
    private boolean dead;

    Assembly(long startNanos) {
        this.startNanos = startNanos;
    }

    void add(
            boolean ipv6,
            int offset,
            int length,
            boolean last,
            byte[] data,
            int dataOffset,
            int dataLength,
            byte[] row) {
        int to = offset + length;
        if (dead || to > FragmentTable.MAX_DATAGRAM_BYTES) {
            dead = true;
            return;
        }
        int overlap = covered.nextSetBit(offset);
        if (ipv6 && overlap >= 0 && overlap < to) {
            dead = true;
            return;
        }
        keep(offset, data, dataOffset, Math.min(dataLength, length));
        covered.set(offset, to);
        if (last && end < 0) {
            end = to;
        }
        if (row != null && firstRow.length == 0) {
            firstRow = row;
        }
    }

    /** Copies what no earlier fragment brought. */
    private void keep(int offset, byte[] data, int dataOffset, int length) {
        if (length <= 0) {
            return;
        }
        int to = offset + length;
        if (to > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(to, Math.min(bytes.length * 2, FragmentTable.MAX_DATAGRAM_BYTES)));
        }
        int at = covered.nextClearBit(offset);
        while (at < to) {
            int next = covered.nextSetBit(at);
            int stop = next < 0 ? to : Math.min(next, to);
            System.arraycopy(data, dataOffset + at - offset, bytes, at, stop - at);
            at = covered.nextClearBit(stop);
        }
        captured = Math.max(captured, to);
    }

    boolean isWhole() {
        return !dead && end >= 0 && firstRow.length != 0 && covered.nextClearBit(0) >= end;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, Math.min(captured, end));
    }

    byte[] encode() {
        byte[] bits = covered.toByteArray();
        return ByteBuffer.allocate(8 + 1 + 4 + 4 + 4 + bits.length + 4 + firstRow.length + captured)
                .putLong(startNanos)
                .put((byte) (dead ? 1 : 0))
                .putInt(end)
                .putInt(captured)
                .putInt(bits.length)
                .put(bits)
                .putInt(firstRow.length)
                .put(firstRow)
                .put(bytes, 0, captured)
                .array();
    }

    static Assembly decode(ByteBuffer in) {
        Assembly assembly = new Assembly(in.getLong());
        assembly.dead = in.get() != 0;
        assembly.end = in.getInt();
        assembly.captured = in.getInt();
        assembly.covered.or(BitSet.valueOf(take(in, in.getInt())));
        assembly.firstRow = take(in, in.getInt());
        assembly.bytes = take(in, assembly.captured);
        return assembly;
    }

    private static byte[] take(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException(
                    "fragment record is cut short: " + length + " bytes wanted, " + in.remaining() + " left");
        }
        byte[] taken = new byte[length];
        in.get(taken);
        return taken;
    }
}
