// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A window on a stream, read through one reused buffer. The buffer grows only while bytes really arrive, so a length
 * field alone never makes it large. A failing stream looks like one that ends there; {@link #failure()} tells why.
 */
final class CaptureBytes implements AutoCloseable {
    private static final int FIRST_BUFFER_BYTES = 16 << 10;
    private static final int BUFFER_BYTES = 1 << 20;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private final InputStream in;
    private byte[] buffer;
    private int position;
    private int limit;
    private long bufferOffset;
    private boolean ended;
    private boolean bigEndian;
    private IOException failure;

    CaptureBytes(InputStream in) {
        this.in = in;
        this.buffer = new byte[FIRST_BUFFER_BYTES];
    }

    /** The order in which the numbers that follow are written. */
    void bigEndian(boolean on) {
        bigEndian = on;
    }

    /** True when the next {@code count} bytes are in the buffer, contiguous; false when the input ends before them. */
    boolean require(int count) {
        return limit - position >= count || fill(count);
    }

    private boolean fill(int count) {
        if (position > 0) {
            byte[] next = isFull() ? new byte[(int) Math.min(BUFFER_BYTES, 4L * buffer.length)] : buffer;
            System.arraycopy(buffer, position, next, 0, limit - position);
            buffer = next;
            bufferOffset += position;
            limit -= position;
            position = 0;
        }
        while (limit < count && !ended) {
            if (limit == buffer.length) {
                buffer = Arrays.copyOf(buffer, (int) Math.min(count, 2L * buffer.length));
            }
            readMore();
        }
        return limit >= count;
    }

    /** Whether a larger buffer pays: many captures may be open at once, most of them small or not yet begun. */
    private boolean isFull() {
        return limit == buffer.length && buffer.length < BUFFER_BYTES;
    }

    private void readMore() {
        try {
            int read = in.read(buffer, limit, buffer.length - limit);
            ended = read < 0;
            limit += Math.max(0, read);
        } catch (IOException broken) {
            failure = broken;
            ended = true;
        }
    }

    /** Passes over bytes without keeping them; false when the input ends first, with everything consumed. */
    boolean skip(long count) {
        long left = count;
        while (left > limit - position) {
            left -= limit - position;
            position = limit;
            if (!require(1)) {
                return false;
            }
        }
        position += (int) left;
        return true;
    }

    /** Moves over bytes that {@link #require} has promised. */
    void advance(int count) {
        position += count;
    }

    /** Offset in the (unpacked) input of the next byte. */
    long offset() {
        return bufferOffset + position;
    }

    /** Bytes in the buffer that were not consumed. */
    int available() {
        return limit - position;
    }

    /** The buffer; the next byte is at {@link #index()}. Changes with the next {@link #require}. */
    byte[] buffer() {
        return buffer;
    }

    int index() {
        return position;
    }

    /** What stopped the stream before its end, or null. */
    IOException failure() {
        return failure;
    }

    int intAt(int ahead) {
        int value = (int) INT.get(buffer, position + ahead);
        return bigEndian ? Integer.reverseBytes(value) : value;
    }

    long unsignedIntAt(int ahead) {
        return intAt(ahead) & 0xFFFF_FFFFL;
    }

    int unsignedShortAt(int ahead) {
        short value = (short) SHORT.get(buffer, position + ahead);
        return (bigEndian ? Short.reverseBytes(value) : value) & 0xFFFF;
    }

    int unsignedByteAt(int ahead) {
        return buffer[position + ahead] & 0xFF;
    }

    long longAt(int ahead) {
        long first = unsignedIntAt(ahead);
        long second = unsignedIntAt(ahead + 4);
        return bigEndian ? first << 32 | second : second << 32 | first;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
