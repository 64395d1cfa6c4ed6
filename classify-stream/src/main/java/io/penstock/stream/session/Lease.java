// SPDX-License-Identifier: Apache-2.0
package io.penstock.stream.session;

import java.time.Duration;

/**
 * For how long a dynamic session lives without its client (spec 1.3). Time is the brokers': it runs from when they took the lease's last record.
 *
 * @param length 1 s to 365 days; the session's objects are gone some two seconds after it
 * @param renewed whether the client renews it for as long as the session is open; false: it ends by itself, whatever the client does
 */
public record Lease(Duration length, boolean renewed) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    /** Refuses a length out of range. */
    public Lease {
        if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("length is " + length + ", expected 1 s to 365 days");
        }
    }

    /** The session lives as long as its client, and this much longer. */
    public static Lease renewed(Duration length) {
        return new Lease(length, true);
    }

    /** The session lives this long, also where its client is gone. */
    public static Lease once(Duration length) {
        return new Lease(length, false);
    }
}
