// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet.dissect;

import io.penstock.engine.packet.DecodeResult;
import io.penstock.engine.packet.PacketRow;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * One line of {@code penstock decode} (ARCHITECTURE 2): what the decoder sees of a packet. Reused from packet to packet; one thread.
 *
 * <pre>{@code
 * DecodedLine line = new DecodedLine(false);
 * decoder.decode(bytes, offset, captured, wire, linkType, number, nanos, 0, rows);
 * line.read(rows.rows(), rows.rowOffset(0), bytes, offset, captured, time);
 * line.appendTsv(out);
 * }</pre>
 */
public final class DecodedLine {
    private static final DecodeColumn[] COLUMNS = DecodeColumn.values();
    private static final long NANOS = 1_000_000_000L;
    /** Tunnels in tunnels beyond this are not listed. */
    private static final int MOST_TUNNELS = 32;

    private final ColumnCells cells = new ColumnCells();
    private final PacketColumns columns = new PacketColumns(cells);
    private final TunnelWalk walk = new TunnelWalk();
    private final boolean tunnels;

    /** @param tunnels whether the packets that a packet carries are listed behind it, outermost first, joined by commas */
    public DecodedLine(boolean tunnels) {
        this.tunnels = tunnels;
    }

    /** The first line of the tab-separated form, without a line break. */
    public static String tsvHeader() {
        return Arrays.stream(COLUMNS).map(DecodeColumn::title).collect(Collectors.joining("\t"));
    }

    /**
     * Fills the line from a row and the frame that it was decoded from.
     *
     * @param row offset of the row in {@code rows}
     * @param start index of the frame's first byte in {@code bytes}
     * @param captured bytes of the frame from {@code start} on
     * @param time the capture time in seconds as it is to be printed; null prints the row's
     */
    public void read(byte[] rows, int row, byte[] bytes, int start, int captured, CharSequence time) {
        cells.clear();
        cells.add(DecodeColumn.FRAME_NUMBER, PacketRow.sequence(rows, row));
        cells.add(DecodeColumn.FRAME_TIME_EPOCH, time == null ? seconds(PacketRow.captureTimeNanos(rows, row)) : time);
        columns.print(rows, row, bytes, start, start + captured);
        if (PacketRow.kind(rows, row) == PacketRow.KIND_MALFORMED) {
            cells.add(DecodeColumn.MALFORMED, DecodeResult.malformed(rows, row).text());
        } else if (tunnels) {
            tunnels(rows, row, bytes, start, start + captured);
        }
    }

    private void tunnels(byte[] rows, int row, byte[] bytes, int start, int limit) {
        boolean inside = walk.enter(rows, row, bytes, start, limit);
        for (int depth = 0; inside && depth < MOST_TUNNELS; depth++) {
            columns.print(walk.rows(), 0, bytes, walk.start(), walk.limit());
            inside = walk.enter(walk.rows(), 0, bytes, walk.start(), walk.limit());
        }
    }

    private static String seconds(long nanos) {
        String fraction = Long.toString(Math.floorMod(nanos, NANOS));
        return Math.floorDiv(nanos, NANOS) + "." + "0".repeat(9 - fraction.length()) + fraction;
    }

    /** What stands in a column; empty where the packet has no such field. */
    public CharSequence cell(DecodeColumn column) {
        return cells.get(column);
    }

    /** Appends the cells, separated by tabs, without a line break. */
    public void appendTsv(StringBuilder out) {
        for (DecodeColumn column : COLUMNS) {
            if (column.ordinal() > 0) {
                out.append('\t');
            }
            out.append(cells.get(column));
        }
    }

    /** Appends a JSON object of the columns that are not empty; with tunnels, each but number, time and fault is a list. */
    public void appendJson(StringBuilder out) {
        char separator = '{';
        for (DecodeColumn column : COLUMNS) {
            if (!cells.get(column).isEmpty()) {
                out.append(separator).append('"').append(column.title()).append("\":");
                appendJsonCell(out, column);
                separator = ',';
            }
        }
        out.append('}');
    }

    private void appendJsonCell(StringBuilder out, DecodeColumn column) {
        boolean single = column == DecodeColumn.FRAME_NUMBER
                || column == DecodeColumn.FRAME_TIME_EPOCH
                || column == DecodeColumn.MALFORMED;
        if (single || !tunnels) {
            appendJsonValue(out, column, cells.get(column));
            return;
        }
        char separator = '[';
        for (String value : cells.get(column).toString().split(",", -1)) {
            appendJsonValue(out.append(separator), column, value);
            separator = ',';
        }
        out.append(']');
    }

    private static void appendJsonValue(StringBuilder out, DecodeColumn column, CharSequence value) {
        // No value holds a character that JSON escapes.
        if (column.isNumeric()) {
            out.append(value);
        } else {
            out.append('"').append(value).append('"');
        }
    }
}
