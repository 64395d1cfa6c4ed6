// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers and bytes on their way into a capture, in one byte order. */
final class CaptureOutput {
    private static final int BUFFER_BYTES = 1 << 18;

    private final OutputStream out;
    private final ByteBuffer number;

    CaptureOutput(OutputStream out, ByteOrder order) {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
        this.number = ByteBuffer.allocate(8).order(order);
    }

    CaptureOutput int32(long value) throws IOException {
        number.putInt(0, (int) value);
        out.write(number.array(), 0, 4);
        return this;
    }

    CaptureOutput int16(int value) throws IOException {
        number.putShort(0, (short) value);
        out.write(number.array(), 0, 2);
        return this;
    }

    CaptureOutput int64(long value) throws IOException {
        number.putLong(0, value);
        out.write(number.array(), 0, 8);
        return this;
    }

    CaptureOutput bytes(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        return this;
    }

    /** Zeros up to a multiple of four after {@code length} bytes. */
    CaptureOutput padding(int length) throws IOException {
        for (int i = length; (i & 3) != 0; i++) {
            out.write(0);
        }
        return this;
    }

    void close() throws IOException {
        out.close();
    }
}
