// SPDX-License-Identifier: Apache-2.0
package io.penstock.schemas;

import io.penstock.schemas.WireException.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary encoding read from one array that nobody vouches for. No length or count is believed beyond the bytes that are left, so a
 * record cannot make its reader allocate more than a small multiple of its own size. {@code bytes} fields are views of the array, not copies.
 *
 * <p>Avro 1.12, "Binary Encoding". One thread.
 */
final class WireDecoder extends Decoder {
    private byte[] bytes = new byte[0];
    private int position;
    private int limit;

    void reset(byte[] array, int from, int to) {
        bytes = array;
        position = from;
        limit = to;
    }

    int position() {
        return position;
    }

    int left() {
        return limit - position;
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() throws IOException {
        require(1);
        int value = bytes[position++];
        if (value != 0 && value != 1) {
            throw new BadBytes(Fault.MALFORMED, "boolean " + value + " at byte " + (position - 1));
        }
        return value == 1;
    }

    @Override
    public int readInt() throws IOException {
        int start = position;
        long value = readLong();
        if (value != (int) value) {
            throw new BadBytes(Fault.MALFORMED, "int " + value + " out of range at byte " + start);
        }
        return (int) value;
    }

    @Override
    public long readLong() throws IOException {
        long value = 0;
        int start = position;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            require(1);
            byte b = bytes[position++];
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return value >>> 1 ^ -(value & 1);
            }
        }
        throw new BadBytes(Fault.MALFORMED, "number of more than 10 bytes at byte " + start);
    }

    @Override
    public float readFloat() throws IOException {
        return Float.intBitsToFloat((int) littleEndian(Float.BYTES));
    }

    @Override
    public double readDouble() throws IOException {
        return Double.longBitsToDouble(littleEndian(Double.BYTES));
    }

    @Override
    public Utf8 readString(Utf8 old) throws IOException {
        return new Utf8(readString());
    }

    @Override
    public String readString() throws IOException {
        int length = length("string");
        String text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    @Override
    public void skipString() throws IOException {
        skip(length("string"));
    }

    @Override
    public ByteBuffer readBytes(ByteBuffer old) throws IOException {
        int length = length("bytes");
        ByteBuffer view = ByteBuffer.wrap(bytes, position, length).slice();
        position += length;
        return view;
    }

    @Override
    public void skipBytes() throws IOException {
        skip(length("bytes"));
    }

    @Override
    public void readFixed(byte[] target, int start, int length) throws IOException {
        require(length);
        System.arraycopy(bytes, position, target, start, length);
        position += length;
    }

    @Override
    public void skipFixed(int length) throws IOException {
        require(length);
        position += length;
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return count();
    }

    @Override
    public long arrayNext() throws IOException {
        return count();
    }

    @Override
    public long skipArray() throws IOException {
        return skipBlocks();
    }

    @Override
    public long readMapStart() throws IOException {
        return count();
    }

    @Override
    public long mapNext() throws IOException {
        return count();
    }

    @Override
    public long skipMap() throws IOException {
        return skipBlocks();
    }

    /** Every item of our schemas takes a byte at least, so a count above the bytes left is a lie. */
    private long count() throws IOException {
        int start = position;
        long count = readLong();
        if (count < 0) {
            readLong();
            count = -count;
        }
        if (count < 0 || count > left()) {
            throw new BadBytes(Fault.OVERSIZED, "count " + count + " at byte " + start + ", " + left() + " bytes left");
        }
        return count;
    }

    private long skipBlocks() throws IOException {
        int start = position;
        long count = readLong();
        while (count < 0) {
            skip(length("block"));
            start = position;
            count = readLong();
        }
        if (count > left()) {
            throw new BadBytes(Fault.OVERSIZED, "count " + count + " at byte " + start + ", " + left() + " bytes left");
        }
        return count;
    }

    /** Not in one expression with the reading of the length: Java would add it to where that began. */
    private void skip(int length) {
        position += length;
    }

    private int length(String what) throws IOException {
        int start = position;
        long length = readLong();
        if (length < 0 || length > left()) {
            throw new BadBytes(
                    Fault.OVERSIZED, what + " length " + length + " at byte " + start + ", " + left() + " bytes left");
        }
        return (int) length;
    }

    private long littleEndian(int count) throws IOException {
        require(count);
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | bytes[position + i] & 0xff;
        }
        position += count;
        return value;
    }

    private void require(int count) throws IOException {
        if (count > limit - position) {
            throw new BadBytes(
                    Fault.TRUNCATED, count + " bytes needed at byte " + position + ", " + left() + " available");
        }
    }

    /** Carries the fault through Avro's readers, which declare no other checked exception. */
    static final class BadBytes extends IOException {
        private static final long serialVersionUID = 1L;

        private final Fault fault;

        BadBytes(Fault fault, String message) {
            super(message);
            this.fault = fault;
        }

        Fault fault() {
            return fault;
        }
    }
}
