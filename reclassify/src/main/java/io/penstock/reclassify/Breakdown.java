// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.util.List;

/**
 * A group's packets by flow, by host or by application: the largest shares, and what is left.
 *
 * @param shares most packets first, then by name; bounded in number
 * @param otherPackets packets that are in none of them
 * @param otherBytes their lengths on the wire
 */
public record Breakdown(List<Share> shares, long otherPackets, long otherBytes) {
    /** Of nothing. */
    public static final Breakdown EMPTY = new Breakdown(List.of(), 0, 0);

    public Breakdown {
        shares = List.copyOf(shares);
        if (otherPackets < 0 || otherBytes < 0) {
            throw new IllegalArgumentException(
                    "what is left of 0 or more expected, found " + otherPackets + " and " + otherBytes);
        }
    }

    /** All packets, in shares or not. */
    public long packets() {
        return otherPackets + shares.stream().mapToLong(Share::packets).sum();
    }
}
