// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.util.List;
import java.util.Objects;

/**
 * The first packet of a group, with why each policy says what it says.
 *
 * @param name what it is called
 * @param timeNanos when it was captured, nanoseconds since 1970
 * @param text the packet in a line
 * @param oldTrace steps to the old verdict; empty where that was recorded
 * @param newTrace steps to the new one
 */
public record FirstPacket(
        PacketName name, long timeNanos, String text, List<TraceLine> oldTrace, List<TraceLine> newTrace) {
    public FirstPacket {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(text, "text");
        oldTrace = List.copyOf(oldTrace);
        newTrace = List.copyOf(newTrace);
    }
}
