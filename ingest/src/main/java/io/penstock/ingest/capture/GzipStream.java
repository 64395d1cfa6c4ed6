// SPDX-License-Identifier: Apache-2.0
package io.penstock.ingest.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip (RFC 1952), all members one after another, checksums verified. Unlike the JDK's stream it does not ask
 * {@code available()} whether another member follows, which on a pipe is answered too early, and it hands out
 * everything that was unpacked before a damage and only then throws.
 */
final class GzipStream extends InputStream {
    private static final int INPUT_BYTES = 64 * 1024;
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;

    private final InputStream packed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] input = new byte[INPUT_BYTES];
    private int position;
    private int limit;
    private long inputOffset;
    private boolean inMember;
    private boolean ended;
    private boolean anotherMember;
    private IOException pending;

    GzipStream(InputStream packed) {
        this.packed = packed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            if (!inMember && !beginMember()) {
                ended = true;
                break;
            }
            int count = inflate(out, offset, length);
            if (inflater.finished()) {
                endMember(count);
            }
            if (count > 0) {
                return count;
            }
        }
        return -1;
    }

    private int inflate(byte[] out, int offset, int length) throws IOException {
        try {
            while (true) {
                int count = inflater.inflate(out, offset, length);
                if (count > 0) {
                    checksum.update(out, offset, count);
                }
                if (count > 0 || inflater.finished()) {
                    return count;
                }
                if (inflater.needsDictionary() || !refill()) {
                    throw new EOFException("gzip data cut at byte " + inputOffset(0) + " of the packed file");
                }
                inflater.setInput(input, position, limit - position);
            }
        } catch (DataFormatException broken) {
            throw new IOException(
                    "gzip data damaged near byte " + inputOffset(inflater.getRemaining()) + " of the packed file",
                    broken);
        }
    }

    /** The trailer is checked at once, but a wrong one must not withhold bytes: it is thrown by the next read. */
    private void endMember(int count) throws IOException {
        position = limit - inflater.getRemaining();
        inMember = false;
        anotherMember = true;
        try {
            if (littleEndianInt() != (int) checksum.getValue()
                    || littleEndianInt() != (int) inflater.getBytesWritten()) {
                throw new IOException(
                        "gzip checksum wrong at byte " + inputOffset(limit - position) + " of the packed file");
            }
        } catch (IOException broken) {
            if (count == 0) {
                throw broken;
            }
            pending = broken;
        }
    }

    private boolean beginMember() throws IOException {
        if (pending != null) {
            throw pending;
        }
        int first = next();
        while (first == 0 && anotherMember) {
            first = next();
        }
        if (first < 0) {
            return false;
        }
        if (first != 0x1F || required() != 0x8B || required() != 8) {
            throw new IOException(
                    "no gzip header at byte " + (inputOffset(limit - position) - 1) + " of the packed file");
        }
        skipHeader();
        inflater.reset();
        checksum.reset();
        inflater.setInput(input, position, limit - position);
        inMember = true;
        return true;
    }

    private void skipHeader() throws IOException {
        int flags = required();
        skip(6);
        if ((flags & FLAG_EXTRA) != 0) {
            skip(required() | required() << 8);
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            skip(2);
        }
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            required();
        }
    }

    private void skipText() throws IOException {
        while (required() != 0) {
            continue;
        }
    }

    private int littleEndianInt() throws IOException {
        return required() | required() << 8 | required() << 16 | required() << 24;
    }

    private int required() throws IOException {
        int value = next();
        if (value < 0) {
            throw new EOFException("gzip data cut at byte " + inputOffset(0) + " of the packed file");
        }
        return value;
    }

    private int next() throws IOException {
        return position < limit || refill() ? input[position++] & 0xFF : -1;
    }

    private boolean refill() throws IOException {
        inputOffset += limit;
        position = 0;
        limit = Math.max(0, packed.read(input, 0, input.length));
        return limit > 0;
    }

    private long inputOffset(int unread) {
        return inputOffset + limit - unread;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        packed.close();
    }
}
