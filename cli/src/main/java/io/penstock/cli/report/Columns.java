// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of text, their cells one under the other: numbers flush right, words flush left. */
public final class Columns {
    private static final String GAP = "  ";

    private final boolean[] numeric;
    private final List<String[]> rows = new ArrayList<>();

    /** One letter a column: {@code n} for numbers, {@code t} for text. */
    public Columns(String kinds) {
        numeric = new boolean[kinds.length()];
        for (int i = 0; i < numeric.length; i++) {
            numeric[i] = kinds.charAt(i) == 'n';
        }
    }

    /** Adds a row, a cell a column. */
    public Columns row(String... cells) {
        rows.add(cells);
        return this;
    }

    /** The rows, without blanks at their ends. */
    public List<String> lines() {
        int[] widths = new int[numeric.length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            String padding = " ".repeat(widths[i] - row[i].length());
            line.append(i == 0 ? "" : GAP);
            line.append(numeric[i] ? padding + row[i] : row[i] + padding);
        }
        return line.toString().stripTrailing();
    }
}
