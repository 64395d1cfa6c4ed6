// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of one column in the row group that is being filled. Every value may be missing. Texts stand in a dictionary. */
final class ParquetColumn {
    private static final int FIRST_ROOM = 1024;

    private final List<String> path;
    private final ColumnType type;
    /** Of each row the value: a number, 1 for true, the index of a text. */
    private long[] values = new long[FIRST_ROOM];

    private boolean[] there = new boolean[FIRST_ROOM];
    private int rows;
    private final Map<String, Long> dictionary = new LinkedHashMap<>();

    /** @param path the names of the groups that it is in, and its own */
    ParquetColumn(List<String> path, ColumnType type) {
        this.path = List.copyOf(path);
        this.type = type;
    }

    List<String> path() {
        return path;
    }

    ColumnType type() {
        return type;
    }

    boolean hasDictionary() {
        return type == ColumnType.TEXT;
    }

    /** Texts of the dictionary. */
    int dictionarySize() {
        return dictionary.size();
    }

    /** Sets the value in the row of this number; rows come in order, and those left out have none. */
    void set(int row, long value) {
        pad(row + 1);
        values[row] = value;
        there[row] = true;
    }

    void set(int row, String text) {
        set(row, dictionary.computeIfAbsent(text, news -> (long) dictionary.size()));
    }

    private void pad(int upTo) {
        if (upTo > values.length) {
            values = Arrays.copyOf(values, Math.max(upTo, 2 * values.length));
            there = Arrays.copyOf(there, values.length);
        }
        rows = upTo;
    }

    /** The texts, each behind its length. */
    byte[] dictionaryPage() {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        for (String text : dictionary.keySet()) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            page.writeBytes(little(Integer.BYTES).putInt(bytes.length).array());
            page.writeBytes(bytes);
        }
        return page.toByteArray();
    }

    /** Which rows have a value, and the values. */
    byte[] dataPage(int groupRows) {
        pad(groupRows);
        RunLengths levels = new RunLengths(1);
        for (int row = 0; row < groupRows; row++) {
            levels.add(there[row] ? 1 : 0);
        }
        byte[] levelBytes = levels.bytes();
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        page.writeBytes(little(Integer.BYTES).putInt(levelBytes.length).array());
        page.writeBytes(levelBytes);
        page.writeBytes(
                switch (type) {
                    case TEXT -> indexes();
                    case NUMBER, UNSIGNED, TIME -> numbers();
                    case FLAG -> flags();
                });
        return page.toByteArray();
    }

    private byte[] indexes() {
        int bits = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, dictionary.size() - 1L)));
        RunLengths runs = new RunLengths(bits);
        for (int row = 0; row < rows; row++) {
            if (there[row]) {
                runs.add(values[row]);
            }
        }
        byte[] indexes = runs.bytes();
        return ByteBuffer.allocate(1 + indexes.length)
                .put((byte) bits)
                .put(indexes)
                .array();
    }

    private byte[] numbers() {
        ByteBuffer numbers = little(rows * Long.BYTES);
        for (int row = 0; row < rows; row++) {
            if (there[row]) {
                numbers.putLong(values[row]);
            }
        }
        byte[] bytes = new byte[numbers.position()];
        numbers.flip().get(bytes);
        return bytes;
    }

    private byte[] flags() {
        byte[] flags = new byte[(rows + 7) / Byte.SIZE];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            if (there[row]) {
                flags[count / Byte.SIZE] |= (byte) (values[row] << count % Byte.SIZE);
                count++;
            }
        }
        return Arrays.copyOf(flags, (count + 7) / Byte.SIZE);
    }

    /** Begins the next row group. */
    void clear() {
        Arrays.fill(there, false);
        dictionary.clear();
        rows = 0;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
