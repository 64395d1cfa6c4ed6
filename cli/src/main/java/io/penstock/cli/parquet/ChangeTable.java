// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.parquet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the JSON lines of packets that changed or moved, and writes the same fields as rows of a Parquet file: one source for both, so that they cannot differ.
 * {@link #finish} ends the file. One thread.
 */
public final class ChangeTable extends OutputStream {
    /** Rows of a group are in memory together, some 100 bytes each. */
    private static final int GROUP_ROWS = 131_072;

    private static final int NANO_DIGITS = 9;

    private final JsonFactory json = new JsonFactory();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Map<String, ParquetColumn> columns = new LinkedHashMap<>();
    private final ParquetFile file;
    private final int groupRows;
    private int rows;

    /**
     * A table without rows.
     *
     * @param out the file, closed by the caller
     * @throws IOException if its beginning cannot be written
     */
    public ChangeTable(OutputStream out) throws IOException {
        this(out, GROUP_ROWS);
    }

    /**
     * A table without rows.
     *
     * @param groupRows rows of a group, 1 and up
     * @throws IOException if its beginning cannot be written
     */
    public ChangeTable(OutputStream out, int groupRows) throws IOException {
        this.groupRows = groupRows;
        column(ColumnType.TEXT, "file");
        column(ColumnType.NUMBER, "n");
        column(ColumnType.TEXT, "agent");
        column(ColumnType.NUMBER, "incarnation");
        column(ColumnType.UNSIGNED, "sequence");
        column(ColumnType.TIME, "time");
        column(ColumnType.TEXT, "direction");
        column(ColumnType.TEXT, "comparison");
        for (String side : List.of("old", "new")) {
            for (String name : List.of("action", "layer", "sublayer", "filter", "callout", "reason")) {
                column(ColumnType.TEXT, side, name);
            }
            column(ColumnType.FLAG, side, "terminating");
            column(ColumnType.TEXT, side, "policyVersion");
            column(ColumnType.FLAG, side, "uncertain");
        }
        file = new ParquetFile(out, new ArrayList<>(columns.values()));
    }

    private void column(ColumnType type, String... path) {
        columns.put(String.join(".", path), new ParquetColumn(List.of(path), type));
    }

    @Override
    public void write(int b) throws IOException {
        if (b == '\n') {
            row(line.toByteArray());
            line.reset();
        } else {
            line.write(b);
        }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int start = from;
        for (int at = from; at < from + length; at++) {
            if (bytes[at] == '\n') {
                line.write(bytes, start, at - start);
                row(line.toByteArray());
                line.reset();
                start = at + 1;
            }
        }
        line.write(bytes, start, from + length - start);
    }

    private void row(byte[] text) throws IOException {
        try (JsonParser parser = json.createParser(text)) {
            parser.nextToken();
            members(parser, "");
        }
        rows++;
        if (rows == groupRows) {
            flushGroup();
        }
    }

    private void members(JsonParser parser, String before) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = before + parser.currentName();
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                members(parser, name + ".");
            } else {
                set(columns.get(name), parser);
            }
        }
    }

    private void set(ParquetColumn column, JsonParser parser) throws IOException {
        switch (column.type()) {
            case TEXT -> column.set(rows, parser.getText());
            case NUMBER -> column.set(rows, parser.getLongValue());
            case UNSIGNED -> column.set(rows, parser.getBigIntegerValue().longValue());
            case TIME ->
                column.set(
                        rows,
                        parser.getDecimalValue().movePointRight(NANO_DIGITS).longValueExact());
            case FLAG -> column.set(rows, parser.getBooleanValue() ? 1 : 0);
        }
    }

    private void flushGroup() throws IOException {
        if (rows > 0) {
            file.group(rows);
            rows = 0;
        }
    }

    /**
     * Writes the last rows and the footer.
     *
     * @throws IOException if they cannot be written
     */
    public void finish() throws IOException {
        flushGroup();
        file.finish();
    }
}
