// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads one of the specification's tables (comma-separated, first line the column names, quotes around cells that hold commas) (spec 0.2). */
public final class SpecTable {
    private SpecTable() {}

    /**
     * The rows of a table, cell by cell, without the line of names.
     *
     * @param name file name, {@code errors.csv}
     * @throws IllegalStateException if the jar holds no such table
     * @throws UncheckedIOException if the table cannot be read
     */
    public static List<String[]> rows(String name) {
        try (InputStream in = SpecTable.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("table " + name + " is missing from the engine's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .filter(line -> !line.isBlank())
                    .map(SpecTable::cells)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells.toArray(String[]::new);
    }
}
