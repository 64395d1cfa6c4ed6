// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.counts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A line of a report on discards.
 *
 * @param values of the fields that the report is split by, in their order; null where the discards have none
 * @param packets whose fate is block (spec 8.2); 0 where only bytes of streams, events or clones were dropped
 * @param bytes from the data offset of the layer on
 */
public record DiscardTotal(List<String> values, long packets, long bytes) {
    /** Copies the values, of which some may be null. */
    public DiscardTotal {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }
}
