// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.packet.dissect;

import java.util.Arrays;
import java.util.Locale;

/** One line's cells; several values of a column are joined by commas. */
final class ColumnCells {
    private final StringBuilder[] cells = new StringBuilder[DecodeColumn.values().length];

    ColumnCells() {
        Arrays.setAll(cells, column -> new StringBuilder());
    }

    void clear() {
        for (StringBuilder cell : cells) {
            cell.setLength(0);
        }
    }

    StringBuilder get(DecodeColumn column) {
        return cells[column.ordinal()];
    }

    void add(DecodeColumn column, CharSequence value) {
        occurrence(column).append(value);
    }

    void add(DecodeColumn column, long value) {
        occurrence(column).append(value);
    }

    /** Adds a number as {@code 0x} and four hexadecimal digits. */
    void addHex(DecodeColumn column, int value) {
        occurrence(column).append(String.format(Locale.ROOT, "0x%04x", value));
    }

    private StringBuilder occurrence(DecodeColumn column) {
        StringBuilder cell = get(column);
        return cell.isEmpty() ? cell : cell.append(',');
    }
}
