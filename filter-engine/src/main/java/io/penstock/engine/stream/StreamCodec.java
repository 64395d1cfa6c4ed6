// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.stream;

import io.penstock.engine.flow.FlowKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Directions of streams and held segments as bytes, for stores: version 1, big-endian. A direction's key is the flow's and a byte, 1 for outbound; a
 * held segment's has its offset behind that.
 */
final class StreamCodec {
    private static final int VERSION = 1;
    private static final int STARTED = 1;
    private static final int FINISHED = 2;
    private static final int ABORTED = 4;
    private static final int STRAYED = 8;
    private static final int HALF_BYTES = 2 + 2 * Integer.BYTES + 4 * Long.BYTES;
    private static final int SEGMENT_BYTES = 2 + Integer.BYTES + Long.BYTES;

    private StreamCodec() {}

    static byte[] key(HalfStream half) {
        byte[] flow = half.flow.encode();
        return ByteBuffer.allocate(flow.length + 1)
                .put(flow)
                .put(direction(half))
                .array();
    }

    static byte[] key(HeldSegment segment) {
        byte[] flow = segment.half.flow.encode();
        return ByteBuffer.allocate(flow.length + 1 + Long.BYTES)
                .put(flow)
                .put(direction(segment.half))
                .putLong(segment.offset)
                .array();
    }

    private static byte direction(HalfStream half) {
        return (byte) (half.outbound ? 1 : 0);
    }

    /** A key taken apart; {@code offset} is -1 for a direction's. */
    record Key(FlowKey flow, boolean outbound, long offset) {}

    static Key decodeKey(byte[] bytes) {
        FlowKey flow = FlowKey.decode(bytes);
        try {
            ByteBuffer rest = ByteBuffer.wrap(bytes).position(flow.encode().length);
            return new Key(flow, rest.get() != 0, rest.hasRemaining() ? rest.getLong() : -1);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("stream key of " + bytes.length + " bytes is cut short", e);
        }
    }

    static byte[] encode(HalfStream half) {
        int flags = (half.started ? STARTED : 0)
                | (half.finished ? FINISHED : 0)
                | (half.aborted ? ABORTED : 0)
                | (half.strayed ? STRAYED : 0);
        return ByteBuffer.allocate(HALF_BYTES)
                .put((byte) VERSION)
                .put((byte) flags)
                .putInt(half.firstSequence)
                .putInt(half.straySequence)
                .putLong(half.next)
                .putLong(half.end)
                .putLong(half.finPacket)
                .putLong(half.missed)
                .array();
    }

    static void decode(HalfStream half, byte[] bytes) {
        try {
            ByteBuffer in = versioned(bytes);
            int flags = in.get();
            half.started = (flags & STARTED) != 0;
            half.finished = (flags & FINISHED) != 0;
            half.aborted = (flags & ABORTED) != 0;
            half.strayed = (flags & STRAYED) != 0;
            half.firstSequence = in.getInt();
            half.straySequence = in.getInt();
            half.next = in.getLong();
            half.end = in.getLong();
            half.finPacket = in.getLong();
            half.missed = in.getLong();
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("stream record of " + bytes.length + " bytes is cut short", e);
        }
    }

    static byte[] encode(HeldSegment segment) {
        return ByteBuffer.allocate(SEGMENT_BYTES + segment.bytes.length)
                .put((byte) VERSION)
                .put((byte) segment.flags)
                .putInt(segment.length)
                .putLong(segment.packet)
                .put(segment.bytes)
                .array();
    }

    static HeldSegment decode(HalfStream half, long offset, byte[] bytes) {
        try {
            ByteBuffer in = versioned(bytes);
            int flags = in.get();
            int length = in.getInt();
            long packet = in.getLong();
            byte[] payload = new byte[in.remaining()];
            in.get(payload);
            return new HeldSegment(half, offset, length, flags, packet, payload, 0);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("held segment of " + bytes.length + " bytes is cut short", e);
        }
    }

    private static ByteBuffer versioned(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("stream record has version " + version + ", known is " + VERSION);
        }
        return in;
    }
}
