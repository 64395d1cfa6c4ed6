// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.util.Objects;

/**
 * A line of a packet's trace as {@code explain} prints it. Lines of a larger depth behind one of a smaller depth belong below it.
 *
 * @param depth 0 for visits and what is between them, 1 for sublayers, 2 for filters, 3 for conditions and results
 * @param text what happened, without a mark
 */
public record TraceLine(int depth, String text) {
    public TraceLine {
        Objects.requireNonNull(text, "text");
        if (depth < 0) {
            throw new IllegalArgumentException("a depth of 0 or more expected, found " + depth);
        }
    }
}
