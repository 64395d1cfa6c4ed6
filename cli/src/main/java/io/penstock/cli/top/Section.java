// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.top;

import java.util.List;

/**
 * Rows of one kind.
 *
 * @param kinds a letter a column: n for numbers, t for text
 * @param titles of the columns
 * @param rows in no order
 */
record Section(String kinds, List<String> titles, List<Row> rows) {
    /** Copies the lists. */
    Section {
        titles = List.copyOf(titles);
        rows = List.copyOf(rows);
    }
}
