// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.discards;

import io.penstock.stream.counts.DiscardField;
import java.util.List;

/**
 * What is asked of the discard counts.
 *
 * @param by the fields of each line of the answer, in their order
 * @param sinceNanos only windows of packet time that end after it, nanoseconds since 1970; {@link Long#MIN_VALUE}: all
 */
public record DiscardQuestion(List<DiscardField> by, long sinceNanos) {
    /** Copies the fields. */
    public DiscardQuestion {
        by = List.copyOf(by);
    }

    /** Whether a window is asked for; its start in nanoseconds since 1970, and its length. */
    boolean covers(long startNanos, long lengthNanos) {
        return startNanos + lengthNanos > sinceNanos;
    }
}
