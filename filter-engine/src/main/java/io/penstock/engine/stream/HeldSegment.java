// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

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
    /** Whether a store has it. */
    boolean stored;

    boolean gone;

    HeldSegment(HalfStream half, long offset, int length, int flags, long packet, byte[] bytes) {
        this.half = half;
        this.offset = offset;
        this.length = length;
        this.flags = flags;
        this.packet = packet;
        this.bytes = bytes;
    }

    long end() {
        return offset + length;
    }

    long retainedBytes() {
        return retainedBytes(bytes.length);
    }

    static long retainedBytes(int captured) {
        return (long) KEEPING_BYTES + captured;
    }
}
