// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.top;

import java.util.List;

/**
 * A row of a section.
 *
 * @param name what it is of, and what it is sorted by in the end
 * @param rate per second
 * @param total since counting began, or now
 * @param cells as they are shown
 */
record Row(String name, double rate, long total, List<String> cells) {
    /** Copies the cells. */
    Row {
        cells = List.copyOf(cells);
    }
}
