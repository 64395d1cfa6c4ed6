// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.session;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The leases as their topic tells them. Time is told by records of the topic too, so which leases are over follows from the records alone, whoever reads them and
 * whatever his clock says. One thread.
 */
final class LeaseTable {
    /** When a lease ends, milliseconds since 1970 by the brokers' clock. */
    private final Map<String, Long> ends = new LinkedHashMap<>();

    private final Set<String> over = new LinkedHashSet<>();
    private long nowMs = Long.MIN_VALUE;

    /**
     * A lease begins or is renewed. One that is over stays so.
     *
     * @param timestampMs of its record
     */
    void renewed(String sessionKey, long leaseMs, long timestampMs) {
        if (!over.contains(sessionKey)) {
            ends.put(sessionKey, timestampMs + leaseMs);
        }
    }

    /** A session has ended. */
    void ended(String sessionKey) {
        ends.remove(sessionKey);
        over.remove(sessionKey);
    }

    /**
     * It is this late. Brokers' clocks may differ when the topic's leader moves; time does not go back here.
     *
     * @param timestampMs of the record that says so
     */
    void passed(long timestampMs) {
        nowMs = Math.max(nowMs, timestampMs);
        ends.forEach((sessionKey, end) -> {
            if (end <= nowMs) {
                over.add(sessionKey);
            }
        });
    }

    /** Whether nobody has a lease. */
    boolean isEmpty() {
        return ends.isEmpty();
    }

    /** Sessions whose lease is over and that nobody has told to have ended. */
    Set<String> over() {
        return Set.copyOf(over);
    }

    /** Those among them whose lease is over for so long, in milliseconds, or longer. */
    Set<String> overFor(long ms) {
        return over.stream()
                .filter(sessionKey -> nowMs - ends.get(sessionKey) >= ms)
                .collect(Collectors.toSet());
    }
}
