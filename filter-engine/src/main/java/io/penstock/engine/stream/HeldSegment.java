// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

import java.util.Arrays;

/** Bytes that wait behind a gap. {@code length} is the headers' word and may exceed the bytes, where the frame was snapped. */
final class HeldSegment {
    /** What keeping a segment takes besides its bytes, roughly. */
    private static final int KEEPING_BYTES = 128;

    final HalfStream half;
    final long offset;
    final int length;
    final int flags;
    final long packet;
    final byte[] bytes;
    /** When it came, as the reassembler counts; 0 for one that was restored. */
    final long turn;
    /** Whether a store has it. */
    boolean stored;

    boolean gone;

    HeldSegment(HalfStream half, long offset, int length, int flags, long packet, byte[] bytes, long turn) {
        this.half = half;
        this.offset = offset;
        this.length = length;
        this.flags = flags;
        this.packet = packet;
        this.bytes = bytes;
        this.turn = turn;
    }

    long end() {
        return offset + length;
    }

    /** What of it lies before {@code end}, which is within it. */
    HeldSegment before(long end) {
        int kept = (int) (end - offset);
        byte[] own = Arrays.copyOf(bytes, Math.min(bytes.length, kept));
        return new HeldSegment(half, offset, kept, flags & ~TcpSegment.PSH, packet, own, turn);
    }

    long retainedBytes() {
        return retainedBytes(bytes.length);
    }

    static long retainedBytes(int captured) {
        return (long) KEEPING_BYTES + captured;
    }
}
