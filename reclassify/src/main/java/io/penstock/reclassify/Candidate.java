// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.util.Comparator;

/**
 * What may be the first packet of a group.
 *
 * @param part index of its part, from 0
 * @param ordinal its place in the part's feed, from 1
 * @param name what it is called
 * @param timeNanos when it was captured, nanoseconds since 1970
 * @param text the packet in a line
 */
record Candidate(int part, long ordinal, PacketName name, long timeNanos, String text) {
    private static final Comparator<PacketName.OfAgent> BY_AGENT = Comparator.comparing(PacketName.OfAgent::agent)
            .thenComparingLong(PacketName.OfAgent::incarnation)
            .thenComparing(PacketName.OfAgent::sequence, Long::compareUnsigned);

    /** Whether a packet of this name and place comes before this one, by what it is called and not by how it was read. */
    boolean isAfter(int otherPart, long otherOrdinal, PacketName other) {
        if (other instanceof PacketName.OfAgent one && name instanceof PacketName.OfAgent that) {
            return BY_AGENT.compare(one, that) < 0;
        }
        return otherPart != part ? otherPart < part : otherOrdinal < ordinal;
    }
}
