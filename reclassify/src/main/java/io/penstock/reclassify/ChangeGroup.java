// SPDX-License-Identifier: Apache-2.0
package io.penstock.reclassify;

import java.util.Objects;

/**
 * Packets whose verdict was one and is another, all alike.
 *
 * @param comparison MOVED, CHANGED or UNKNOWN
 * @param from what the old policy says
 * @param to what the new one says
 * @param packets 1 or more
 * @param bytes their lengths on the wire
 * @param flows their flows
 * @param hosts the hosts whose traffic they are
 * @param applications the executables they belong to, where the agent knew
 * @param first the first of them
 */
public record ChangeGroup(
        Comparison comparison,
        Decision from,
        Decision to,
        long packets,
        long bytes,
        Breakdown flows,
        Breakdown hosts,
        Breakdown applications,
        FirstPacket first) {
    public ChangeGroup {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(flows, "flows");
        Objects.requireNonNull(hosts, "hosts");
        Objects.requireNonNull(applications, "applications");
        Objects.requireNonNull(first, "first");
        if (comparison == Comparison.UNCHANGED) {
            throw new IllegalArgumentException("a group of packets that are not unchanged expected");
        }
        if (packets < 1) {
            throw new IllegalArgumentException("a group of 1 packet or more expected, found " + packets);
        }
    }
}
