// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.state;

import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;

/**
 * A stretch of the log as it is stored: a byte for the form, then entries of the lengths of key and value, 32 bits each, and their bytes. A key begins with the letter
 * of its table; the length of a value that was deleted is -1.
 */
final class StateSegment {
    private static final byte FORM = 1;
    private static final int HEADER_BYTES = 2 * Integer.BYTES;
    private static final int DELETED = -1;

    private StateSegment() {}

    /** Takes an entry; the value is null where the key was deleted. */
    @FunctionalInterface
    interface Reader {
        void entry(Bytes key, byte[] value);
    }

    /** The bytes that an entry takes; the value may be null. */
    static int size(Bytes key, byte[] value) {
        return HEADER_BYTES + key.get().length + (value == null ? 0 : value.length);
    }

    /** The bytes of a segment whose entries take so many. */
    static int length(int entries) {
        return 1 + entries;
    }

    /** Begins a segment that fills an array. */
    static ByteBuffer begin(byte[] stored) {
        return ByteBuffer.wrap(stored).put(FORM);
    }

    static void add(ByteBuffer segment, Bytes key, byte[] value) {
        segment.putInt(key.get().length)
                .putInt(value == null ? DELETED : value.length)
                .put(key.get());
        if (value != null) {
            segment.put(value);
        }
    }

    /**
     * Gives all entries in their order.
     *
     * @throws IllegalStateException if it is damaged
     */
    static void read(byte[] stored, Reader reader) {
        read(stored, null, reader);
    }

    /** The same for one table alone; null for all. */
    static void read(byte[] stored, StateTable table, Reader reader) {
        ByteBuffer left = ByteBuffer.wrap(stored);
        if (!left.hasRemaining() || left.get() != FORM) {
            throw damaged(left);
        }
        while (left.hasRemaining()) {
            if (left.remaining() < HEADER_BYTES) {
                throw damaged(left);
            }
            int keyLength = left.getInt();
            int valueLength = left.getInt();
            long length = (long) keyLength + Math.max(0, valueLength);
            if (keyLength < 1 || valueLength < DELETED || length > left.remaining()) {
                throw damaged(left);
            }
            int end = left.position() + (int) length;
            if (table == null || left.get(left.position()) == table.letter()) {
                byte[] key = new byte[keyLength];
                left.get(key);
                byte[] value = valueLength == DELETED ? null : new byte[valueLength];
                if (value != null) {
                    left.get(value);
                }
                reader.entry(Bytes.wrap(key), value);
            }
            left.position(end);
        }
    }

    private static IllegalStateException damaged(ByteBuffer at) {
        return new IllegalStateException("a stored segment cannot be read at byte " + at.position());
    }
}
