// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.discard;

import io.penstock.engine.classify.Discard;

/**
 * A sum of discards (spec 8.2).
 *
 * @param items number of discard records, each once
 * @param packets packets in them: 1 each; 0 of a socket event, of a clone, and where bytes of a stream were dropped
 * @param bytes bytes of them from the data offset of the layer on
 * @param wireBytes bytes of them on the wire
 */
public record DiscardCount(long items, long packets, long bytes, long wireBytes) {
    /** Nothing. */
    public static final DiscardCount ZERO = new DiscardCount(0, 0, 0, 0);

    /** One discard. */
    public static DiscardCount of(Discard discard) {
        return new DiscardCount(1, discard.packets(), discard.bytes(), discard.wireBytes());
    }

    /** The sum of both, part by part; like the parts it must stay below 2^63. */
    public DiscardCount plus(DiscardCount other) {
        return new DiscardCount(
                items + other.items, packets + other.packets, bytes + other.bytes, wireBytes + other.wireBytes);
    }
}
