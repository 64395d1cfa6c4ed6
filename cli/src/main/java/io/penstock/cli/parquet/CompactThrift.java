// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Thrift's compact protocol, as far as the headers and the footer of a Parquet file use it. Fields of a struct are written by rising number. */
final class CompactThrift {
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int BYTE = 3;
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;
    private static final int LONG_LIST = 15;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Deque<Integer> outer = new ArrayDeque<>();
    private int last;

    byte[] bytes() {
        return out.toByteArray();
    }

    CompactThrift i8(int field, int value) {
        header(field, BYTE);
        out.write(value);
        return this;
    }

    CompactThrift i32(int field, int value) {
        header(field, I32);
        zigzag(value);
        return this;
    }

    CompactThrift i64(int field, long value) {
        header(field, I64);
        zigzag(value);
        return this;
    }

    CompactThrift flag(int field, boolean value) {
        header(field, value ? TRUE : FALSE);
        return this;
    }

    CompactThrift text(int field, String value) {
        header(field, BINARY);
        return text(value);
    }

    /** A list, whose texts follow. */
    CompactThrift texts(int field, int size) {
        return list(field, size, BINARY);
    }

    /** An item of a list of texts. */
    CompactThrift text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        varint(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    /** A list, whose numbers follow. */
    CompactThrift numbers(int field, int size) {
        return list(field, size, I32);
    }

    /** An item of a list of numbers. */
    CompactThrift number(int value) {
        zigzag(value);
        return this;
    }

    /** A list, whose structs follow, each between {@link #item} and {@link #end}. */
    CompactThrift structs(int field, int size) {
        return list(field, size, STRUCT);
    }

    /** Begins a struct of a list. */
    CompactThrift item() {
        outer.push(last);
        last = 0;
        return this;
    }

    /** Begins a struct in a field. */
    CompactThrift struct(int field) {
        header(field, STRUCT);
        return item();
    }

    /** Ends the struct that was begun last. */
    CompactThrift end() {
        out.write(0);
        last = outer.pop();
        return this;
    }

    private CompactThrift list(int field, int size, int type) {
        header(field, LIST);
        if (size < LONG_LIST) {
            out.write(size << 4 | type);
        } else {
            out.write(LONG_LIST << 4 | type);
            varint(size);
        }
        return this;
    }

    /** No field's number is more than 15 above the one before it. */
    private void header(int field, int type) {
        out.write(field - last << 4 | type);
        last = field;
    }

    private void zigzag(long value) {
        varint(value << 1 ^ value >> 63);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
