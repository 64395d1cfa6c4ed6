// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Lays row groups and the footer out in a file, front to back. Nothing in it hangs on the time or the machine. */
final class ParquetFile {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 2;
    private static final int DATA_PAGE = 0;
    private static final int DICTIONARY_PAGE = 2;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int RLE_DICTIONARY = 8;
    private static final int UNCOMPRESSED = 0;
    private static final int REQUIRED = 0;
    private static final int OPTIONAL = 1;

    private final OutputStream out;
    private final List<ParquetColumn> columns;
    private final List<RowGroup> groups = new ArrayList<>();
    private long position;

    private record RowGroup(List<Chunk> chunks, int rows) {}

    /** Where the pages of a column are; a dictionary of -1: none. */
    private record Chunk(long dictionary, long data, long end) {
        long start() {
            return dictionary < 0 ? data : dictionary;
        }
    }

    /** @param columns those of a group stand together, at most one group deep */
    ParquetFile(OutputStream out, List<ParquetColumn> columns) throws IOException {
        this.out = out;
        this.columns = List.copyOf(columns);
        write(MAGIC);
    }

    /** Writes what the columns hold, and empties them. */
    void group(int rows) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        for (ParquetColumn column : columns) {
            long dictionary = -1;
            if (column.hasDictionary()) {
                dictionary = position;
                dictionaryPage(column);
            }
            long data = position;
            dataPage(column, rows);
            chunks.add(new Chunk(dictionary, data, position));
            column.clear();
        }
        groups.add(new RowGroup(chunks, rows));
    }

    private void dictionaryPage(ParquetColumn column) throws IOException {
        byte[] page = column.dictionaryPage();
        write(pageHeader(DICTIONARY_PAGE, page.length)
                .struct(7)
                .i32(1, column.dictionarySize())
                .i32(2, PLAIN)
                .end()
                .end()
                .bytes());
        write(page);
    }

    private void dataPage(ParquetColumn column, int rows) throws IOException {
        byte[] page = column.dataPage(rows);
        write(pageHeader(DATA_PAGE, page.length)
                .struct(5)
                .i32(1, rows)
                .i32(2, column.hasDictionary() ? RLE_DICTIONARY : PLAIN)
                .i32(3, RLE)
                .i32(4, RLE)
                .end()
                .end()
                .bytes());
        write(page);
    }

    private static CompactThrift pageHeader(int type, int bytes) {
        return new CompactThrift().item().i32(1, type).i32(2, bytes).i32(3, bytes);
    }

    /** Writes the footer; the stream stays open. */
    void finish() throws IOException {
        CompactThrift footer = new CompactThrift().item().i32(1, VERSION);
        schema(footer);
        footer.i64(3, groups.stream().mapToLong(RowGroup::rows).sum());
        footer.structs(4, groups.size());
        groups.forEach(group -> group(footer, group));
        byte[] bytes = footer.text(6, "penstock").end().bytes();
        write(bytes);
        write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bytes.length)
                .array());
        write(MAGIC);
        out.flush();
    }

    /** A tree in the order of a walk: the root, columns, and groups with theirs behind them. */
    private void schema(CompactThrift footer) {
        long top = columns.stream()
                .map(column -> column.path().getFirst())
                .distinct()
                .count();
        long inGroups = columns.stream()
                .filter(ParquetFile::isInGroup)
                .map(column -> column.path().getFirst())
                .distinct()
                .count();
        footer.structs(2, (int) (1 + columns.size() + inGroups));
        footer.item().text(4, "schema").i32(5, (int) top).end();
        String open = "";
        for (ParquetColumn column : columns) {
            String group = isInGroup(column) ? column.path().getFirst() : "";
            if (!group.isEmpty() && !group.equals(open)) {
                long children = columns.stream()
                        .filter(ParquetFile::isInGroup)
                        .filter(other -> other.path().getFirst().equals(group))
                        .count();
                footer.item()
                        .i32(3, REQUIRED)
                        .text(4, group)
                        .i32(5, (int) children)
                        .end();
            }
            open = group;
            footer.item()
                    .i32(1, column.type().physical())
                    .i32(3, OPTIONAL)
                    .text(4, column.path().getLast());
            column.type().write(footer);
            footer.end();
        }
    }

    private static boolean isInGroup(ParquetColumn column) {
        return column.path().size() > 1;
    }

    private void group(CompactThrift footer, RowGroup group) {
        List<Chunk> chunks = group.chunks();
        footer.item().structs(1, chunks.size());
        for (int i = 0; i < chunks.size(); i++) {
            chunk(footer, columns.get(i), chunks.get(i), group.rows());
        }
        long bytes =
                chunks.stream().mapToLong(chunk -> chunk.end() - chunk.start()).sum();
        footer.i64(2, bytes).i64(3, group.rows()).end();
    }

    private static void chunk(CompactThrift footer, ParquetColumn column, Chunk chunk, int rows) {
        footer.item().i64(2, chunk.start()).struct(3).i32(1, column.type().physical());
        footer.numbers(2, column.hasDictionary() ? 3 : 2).number(PLAIN).number(RLE);
        if (column.hasDictionary()) {
            footer.number(RLE_DICTIONARY);
        }
        footer.texts(3, column.path().size());
        column.path().forEach(footer::text);
        long bytes = chunk.end() - chunk.start();
        footer.i32(4, UNCOMPRESSED).i64(5, rows).i64(6, bytes).i64(7, bytes).i64(9, chunk.data());
        if (chunk.dictionary() >= 0) {
            footer.i64(11, chunk.dictionary());
        }
        footer.end().end();
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }
}
